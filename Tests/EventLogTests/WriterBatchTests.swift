import EventLog
import LMDB
import LedgerTestKit
import Testing

/// What is queued together is committed together, and one's failure is one's own.
@Suite(.timeLimit(.minutes(2))) struct WriterBatchTests {
  struct Refused: Error, Equatable {}

  /// Batches that end by their count alone: a loaded machine does not cut them short.
  static var untimed: LogWriter.Limits {
    var limits = LogWriter.Limits()
    limits.batchMilliseconds = 60_000
    return limits
  }

  /// How an operation fails inside its batch.
  enum Failure: CaseIterable, Sendable {
    case beforeAppending
    case afterAppending
    case afterAppendingAndWriting
    case eventIDTaken
    case inLMDB

    @Sendable func run(
      in transaction: borrowing WriteTransaction, _ log: inout LogAppender
    ) throws -> Position {
      switch self {
      case .beforeAppending: break
      case .afterAppending:
        for number in 901...903 as ClosedRange<UInt64> { _ = try log.append(draft(number), in: transaction) }
      case .afterAppendingAndWriting:
        _ = try log.append(draft(901), in: transaction)
        try transaction.put([1], [1], in: try transaction.createTable("own"))
      case .eventIDTaken:
        _ = try log.append(draft(901), in: transaction)
        _ = try log.append(draft(1, "other content"), in: transaction)
      case .inLMDB:
        _ = try log.append(draft(901), in: transaction)
        try transaction.append([0], [1], in: try transaction.table("log"))
      }
      throw Refused()
    }
  }

  @Test func `what waits while the writer is busy is committed in one transaction`() async throws {
    try await withLog(limits: Self.untimed) { log in
      let writer = try #require(log.writer)
      var before: UInt64 = 0
      let tasks = try await HeldWriter.hold(writer) { held in
        before = try log.environment.information().lastTransactionID
        return await queueAppends(1...40, on: &held)
      }
      #expect(try await positions(of: tasks) == (1...40).map { Position($0) })
      // One commit of the operation that held the writer, one of the forty.
      #expect(try log.environment.information().lastTransactionID == before + 2)
    }
  }

  @Test(arguments: Failure.allCases, [0, 3, 6])
  func `one operation's failure leaves its neighbours what they are`(
    failure: Failure, place: UInt64
  ) async throws {
    try await withLog(limits: Self.untimed) { log in
      let writer = try #require(log.writer)
      _ = try await log.append([draft(1)], expecting: .any)
      var before: UInt64 = 0
      var failing: Task<Position, any Error>?
      let tasks = try await HeldWriter.hold(writer) { held in
        before = try log.environment.information().lastTransactionID
        var tasks: [Task<Position, any Error>] = []
        if place > 0 { tasks += await queueAppends(2...(1 + place), on: &held) }
        failing = await held.queue { try failure.run(in: $0, &$1) }
        if place < 6 { tasks += await queueAppends((2 + place)...7, on: &held) }
        return tasks
      }
      await #expect(throws: (any Error).self) { try await failing?.value }
      #expect(try await positions(of: tasks) == (2...7).map { Position($0) })
      #expect(try eventIDs(in: log) == (1...7).map { .event($0) })
      for number in 901...903 as ClosedRange<UInt64> { #expect(try log.position(of: .event(number)) == nil) }
      #expect(throws: LMDBError(.noSuchTable, operation: "table")) { try log.environment.table("own") }
      #expect(try log.verify().isClean)
      // Besides the holding operation: at most one commit before the failure and one after it.
      #expect(try log.environment.information().lastTransactionID <= before + 3)
    }
  }

  @Test func `an operation is told its own failure, not a neighbour's`() async throws {
    try await withLog { log in
      let writer = try #require(log.writer)
      _ = try await log.append([draft(1)], expecting: .any)
      let drafts = [draft(1, "other content"), draft(2), draft(3)]
      let tasks = try await HeldWriter.hold(writer) { held in
        var tasks: [Task<Appended, any Error>] = []
        for draft in drafts {
          tasks.append(
            await held.queue { transaction, log in
              try log.append(draft, expecting: .exactly(Position(1)), in: transaction)
            })
        }
        return tasks
      }
      await #expect(throws: EventLogError.eventIDTaken(.event(1), at: Position(1))) {
        try await tasks[0].value
      }
      #expect(try await tasks[1].value == Appended(position: Position(2), isNew: true))
      await #expect(throws: EventLogError.unexpectedHead(expected: Position(1), actual: Position(2))) {
        try await tasks[2].value
      }
    }
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func `whichever operations of a batch fail, the others are appended in their order`(
    seed: UInt64
  ) async throws {
    var generator = SeededGenerator(seed: seed)
    let fails = (1...60).map { _ in UInt64.random(in: 0..<6, using: &generator) < seed }
    try await withLog { log in
      let writer = try #require(log.writer)
      let tasks = try await HeldWriter.hold(writer) { held in
        var tasks: [Task<Position, any Error>] = []
        for (index, fails) in fails.enumerated() {
          tasks.append(
            await held.queue { transaction, log in
              let position = try log.append(draft(UInt64(index)), in: transaction).position
              if fails { throw Refused() }
              return position
            })
        }
        return tasks
      }
      var next = Position(1)
      for (task, fails) in zip(tasks, fails) {
        switch await task.result {
        case .success(let position):
          #expect(!fails && position == next, "seed \(seed)")
          next = next.next
        case .failure(let error): #expect(fails && error is Refused, "seed \(seed): \(error)")
        }
      }
      #expect(
        try eventIDs(in: log) == fails.indices.filter { !fails[$0] }.map { .event(UInt64($0)) },
        "seed \(seed)")
      #expect(try log.verify().isClean, "seed \(seed)")
    }
  }

  @Test func `work that catches a refusal commits the rest of what it did`() async throws {
    try await withLog { log in
      let writer = try #require(log.writer)
      let position = try await writer.perform { transaction, log in
        var large = draft(1)
        large.sections[0].bytes = [UInt8](repeating: 0, count: Record.maximumLength)
        #expect(throws: EventLogError.self) { try log.append(large, in: transaction) }
        return try log.append(draft(2), in: transaction).position
      }
      #expect(position == Position(1))
      #expect(try log.position(of: .event(1)) == nil)
      #expect(try log.verify().isClean)
    }
  }

  @Test(arguments: [(3, false, 4), (1, false, 10), (0, false, 10), (1024, true, 10)])
  func `a batch ends at its limits`(batch: Int, isTimed: Bool, commits: UInt64) async throws {
    var limits = Self.untimed
    limits.batch = batch
    if isTimed { limits.batchMilliseconds = 0 }
    try await withLog(limits: limits) { log in
      let writer = try #require(log.writer)
      var before: UInt64 = 0
      let tasks = try await HeldWriter.hold(writer) { held in
        before = try log.environment.information().lastTransactionID
        return await queueAppends(1...10, on: &held)
      }
      #expect(try await positions(of: tasks) == (1...10).map { Position($0) })
      #expect(try log.environment.information().lastTransactionID == before + 1 + commits)
      #expect(try log.verify().isClean)
    }
  }
}

/// Queues one append for each number.
func queueAppends(
  _ numbers: ClosedRange<UInt64>, on held: inout HeldWriter
) async -> [Task<Position, any Error>] {
  var tasks: [Task<Position, any Error>] = []
  for number in numbers {
    tasks.append(
      await held.queue { transaction, log in try log.append(draft(number), in: transaction).position })
  }
  return tasks
}

/// What the tasks came to, in their order.
func positions(of tasks: [Task<Position, any Error>]) async throws -> [Position] {
  var positions: [Position] = []
  for task in tasks { positions.append(try await task.value) }
  return positions
}
