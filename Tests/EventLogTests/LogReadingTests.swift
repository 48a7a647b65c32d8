import EventLog
import Glibc
import LMDB
import LedgerTestKit
import Testing

/// Reading an LMDB log: backwards, by other processes, and where it is damaged.
@Suite(.timeLimit(.minutes(2))) struct LogReadingTests {
  @Test func `events are read backwards in chunks from any position`() async throws {
    try await withClosedLog(events: 20) { directory in
      try await withLog(opening: directory) { log async throws in
        func positions(backFrom position: UInt64, _ limit: Int) throws -> [UInt64] {
          try log.records(backFrom: Position(position), limit: limit).map(\.position.rawValue)
        }
        #expect(try positions(backFrom: 20, 3) == [20, 19, 18])
        #expect(try positions(backFrom: 3, 2) == [3, 2])
        #expect(try positions(backFrom: 3, 10) == [3, 2, 1])
        #expect(try positions(backFrom: 1, 10) == [1])
        #expect(try positions(backFrom: 0, 10) == [])
        #expect(try positions(backFrom: 21, 1) == [20])
        #expect(try positions(backFrom: .max, .max) == (1...20).reversed())
        #expect(try positions(backFrom: 20, 0) == [])
        #expect(try positions(backFrom: 20, -1) == [])
        #expect(try log.records(backFrom: Position(7), limit: 1) == log.records(from: Position(7), limit: 1))
      }
    }
  }

  @Test func `a transaction of the owner reads its own appends`() async throws {
    try await withLog { log async throws in
      _ = try await log.append([draft(1)], expecting: .any)
      let writer = try #require(log.writer)
      try await writer.perform { transaction, appender in
        #expect(appender.head == Position(1))
        _ = try appender.append(draft(2), in: transaction)
        #expect(appender.head == Position(2))
        #expect(try log.head(in: transaction.view) == Position(2))
        #expect(try log.record(at: Position(2), in: transaction.view)?.eventID == .event(2))
        // Others see it only once it is committed.
        #expect(try log.head() == Position(1))
        #expect(try log.record(at: Position(2)) == nil)
        #expect(try log.position(of: .event(2)) == nil)
      }
      #expect(try log.record(at: Position(2))?.eventID == .event(2))
    }
  }

  @Test func `a log opened for reading refuses appends`() async throws {
    try await withClosedLog(events: 3) { directory in
      try await withLog(opening: directory, access: .readOnly) { log async throws in
        #expect(log.writer == nil)
        await #expect(throws: EventLogError.readOnly) { try await log.append([draft(4)], expecting: .any) }
        #expect(try eventIDs(in: log) == (1...3).map { .event($0) })
      }
    }
  }

  @Test func `another process reads a log beside its writer, position by position`() async throws {
    try await withClosedLog(events: 1) { directory in
      try await withLog(opening: directory) { log async throws in
        let writing = Task {
          for number in 2...100 as ClosedRange<UInt64> {
            _ = try await log.append([draft(number)], expecting: .any)
          }
        }
        await #expect(processExitsWith: .exitCode(7)) { [directory = directory as String] in
          let reader = try LMDBEventLog(opening: directory, options: logOptions(.readOnly))
          var next = Position(1)
          while next <= Position(100) {
            let head = try reader.head()
            for record in try reader.records(from: next, limit: 9) {
              guard record.position == next, record.eventID == .event(next.rawValue) else { exit(2) }
              next = next.next
            }
            guard try reader.head() >= head, next > head || head.rawValue - next.rawValue < 100 else {
              exit(3)
            }
            guard try reader.records(backFrom: head, limit: 1).first?.position == head else { exit(4) }
          }
          guard try reader.verify().isClean else { exit(5) }
          do {
            _ = try await reader.append([draft(101)], expecting: .any)
            exit(6)
          } catch EventLogError.readOnly {
            exit(7)
          }
        }
        try await writing.value
      }
    }
  }

  @Test func `a second process can't write to a log that is open for writing`() async throws {
    try await withClosedLog(events: 1) { directory in
      try await withLog(opening: directory) { log async throws in
        await #expect(processExitsWith: .exitCode(7)) { [directory = directory as String] in
          do {
            _ = try LMDBEventLog(opening: directory, options: logOptions())
            exit(1)
          } catch let error as LMDBError where error.code == .lockedByAnotherProcess {
            exit(7)
          }
        }
        #expect(try await log.append([draft(2)], expecting: .any).map(\.position) == [Position(2)])
      }
    }
  }

  @Test func `a missing event is an error to every reader, not the end of the log`() async throws {
    try await withClosedLog(events: 9) { directory in
      try RawLog.change(directory) { _ = try $0.delete(Position(4).key, in: $1.log) }
      try await withLog(opening: directory) { log async throws in
        let missing = EventLogError.missingRecord(Position(4))
        #expect(throws: missing) { try log.record(at: Position(4)) }
        #expect(throws: missing) { try log.records(from: Position(1), limit: 9) }
        #expect(throws: missing) { try log.records(from: Position(4), limit: 1) }
        #expect(throws: missing) { try log.records(backFrom: Position(9), limit: 9) }
        #expect(throws: missing) { try log.records(backFrom: Position(4), limit: 1) }
        #expect(try log.records(from: Position(5), limit: 9).count == 5)
        #expect(try log.records(backFrom: Position(9), limit: 5).count == 5)
        #expect(try log.records(backFrom: Position(3), limit: 9).count == 3)
        #expect(try log.record(at: Position(10)) == nil)
      }
    }
  }

  @Test func `the first events missing is an error to a reader that comes to them`() async throws {
    try await withClosedLog(events: 9) { directory in
      try RawLog.change(directory) { transaction, tables in
        for position in 1...3 as ClosedRange<UInt64> {
          _ = try transaction.delete(Position(position).key, in: tables.log)
        }
      }
      try await withLog(opening: directory) { log async throws in
        #expect(throws: EventLogError.missingRecord(Position(1))) { try log.records(from: .start, limit: 1) }
        #expect(throws: EventLogError.missingRecord(Position(3))) {
          try log.records(backFrom: Position(9), limit: 9)
        }
        #expect(throws: EventLogError.missingRecord(Position(2))) {
          try log.records(backFrom: Position(2), limit: 9)
        }
      }
    }
  }

  @Test func `a damaged event is refused by every reader and stops no other`() async throws {
    try await withClosedLog(events: 9) { directory in
      try RawLog.change(directory) { transaction, tables in
        try transaction.changeRecord(4, in: tables) { $0[60] ^= 1 }
      }
      try await withLog(opening: directory) { log async throws in
        func isDamaged(_ read: () throws -> Void) -> Bool {
          do {
            try read()
            return false
          } catch {
            guard case .damagedRecord(Position(4), _) = error as? EventLogError else { return false }
            return true
          }
        }
        #expect(isDamaged { _ = try log.record(at: Position(4)) })
        #expect(isDamaged { _ = try log.records(from: Position(2), limit: 5) })
        #expect(isDamaged { _ = try log.records(backFrom: Position(5), limit: 5) })
        #expect(try log.record(at: Position(5))?.eventID == .event(5))
        // The same event again can't be compared with what is there.
        await #expect(throws: EventLogError.self) { try await log.append([draft(4)], expecting: .any) }
        #expect(try await log.append([draft(10)], expecting: .any).map(\.position) == [Position(10)])
      }
    }
  }

  @Test func `an event id that leads nowhere refuses the event`() async throws {
    try await withClosedLog(events: 3) { directory in
      try RawLog.change(directory) {
        try $0.put(Identifier.event(4).bytes, Position(77).key, in: $1.eventIDs)
      }
      try await withLog(opening: directory) { log async throws in
        let error = await #expect(throws: EventLogError.self) {
          try await log.append([draft(4)], expecting: .any)
        }
        guard case .inconsistent(let what) = error else {
          Issue.record("\(String(describing: error))")
          return
        }
        #expect(what.contains(Identifier.event(4).description))
      }
    }
  }
}
