import EventLog
import Foundation
import LMDB
import LedgerTestKit
import Testing

/// A writer that is killed leaves what it has acknowledged, and nothing half.
@Suite(.timeLimit(.minutes(2))) struct CrashTests {
  @Test func `a kill inside an open transaction leaves the last commit`() async throws {
    try await withClosedLog(events: 3) { directory in
      await #expect(processExitsWith: .signal(SIGKILL)) { [directory = directory as String] in
        let log = try LMDBEventLog(opening: directory, options: logOptions())
        _ = try await log.append([draft(4)], expecting: .any)
        try await log.writer?.perform { transaction, log in
          for number in 5...400 as ClosedRange<UInt64> {
            _ = try log.append(draft(number, String(repeating: "x", count: 2000)), in: transaction)
          }
          kill(getpid(), SIGKILL)
        }
      }
      try await withLog(opening: directory) { log async throws in
        #expect(try eventIDs(in: log) == (1...4).map { .event($0) })
        let verification = try log.verify()
        #expect(verification.isClean && verification.events == 4, "\(verification.findings)")
        #expect(try log.position(of: .event(5)) == nil)
        #expect(
          try await log.append([draft(4), draft(5)], expecting: .exactly(Position(4)))
            == [Appended(position: Position(4), isNew: false), Appended(position: Position(5), isNew: true)])
      }
    }
  }

  @Test func `a kill inside the creation of a log leaves no log in its place`() async throws {
    try await withTemporaryDirectory { path in
      await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
        try LMDBEventLog.create(at: path + "/log", options: logOptions()) { transaction, log in
          _ = try log.append(draft(1), in: transaction)
          kill(getpid(), SIGKILL)
        }
      }
      #expect(!FileManager.default.fileExists(atPath: path + "/log"))
      try LMDBEventLog.create(at: path + "/log", options: logOptions())
      #expect(try await withLog(opening: path + "/log") { try $0.head() } == .start)
    }
  }

  /// Several tasks append three events at a time and write down each acknowledgement; one of them kills
  /// the process as soon as enough are acknowledged, whatever the others and the writer are doing.
  @Test(arguments: [1, 5, 20, 60])
  func `a kill among acknowledgements keeps what was acknowledged, whole`(acknowledgements: Int) async throws
  {
    try await withClosedLog(events: 0) { directory in
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [directory = directory as String, acknowledgements = acknowledgements as Int] in
        let log = try LMDBEventLog(opening: directory, options: logOptions())
        _ = FileManager.default.createFile(atPath: directory + ".acknowledged", contents: nil)
        guard let file = FileHandle(forWritingAtPath: directory + ".acknowledged") else { exit(1) }
        await withTaskGroup(of: Void.self) { group in
          for task in 0..<8 as Range<UInt64> {
            group.addTask {
              for round in 0..<1000 as Range<UInt64> {
                let first = 1 + (task * 1000 + round) * 3
                let drafts = (first..<(first + 3)).map { draft($0) }
                guard let appended = try? await log.append(drafts, expecting: .any) else { return }
                // One write of one line: after a kill it is there whole or not at all.
                file.write(Data("\(first) \(appended[0].position)\n".utf8))
                if task == 0, round + 1 >= acknowledgements { kill(getpid(), SIGKILL) }
              }
            }
          }
        }
      }
      let text = try String(contentsOfFile: directory + ".acknowledged", encoding: .utf8)
      let acknowledged = text.split(separator: "\n").map {
        $0.split(separator: " ").compactMap { UInt64($0) }
      }
      #expect(acknowledged.count >= acknowledgements)
      try await withLog(opening: directory) { log async throws in
        for pair in acknowledged {
          try #require(pair.count == 2)
          for offset in 0..<3 as Range<UInt64> {
            #expect(try log.position(of: .event(pair[0] + offset)) == Position(pair[1] + offset))
          }
        }
        let ids = try eventIDs(in: log)
        // Three at a time: each group is there whole and in its order, acknowledged or not.
        try #require(ids.count.isMultiple(of: 3))
        for start in stride(from: 0, to: ids.count, by: 3) {
          let first = ids[start].low & 0xFFFF_FFFF
          #expect(ids[start..<(start + 3)] == [.event(first), .event(first + 1), .event(first + 2)])
        }
        let verification = try log.verify()
        #expect(verification.isClean, "\(verification.findings)")
        #expect(verification.events == UInt64(ids.count))
        // Whoever was not answered sends the same events again.
        let last = try #require(ids.last).low & 0xFFFF_FFFF
        let again = try await log.append((last - 2...last).map { draft($0) }, expecting: .any)
        #expect(again.allSatisfy { !$0.isNew })
      }
    }
  }

  @Test func `a log killed again and again keeps its tree`() async throws {
    try await withClosedLog(events: 0) { directory in
      for round in 0..<4 as Range<UInt64> {
        await #expect(processExitsWith: .signal(SIGKILL)) {
          [directory = directory as String, round = round as UInt64] in
          let log = try LMDBEventLog(opening: directory, options: logOptions())
          _ = try await log.append(
            (1...5).map { draft(round * 5 + $0) }, expecting: .exactly(Position(round * 5)))
          kill(getpid(), SIGKILL)
        }
      }
      try await withClosedLog(events: 20) { other in
        let expected = try await withLog(opening: other) { try $0.verify() }
        let found = try await withLog(opening: directory) { try $0.verify() }
        #expect(found == expected)
      }
    }
  }

  /// A child inherits every open file between its fork and its exec, the writer's lock among them.
  @Test func `a closed log can be opened again at once, whatever children are being started`() async throws {
    try await withClosedLog(events: 1) { directory async throws in
      let starting = Task.detached {
        while !Task.isCancelled {
          let child = Process()
          child.executableURL = URL(filePath: "/bin/true")
          try child.run()
          child.waitUntilExit()
        }
      }
      defer { starting.cancel() }
      for _ in 0..<300 {
        #expect(try await withLog(opening: directory) { try $0.head() } == Position(1))
      }
    }
  }
}
