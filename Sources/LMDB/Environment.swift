import CLMDB
import Glibc

/// One LMDB environment: a directory with a memory-mapped data file, shared by all threads of the process.
///
/// ```swift
/// try Environment.create(at: path, tables: ["events"]) { _ in }
/// let environment = try Environment(opening: path)
/// let events = try environment.table("events")
/// try environment.write { transaction in try transaction.put([1], [2], in: events) }
/// let value = try environment.read { transaction in try transaction.bytes(for: [1], in: events) }
/// ```
///
/// Reads run beside each other and beside the one write. The directory must be on a local file system, and
/// a process must not fork while it is open.
public final class Environment: Sendable {
  /// The path it was opened by.
  public let directory: String
  public let options: Options

  let state: Locked<State>
  let gate = WriterGate()

  /// What the environment's mutex guards.
  @safe struct State: ~Copyable {
    /// Nil once closed.
    var pointer: EnvironmentPointer?
    /// Held as long as the pointer; given up after it.
    var claim: OpenDirectory?
    /// Set by `close()`: no transaction begins any more, and the last live one to end closes.
    var isClosing = false
    /// A commit failed with its outcome unknown.
    var isPoisoned = false
    /// Transactions, and other uses of the pointer, that have not ended.
    var live = 0
    /// Ended read transactions that keep their reader slots for the next ones.
    var idle: [TransactionPointer] = []
    /// The open handles by name.
    var tables: [String: Table] = [:]
    /// The serial of the open handle at each of LMDB's indexes; 0 where there is none.
    var serials: [UInt64] = []
    /// The write whose changes its own thread's reads see; see ``Environment/writeSeenByReads(_:)``.
    var seenWrite: SeenWrite?
    /// When the file system was last asked for its free space.
    var freeSpaceChecked: ContinuousClock.Instant?
    /// Bytes put since then.
    var written = 0
  }

  /// Opens an existing environment.
  ///
  /// The data file's meta pages and length are checked before it is mapped, since LMDB trusts them. Reader
  /// slots that dead processes left behind are freed.
  ///
  /// - Throws: ``LMDBError/Code/noSuchDirectory``, ``LMDBError/Code/notAnEnvironment``,
  ///   ``LMDBError/Code/versionMismatch``, ``LMDBError/Code/truncated``, ``LMDBError/Code/corrupted``,
  ///   ``LMDBError/Code/alreadyOpen``, and ``LMDBError/Code/lockedByAnotherProcess`` with the process id.
  public convenience init(opening directory: String, options: Options = Options()) throws(LMDBError) {
    try self.init(directory, options, isNew: false)
  }

  /// - Parameter isNew: Whether LMDB is to make the data file; it must not exist then.
  init(_ directory: String, _ options: Options, isNew: Bool) throws(LMDBError) {
    let claim = try OpenDirectory(directory, access: options.access)
    if !isNew { try DataFile.check(directory + "/data.mdb") }
    let pointer = try EnvironmentPointer(opening: directory, options)
    self.directory = directory
    self.options = options
    state = Locked(State(pointer: pointer, claim: claim))
    _ = try checkStaleReaders()
  }

  deinit { close() }

  /// Whether ``close()`` was called.
  public var isClosed: Bool { state.withLock { $0.isClosing } }

  /// Whether a commit failed with its outcome unknown.
  ///
  /// Every later write throws ``LMDBError/Code/panic``. Close, open again, and compare the last record with
  /// the one that was being written.
  public var isPoisoned: Bool { state.withLock { $0.isPoisoned } }

  /// Closes the environment; whatever is asked of it afterwards throws ``LMDBError/Code/closed``.
  ///
  /// It may be called at any time and more than once. While transactions are live, the last of them to end
  /// closes the file, and the directory can be opened again from then on.
  public func close() {
    state.withLock { state in
      state.isClosing = true
      state.closeIfUnused()
    }
  }
}

extension Environment.State {
  /// The environment, for a new use of it.
  func open() throws(LMDBError) -> EnvironmentPointer {
    guard let pointer, !isClosing else { throw LMDBError(.closed, operation: "environment") }
    return pointer
  }

  mutating func endUse() {
    live -= 1
    closeIfUnused()
  }

  mutating func closeIfUnused() {
    guard isClosing, live == 0, let open = pointer else { return }
    for transaction in idle { unsafe mdb_txn_abort(transaction.raw) }
    idle = []
    pointer = nil
    unsafe mdb_env_close(open.raw)
    claim = nil
  }
}
