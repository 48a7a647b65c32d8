import EventLog
import LMDB
import LedgerTestKit
import Testing

/// The queue before the writer is bounded, refuses plainly and drains at the end.
@Suite(.timeLimit(.minutes(2))) struct WriterQueueTests {
  @Test func `a full queue refuses one more operation, and takes it once it has drained`() async throws {
    var limits = LogWriter.Limits()
    limits.waiting = 3
    try await withLog(limits: limits) { log async throws in
      let writer = try #require(log.writer)
      let tasks = try await HeldWriter.hold(writer) { held in
        let tasks = await queueAppends(1...3, on: &held)
        #expect(writer.waiting == 3)
        await #expect(throws: EventLogError.queueFull(waiting: 3)) {
          try await log.append([draft(4)], expecting: .any)
        }
        #expect(throws: EventLogError.queueFull(waiting: 3)) {
          try writer.submit({ _, _ in Issue.record("ran, although it was refused") }, onFailure: { _ in })
        }
        return tasks
      }
      #expect(try await positions(of: tasks) == (1...3).map { Position($0) })
      #expect(try await log.append([draft(4)], expecting: .any).map(\.position) == [Position(4)])
      #expect(writer.waiting == 0)
    }
  }

  @Test func `a queue full of bytes refuses what does not fit`() async throws {
    var limits = LogWriter.Limits()
    limits.waitingBytes = 1000
    try await withLog(limits: limits) { log async throws in
      let writer = try #require(log.writer)
      let tasks = try await HeldWriter.hold(writer) { held in
        var tasks = [
          await held.queue(bytes: 600) { try $1.append(draft(1), in: $0).position }
        ]
        for bytes in [401, 1000, Int.max] {
          await #expect(throws: EventLogError.queueFull(waiting: 1)) {
            try await writer.perform(bytes: bytes) { try $1.append(draft(2), in: $0).position }
          }
        }
        tasks.append(await held.queue(bytes: 400) { try $1.append(draft(2), in: $0).position })
        return tasks
      }
      #expect(try await positions(of: tasks) == [Position(1), Position(2)])
      // What weighs more than the limit can be written all the same, with nothing beside it.
      var large = draft(3)
      large.sections[0].bytes = [UInt8](repeating: 0, count: 5000)
      #expect(try await log.append([large], expecting: .any).map(\.position) == [Position(3)])
      for number in 4...20 as ClosedRange<UInt64> {
        _ = try await writer.perform(bytes: 1000) { try $1.append(draft(number), in: $0) }
      }
    }
  }

  @Test func `an event's sections count as bytes that wait`() async throws {
    var limits = LogWriter.Limits()
    limits.waitingBytes = 1000
    try await withLog(limits: limits) { log async throws in
      let writer = try #require(log.writer)
      let first = try await HeldWriter.hold(writer) { held in
        let first = await held.queue(bytes: 900) { _, _ in }
        var medium = draft(1)
        medium.sections[0].bytes = [UInt8](repeating: 0, count: 101)
        await #expect(throws: EventLogError.queueFull(waiting: 1)) {
          try await log.append([medium], expecting: .any)
        }
        return first
      }
      try await first.value
    }
  }

  @Test func `closing writes what is queued and refuses what comes after`() async throws {
    try await withLog { log async throws in
      let writer = try #require(log.writer)
      let (tasks, closing) = try await HeldWriter.hold(writer) { held in
        let tasks = await queueAppends(1...5, on: &held)
        let closing = Task { await writer.close() }
        // Closing has begun once the writer refuses.
        while true {
          do throws(EventLogError) {
            try writer.submit({ _, _ in }, onFailure: { _ in })
          } catch {
            #expect(error == .closed || error == .queueFull(waiting: 4096))
            if error == .closed { break }
          }
          await Task.yield()
        }
        await #expect(throws: EventLogError.closed) { try await log.append([draft(6)], expecting: .any) }
        return (tasks, closing)
      }
      await closing.value
      // All are answered by then, so the log can be read before the tasks are asked.
      #expect(try eventIDs(in: log) == (1...5).map { .event($0) })
      #expect(try await positions(of: tasks) == (1...5).map { Position($0) })
      await #expect(throws: EventLogError.closed) { try await log.append([draft(6)], expecting: .any) }
      await writer.close()
    }
  }

  @Test func `submitted work is told its failure`() async throws {
    struct Refused: Error {}
    try await withLog { log async throws in
      let writer = try #require(log.writer)
      let failure: any Error = try await withCheckedThrowingContinuation { continuation in
        do {
          try writer.submit({ _, _ in throw Refused() }, onFailure: { continuation.resume(returning: $0) })
        } catch {
          continuation.resume(throwing: error)
        }
      }
      #expect(failure is Refused)
    }
  }

  @Test func `a file system below its reserve refuses writes and leaves reading`() async throws {
    try await withClosedLog(events: 2) { directory in
      var options = logOptions()
      options.freeSpaceReserve = .max
      let log = try LMDBEventLog(opening: directory, options: options)
      for _ in 0..<2 {
        await #expect(throws: LMDBError(.freeSpaceBelowReserve, operation: "write")) {
          try await log.append([draft(3)], expecting: .any)
        }
      }
      #expect(log.writer?.stopReason == nil)
      #expect(try eventIDs(in: log) == [.event(1), .event(2)])
      await log.close()
    }
  }
}
