import EventLog
import LedgerTestKit
import Testing

/// What every event log promises to those who append.
@Suite(.timeLimit(.minutes(2))) struct AppendContractTests {
  @Test(arguments: EventLogImplementation.all)
  func `positions count from 1 without gaps over many batches`(kind: EventLogImplementation) async throws {
    try await kind.withLog { log async throws in
      #expect(try log.head() == .start)
      var number: UInt64 = 0
      for size in [1, 2, 1, 7, 64, 3, 1, 100] as [UInt64] {
        let appended = try await log.append((1...size).map { draft(number + $0) }, expecting: .any)
        #expect(appended == (1...size).map { Appended(position: Position(number + $0), isNew: true) })
        number += size
        #expect(try log.head() == Position(number))
      }
      #expect(try eventIDs(in: log) == (1...number).map { .event($0) })
    }
  }

  @Test(arguments: EventLogImplementation.all)
  func `appends of 32 tasks at once get distinct neighbouring positions`(
    kind: EventLogImplementation
  ) async throws {
    let (tasks, each) = (32 as UInt64, 8 as UInt64)
    try await kind.withLog { log async throws in
      let positions = try await withThrowingTaskGroup(of: [Position].self) { group in
        for task in 0..<tasks {
          group.addTask {
            var positions: [Position] = []
            for number in 1...each {
              positions += try await log.append([draft(task * each + number)], expecting: .any).map(
                \.position)
            }
            return positions
          }
        }
        var all: [Position] = []
        for try await own in group {
          // A task that waits for its append sees its own events in the order it made them.
          #expect(own == own.sorted())
          all += own
        }
        return all
      }
      #expect(positions.sorted() == (1...(tasks * each)).map { Position($0) })
      #expect(Set(try eventIDs(in: log)) == Set((1...(tasks * each)).map { .event($0) }))
      #expect(try log.head() == Position(tasks * each))
    }
  }

  @Test(arguments: EventLogImplementation.all)
  func `an event appended again appends nothing and says where it stands`(
    kind: EventLogImplementation
  ) async throws {
    try await kind.withLog { log async throws in
      _ = try await log.append([draft(1), draft(2)], expecting: .any)
      let again = try await log.append([draft(2), draft(3), draft(1), draft(3)], expecting: .any)
      #expect(again.map(\.position) == [Position(2), Position(3), Position(1), Position(3)])
      #expect(again.map(\.isNew) == [false, true, false, false])
      #expect(try eventIDs(in: log) == [.event(1), .event(2), .event(3)])
    }
  }

  @Test(arguments: EventLogImplementation.all)
  func `an event id with other content is refused, whatever differs`(
    kind: EventLogImplementation
  ) async throws {
    let changes: [(inout RecordDraft) -> Void] = [
      { $0.time += 1 }, { $0.kind += 1 }, { $0.stream = .none }, { $0.previous = Position(1) },
      { $0.subject = .event(9) }, { $0.sections = [] }, { $0.sections[0].bytes[0] ^= 1 },
      { $0.sections[0].encryption = .subject }, { $0.sections[0].kind += 1 },
    ]
    try await kind.withLog { log async throws in
      _ = try await log.append([draft(1), draft(2)], expecting: .any)
      for change in changes {
        var other = draft(2)
        change(&other)
        await #expect(throws: EventLogError.eventIDTaken(.event(2), at: Position(2))) {
          try await log.append([other], expecting: .any)
        }
      }
      #expect(try log.head() == Position(2))
      #expect(try log.position(of: .event(2)) == Position(2))
    }
  }

  @Test(arguments: EventLogImplementation.all)
  func `an append that expects another head is refused and appends nothing`(
    kind: EventLogImplementation
  ) async throws {
    try await kind.withLog { log async throws in
      _ = try await log.append([draft(1), draft(2)], expecting: .exactly(.start))
      for wrong in [0, 1, 3, .max] as [UInt64] {
        await #expect(
          throws: EventLogError.unexpectedHead(expected: Position(wrong), actual: Position(2))
        ) {
          try await log.append([draft(3)], expecting: .exactly(Position(wrong)))
        }
      }
      #expect(try log.head() == Position(2))
      let appended = try await log.append([draft(3), draft(4)], expecting: .exactly(Position(2)))
      #expect(appended.map(\.position) == [Position(3), Position(4)])
    }
  }

  @Test(arguments: EventLogImplementation.all)
  func `an append repeated with the head it expected finds itself`(kind: EventLogImplementation) async throws
  {
    try await kind.withLog { log async throws in
      _ = try await log.append([draft(1), draft(2)], expecting: .exactly(.start))
      let again = try await log.append([draft(1), draft(2)], expecting: .exactly(.start))
      #expect(again.map(\.position) == [Position(1), Position(2)])
      #expect(again.allSatisfy { !$0.isNew })
      #expect(try log.head() == Position(2))
    }
  }

  @Test(arguments: EventLogImplementation.all)
  func `of those who expect the same head at once, one succeeds`(kind: EventLogImplementation) async throws {
    try await kind.withLog { log async throws in
      let successes = await withTaskGroup(of: Bool.self) { group in
        for number in 1...16 as ClosedRange<UInt64> {
          group.addTask {
            do {
              _ = try await log.append([draft(number)], expecting: .exactly(.start))
              return true
            } catch {
              #expect(
                error as? EventLogError == .unexpectedHead(expected: .start, actual: Position(1)))
              return false
            }
          }
        }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(successes == 1)
      #expect(try log.head() == Position(1))
    }
  }

  @Test(arguments: EventLogImplementation.all, [0, 3, 7])
  func `several events are appended all or none`(kind: EventLogImplementation, wrong: Int) async throws {
    try await kind.withLog { log async throws in
      _ = try await log.append([draft(1)], expecting: .any)
      var drafts = (2...9 as ClosedRange<UInt64>).map { draft($0) }
      drafts[wrong] = draft(1, "other content")
      await #expect(throws: EventLogError.eventIDTaken(.event(1), at: Position(1))) {
        try await log.append(drafts, expecting: .any)
      }
      #expect(try log.head() == Position(1))
      for number in 2...9 as ClosedRange<UInt64> { #expect(try log.position(of: .event(number)) == nil) }
      // The ids are free: the refused events left none behind.
      let appended = try await log.append([draft(9), draft(2)], expecting: .exactly(Position(1)))
      #expect(appended.map(\.isNew) == [true, true])
    }
  }

  @Test(arguments: EventLogImplementation.all)
  func `appending no events succeeds and appends none`(kind: EventLogImplementation) async throws {
    try await kind.withLog { log async throws in
      #expect(try await log.append([], expecting: .any) == [])
      #expect(try log.head() == .start)
    }
  }

  @Test(arguments: EventLogImplementation.all)
  func `a record that is too large is refused and leaves no trace`(
    kind: EventLogImplementation
  ) async throws {
    try await kind.withLog { log async throws in
      var large = draft(1)
      large.sections[0].bytes = [UInt8](repeating: 0, count: Record.maximumLength)
      await #expect(throws: EventLogError.self) { try await log.append([large], expecting: .any) }
      #expect(try log.position(of: .event(1)) == nil)
      #expect(try await log.append([draft(1)], expecting: .any).map(\.isNew) == [true])
    }
  }

  @Test(arguments: EventLogImplementation.all)
  func `after opening anew, everything acknowledged is there and positions go on`(
    kind: EventLogImplementation
  ) async throws {
    try await withTemporaryDirectory { path in
      try await kind.create(path + "/log")
      for round in 0..<4 as Range<UInt64> {
        try await kind.withLog(opening: path + "/log") { log async throws in
          #expect(try eventIDs(in: log) == (0..<(round * 3)).map { .event($0 + 1) })
          let appended = try await log.append(
            (1...3).map { draft(round * 3 + $0) }, expecting: .exactly(Position(round * 3)))
          #expect(appended.map(\.position.rawValue) == (1...3).map { round * 3 + $0 })
          #expect(try await log.append([draft(1)], expecting: .any).map(\.isNew) == [false])
        }
      }
    }
  }
}
