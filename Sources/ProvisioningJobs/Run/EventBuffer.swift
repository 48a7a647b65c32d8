import EventLog
import LMDB
import Provisioning

/// Events of many objects on their way to the ledger, written together.
final class EventBuffer: Sendable {
  private let ledger: JobLedger
  private let pending = Locked<JobBatch?>(nil)
  private let failure = Locked<(any Error)?>(nil)
  /// So many events go into one write: each commit waits for the disk that the target may be on too.
  private static let batch = 8192
  /// So many batches may wait that are handed over at once.
  private static let waiting = 2

  init(_ ledger: JobLedger) {
    self.ledger = ledger
  }

  /// Takes events of one object; they stay together and in order.
  ///
  /// - Throws: What an earlier write failed with, since nothing may go on after that.
  func add(_ events: JobBatch) async throws {
    if let failure = failure.withLock({ $0 }) { throw failure }
    pending.withLock { pending in
      if pending == nil { pending = events } else { pending?.append(events) }
    }
    try await write(from: EventBuffer.batch)
  }

  /// Takes events that stay together and hands them over at once; they are durable after a later ``flush()``.
  ///
  /// Few batches wait at a time, so that what makes them is no faster than the disk for long.
  ///
  /// - Throws: What an earlier write failed with.
  func write(_ events: JobBatch) async throws {
    if ledger.waitingBatches >= EventBuffer.waiting { try await ledger.flush() }
    if let failure = failure.withLock({ $0 }) { throw failure }
    pending.withLock { pending in
      if pending == nil { pending = events } else { pending?.append(events) }
    }
    try await write(from: 1)
  }

  /// Returns when all events taken so far are durable.
  func flush() async throws {
    try await write(from: 1)
    try await ledger.flush()
    if let failure = failure.withLock({ $0 }) { throw failure }
  }

  /// Hands over what is pending where it is so much.
  ///
  /// That happens under the lock: two tasks that hand over at a time must not change the order of events.
  private func write(from count: Int) async throws {
    let onFailure: @Sendable (any Error) -> Void = { [failure] error in
      failure.withLock { $0 = $0 ?? error }
    }
    while true {
      do {
        try pending.withLock { pending in
          guard let batch = pending, batch.count >= count else { return }
          try ledger.submit(batch, onFailure: onFailure)
          pending = nil
        }
        return
      } catch EventLogError.queueFull {
        // Waiting for the disk here is what keeps memory bounded.
        try await ledger.flush()
      }
    }
  }
}
