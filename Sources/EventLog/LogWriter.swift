import Dispatch
public import LMDB

/// The one writer of a log: it takes what is queued, runs it in order in one transaction, commits once,
/// then answers all (group commit).
///
/// Work runs on one serial queue, from the transaction's beginning to its commit on one thread, and never
/// across an `await`: LMDB binds a write transaction to its thread.
public final class LogWriter: Sendable {
  /// How much may wait and how much one commit takes.
  public struct Limits: Sendable {
    /// The most operations that wait; one more is refused with `EventLogError.queueFull`.
    public var waiting: Int = 4096
    /// The most bytes of requests that wait.
    public var waitingBytes: Int = 64 << 20
    /// The most operations in one commit.
    public var batch: Int = 1024
    /// After this many milliseconds a batch is committed although more is waiting.
    public var batchMilliseconds: Int = 50

    public init() {}
  }

  /// Work inside a batch. It must decide from the transaction alone and may run again, in a later
  /// transaction, if its own or another's work in the same batch failed.
  public typealias Work<Value> = @Sendable (borrowing WriteTransaction, inout LogAppender) throws -> Value

  private struct Item: Sendable {
    var bytes: Int
    /// Does the work and returns what answers the caller once the commit is durable.
    var run: Work<@Sendable () -> Void>
    var fail: @Sendable (any Error) -> Void
  }

  private enum Phase {
    case open
    case closed
    case stopped(reason: String)
  }

  private struct State {
    var phase = Phase.open
    var waiting: [Item] = []
    var waitingBytes = 0
    var isDraining = false
    var idle: [CheckedContinuation<Void, Never>] = []
  }

  private let environment: Environment
  private let tables: LogTables
  private let limits: Limits
  private let onCommit: @Sendable (Position) -> Void
  private let state = Locked(State())
  private let committed: Locked<FrontierBox>
  private let queue = DispatchQueue(label: "scim-ledger.writer", qos: .userInitiated)

  init(
    environment: Environment, tables: LogTables, limits: Limits, frontier: FrontierBox,
    onCommit: @escaping @Sendable (Position) -> Void
  ) {
    self.environment = environment
    self.tables = tables
    self.limits = limits
    self.onCommit = onCommit
    committed = Locked(frontier)
  }

