import EventLog
import LedgerTestKit
import Testing

/// What every event log promises to those who read and follow.
@Suite(.timeLimit(.minutes(2))) struct ReadContractTests {
  @Test(arguments: EventLogImplementation.all)
  func `an empty log has no head, no events and no ids`(kind: EventLogImplementation) async throws {
    try await kind.withLog { log async throws in
      #expect(try log.head() == .start)
      for position in [0, 1, .max] as [UInt64] {
        #expect(try log.record(at: Position(position)) == nil)
        #expect(try log.records(from: Position(position), limit: 10) == [])
      }
      #expect(try log.position(of: .none) == nil)
    }
  }

  @Test(arguments: EventLogImplementation.all)
  func `every field of an event reads back`(kind: EventLogImplementation) async throws {
    var first = draft(1)
    first.subject = .event(77)
    first.previous = Position(40)
    first.time = -1
    first.sections = [
      Record.Section(kind: 9, bytes: []),
      Record.Section(kind: 8, encryption: .subject, bytes: Array(0...255)),
      Record.Section(kind: 7, encryption: .key(.event(5)), bytes: [UInt8](repeating: 3, count: 70_000)),
    ]
    try await kind.withLog { log async throws in
      _ = try await log.append([first, draft(2)], expecting: .any)
      let record = try #require(try log.record(at: Position(1)))
      #expect(
        record
          == Record(
            position: Position(1), eventID: first.eventID, time: -1, kind: first.kind, stream: first.stream,
            previous: Position(40), subject: .event(77), sections: first.sections))
      #expect(record.bytes(ofSection: 8) == Array(0...255))
      #expect(try log.records(from: .start, limit: 1) == [record])
      #expect(try log.position(of: .event(2)) == Position(2))
      #expect(try log.position(of: .event(3)) == nil)
      #expect(try log.record(at: Position(3)) == nil)
    }
  }

  @Test(arguments: EventLogImplementation.all)
  func `events are read in chunks from any position`(kind: EventLogImplementation) async throws {
    try await kind.withLog { log async throws in
      _ = try await log.append((1...20).map { draft($0) }, expecting: .any)
      func positions(from position: UInt64, _ limit: Int) throws -> [UInt64] {
        try log.records(from: Position(position), limit: limit).map(\.position.rawValue)
      }
      #expect(try positions(from: 0, 3) == [1, 2, 3])
      #expect(try positions(from: 1, 3) == [1, 2, 3])
      #expect(try positions(from: 19, 3) == [19, 20])
      #expect(try positions(from: 20, 1) == [20])
      #expect(try positions(from: 21, 3) == [])
      #expect(try positions(from: .max, 3) == [])
      #expect(try positions(from: 1, .max) == Array(1...20))
      #expect(try positions(from: 1, 0) == [])
      #expect(try positions(from: 1, -1) == [])
      for limit in 1...21 {
        #expect(try eventIDs(in: log, limit: limit) == (1...20).map { .event($0) })
      }
    }
  }

  @Test(arguments: EventLogImplementation.all)
  func `a reader beside writers never sees a position before the one under it`(
    kind: EventLogImplementation
  ) async throws {
    let (tasks, each) = (4 as UInt64, 40 as UInt64)
    try await kind.withLog { log async throws in
      let reader = Task {
        var seen = Position.start
        while seen.rawValue < tasks * each {
          let head = try log.head()
          try #require(head >= seen, "the head went back from \(seen) to \(head)")
          if head > .start { _ = try #require(try log.record(at: head)) }
          let records = try log.records(from: .start, limit: .max)
          // What was the head before is there now, and everything below it.
          try #require(records.count >= Int(head.rawValue))
          try #require(records.map(\.position.rawValue) == (0..<UInt64(records.count)).map { $0 + 1 })
          seen = head
          await Task.yield()
        }
      }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for task in 0..<tasks {
          group.addTask {
            for number in 1...each {
              let appended = try await log.append([draft(task * each + number)], expecting: .any)
              // One's own event is there once the append has returned.
              let record = try log.record(at: appended[0].position)
              #expect(record?.eventID == .event(task * each + number))
            }
          }
        }
        try await group.waitForAll()
      }
      try await reader.value
    }
  }

  @Test(arguments: EventLogImplementation.all, [0, 3])
  func `a follower that reads up to each head sees every event once`(
    kind: EventLogImplementation, yields: Int
  ) async throws {
    let (tasks, each) = (4 as UInt64, 30 as UInt64)
    try await kind.withLog { log async throws in
      let heads = log.heads()
      let follower = Task {
        var seen: [Position] = []
        for await head in heads {
          let last = seen.last ?? .start
          // A head may repeat, where a commit appended nothing, but never go back.
          try #require(head >= last)
          while (seen.last ?? .start) < head {
            seen += try log.records(from: (seen.last ?? .start).next, limit: 7).map(\.position)
              .filter { $0 <= head }
          }
          for _ in 0..<yields { await Task.yield() }
          if seen.count >= tasks * each { break }
        }
        return seen
      }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for task in 0..<tasks {
          group.addTask {
            for number in 1...each {
              _ = try await log.append([draft(task * each + number)], expecting: .any)
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(try await follower.value == (1...(tasks * each)).map { Position($0) })
    }
  }

  @Test(arguments: EventLogImplementation.all)
  func `the streams of heads end when the log is closed`(kind: EventLogImplementation) async throws {
    try await withTemporaryDirectory { path in
      try await kind.create(path + "/log")
      let opened = try await kind.open(path + "/log")
      let followers = (0..<3).map { _ in
        let heads = opened.log.heads()
        return Task { await heads.reduce(Position.start) { max($0, $1) } }
      }
      let abandoned = Task { [heads = opened.log.heads()] in await heads.first { _ in false } }
      abandoned.cancel()
      _ = await abandoned.value
      _ = try await opened.log.append([draft(1)], expecting: .any)
      await opened.close()
      for follower in followers { #expect(await follower.value == Position(1)) }
      // Who comes after the end gets a stream that has ended.
      #expect(await opened.log.heads().first { _ in true } == nil)
    }
  }

  @Test(arguments: EventLogImplementation.all)
  func `a closed log refuses appends`(kind: EventLogImplementation) async throws {
    try await withTemporaryDirectory { path in
      try await kind.create(path + "/log")
      let opened = try await kind.open(path + "/log")
      await opened.close()
      await #expect(throws: EventLogError.closed) {
        try await opened.log.append([draft(1)], expecting: .any)
      }
      await opened.close()
    }
  }
}