  /// Runs work in the next batch and returns its value once the batch is durable.
  ///
  /// - Parameter bytes: What the work weighs in memory while it waits.
  /// - Throws: What the work throws; `EventLogError.queueFull`, `.closed`, `.writerStopped`; `LMDBError`
  ///   where the batch could not be committed, and then nothing of it was written.
  public func perform<Value: Sendable>(bytes: Int = 0, _ work: @escaping Work<Value>) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      enqueue(
        Item(
          bytes: bytes,
          run: { transaction, log in
            let value = try work(transaction, &log)
            return { continuation.resume(returning: value) }
          },
          fail: { continuation.resume(throwing: $0) }))
    }
  }

  /// Queues work without waiting for its commit.
  ///
  /// - Throws: `EventLogError.queueFull`, `.closed`, `.writerStopped`, and then the work will not run.
  public func submit(
    bytes: Int = 0, _ work: @escaping Work<Void>, onFailure: @escaping @Sendable (any Error) -> Void
  ) throws(EventLogError) {
    let item = Item(
      bytes: bytes,
      run: { transaction, log in
        try work(transaction, &log)
        return {}
      },
      fail: onFailure)
    if let refusal = add(item) { throw refusal }
  }

  /// How many operations wait.
  public var waiting: Int { state.withLock { $0.waiting.count } }

  /// Why the writer has stopped; nil while it takes work.
  public var stopReason: String? {
    state.withLock { if case .stopped(let reason) = $0.phase { reason } else { nil } }
  }

  /// Refuses new work, and returns when all that was queued is durable and answered.
  public func close() async {
    await withCheckedContinuation { continuation in
      let isIdle = state.withLock { state in
        if case .open = state.phase { state.phase = .closed }
        if state.isDraining { state.idle.append(continuation) }
        return !state.isDraining
      }
      if isIdle { continuation.resume() }
    }
  }

  private func enqueue(_ item: Item) {
    if let refusal = add(item) { item.fail(refusal) }
  }

  private func add(_ item: Item) -> EventLogError? {
    let (refusal, mustStart): (EventLogError?, Bool) = state.withLock { state in
      switch state.phase {
      case .closed: return (.closed, false)
      case .stopped(let reason): return (.writerStopped(reason: reason), false)
      case .open: break
      }
      guard state.waiting.count < limits.waiting,
        state.waiting.isEmpty || item.bytes <= limits.waitingBytes - state.waitingBytes
      else { return (.queueFull(waiting: state.waiting.count), false) }
      state.waiting.append(item)
      state.waitingBytes += item.bytes
      if state.isDraining { return (nil, false) }
      state.isDraining = true
      return (nil, true)
    }
    if mustStart { queue.async { self.drain() } }
    return refusal
  }

  private func drain() {
    while let batch = nextBatch() {
      commit(batch)
    }
  }

  private func nextBatch() -> [Item]? {
    let (batch, idle): ([Item]?, [CheckedContinuation<Void, Never>]) = state.withLock { state in
      guard !state.waiting.isEmpty else {
        state.isDraining = false
        defer { state.idle = [] }
        return (nil, state.idle)
      }
      let count = min(max(limits.batch, 1), state.waiting.count)
      let batch = Array(state.waiting.prefix(count))
      state.waiting.removeFirst(count)
      state.waitingBytes -= batch.reduce(0) { $0 + $1.bytes }
      return (batch, [])
    }
    for continuation in idle { continuation.resume() }
    return batch
  }

  /// Commits a batch, in several transactions where it takes longer than the budget, so that those who
  /// came first are not kept waiting for those who came last.
  private func commit(_ batch: [Item]) {
    var rest = batch[...]
    var limit = batch.count
    while !rest.isEmpty {
      if let reason = stopReason {
        for item in rest { item.fail(EventLogError.writerStopped(reason: reason)) }
        return
      }
      let group = rest.prefix(limit)
      var done = 0
      var replies: [@Sendable () -> Void] = []
      var head = Position.start
      do {
        let deadline = ContinuousClock.now + .milliseconds(limits.batchMilliseconds)
        let frontier = try environment.write { transaction in
          var log = LogAppender(tables: tables, frontier: committed.withLock { $0.frontier })
          for item in group {
            replies.append(try item.run(transaction, &log))
            done += 1
            if ContinuousClock.now >= deadline { break }
          }
          try log.finish(in: transaction)
          head = log.head
          return log.frontier
        }
        committed.withLock { $0.frontier = frontier }
      } catch {
        if stopIfOutcomeIsUnknown(error) || isEnvironmentWide(error) {
          for item in rest { item.fail(error) }
          return
        }
        // Nothing of this transaction was written. What its first operation threw is that one's own failure.
        // Where a later one threw, those ahead of it are committed together, which puts it first in the next
        // transaction. A commit that failed as a whole is tried with half as many.
        switch done {
        case 0: rest.popFirst()?.fail(error)
        case group.count where done > 1: limit = done / 2
        case group.count: rest.popFirst()?.fail(error)
        default: limit = done
        }
        continue
      }
      rest = rest.dropFirst(done)
      limit = batch.count
      onCommit(head)
      for reply in replies { reply() }
    }
  }

  private func isEnvironmentWide(_ error: any Error) -> Bool {
    guard let error = error as? LMDBError else { return false }
    return error.code == .freeSpaceBelowReserve
  }

  /// After a failed flush nobody knows what is on disk; going on could acknowledge what a crash then
  /// takes back. The idempotent event ids make it safe to try again after the log is opened anew.
  private func stopIfOutcomeIsUnknown(_ error: any Error) -> Bool {
    guard let error = error as? LMDBError, error.code == .io || error.code == .panic else { return false }
    state.withLock { $0.phase = .stopped(reason: error.description) }
    return true
  }
}
