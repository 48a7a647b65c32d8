import CLMDB
import Glibc

extension LMDBError {
  /// The kinds of failure a caller can tell apart.
  public enum Code: Sendable, Hashable {
    /// The reserved map is used up.
    case mapFull
    /// Another process has enlarged the map and transactions here keep the old one.
    case mapResized
    /// Every slot of the reader table is taken.
    case readersFull
    /// More tables than `Environment.Options.maxTables`.
    case tablesFull
    /// The transaction has changed more pages than LMDB keeps in memory.
    case transactionFull
    /// A key of more than 511 bytes.
    case keyTooLong
    /// A key of no bytes.
    case keyEmpty
    /// A value of 4 GiB or more.
    case valueTooLong
    /// The key is there already, or an appended key does not sort after the last one.
    case keyExists
    /// The data file contradicts itself.
    case corrupted
    /// The data file ends before the pages its meta page counts.
    case truncated
    /// The directory holds no LMDB data file.
    case notAnEnvironment
    /// The data file has another format version.
    case versionMismatch
    /// The directory does not exist.
    case noSuchDirectory
    /// Something already exists where a new environment was to be created.
    case alreadyExists
    /// This process has the directory open already.
    case alreadyOpen
    /// Another process has the directory open for writing.
    case lockedByAnotherProcess
    /// A commit failed and its outcome is unknown.
    case panic
    /// The device failed to read or write.
    case io
    /// The file system has no space left.
    case diskFull
    /// The file system has less free space than the reserve.
    case freeSpaceBelowReserve
    /// The environment is closed.
    case closed
    /// The environment or the transaction is for reading only.
    case readOnly
    /// The table does not exist.
    case noSuchTable
    /// The handle was not open in this environment when the transaction began.
    case tableNotOpen
    /// The thread is inside a write transaction already.
    case nestedWrite
    /// Other transactions of this process are live.
    case busy
    /// An earlier error has ended the transaction; nothing of it is kept.
    case transactionFailed
    /// Any other LMDB return code (negative) or `errno` value (positive).
    case system(Int32)
  }
}

extension LMDBError.Code {
  init(status: Int32) {
    self =
      switch status {
      case MDB_MAP_FULL: .mapFull
      case MDB_MAP_RESIZED: .mapResized
      case MDB_READERS_FULL: .readersFull
      case MDB_DBS_FULL: .tablesFull
      case MDB_TXN_FULL: .transactionFull
      case MDB_KEYEXIST: .keyExists
      case MDB_CORRUPTED, MDB_PAGE_NOTFOUND, MDB_CURSOR_FULL, MDB_PAGE_FULL: .corrupted
      case MDB_INVALID: .notAnEnvironment
      case MDB_VERSION_MISMATCH: .versionMismatch
      case MDB_PANIC: .panic
      case MDB_BAD_TXN: .transactionFailed
      case MDB_BAD_DBI: .tableNotOpen
      case EIO: .io
      case ENOSPC, EDQUOT: .diskFull
      case EROFS: .readOnly
      case EEXIST: .alreadyExists
      default: .system(status)
      }
  }

  var explanation: String {
    switch self {
    case .mapFull: "the map is full; open the environment with a larger mapSize"
    case .mapResized: "another process enlarged the map; end this process's transactions and try again"
    case .readersFull: "every reader slot is taken; end readers or raise maxReaders"
    case .tablesFull: "more tables than maxTables; open the environment with a larger maxTables"
    case .transactionFull: "too many pages changed in one transaction; commit smaller batches"
    case .keyTooLong: "a key has at most 511 bytes; store a hash of a longer one"
    case .keyEmpty: "a key has at least one byte"
    case .valueTooLong: "a value is shorter than 4 GiB"
    case .keyExists: "the key exists, or an appended key does not sort after the last"
    case .corrupted: "the data file contradicts itself; restore a copy or rebuild it"
    case .truncated: "the data file is shorter than its meta page says; restore a copy"
    case .notAnEnvironment: "no LMDB data file; check the path, or create the environment first"
    case .versionMismatch: "another LMDB format version; dump it with the tools that wrote it and load it"
    case .noSuchDirectory: "the directory does not exist; create the environment first"
    case .alreadyExists: "something is there already; choose another directory"
    case .alreadyOpen: "this process has it open already; share that Environment"
    case .lockedByAnotherProcess: "another process has it open for writing; stop that one first"
    case .panic: "a commit failed and its outcome is unknown; close, reopen and compare the last record"
    case .io: "the device failed; the outcome of a commit is unknown: close, reopen and compare"
    case .diskFull: "no space left on the file system; free some"
    case .freeSpaceBelowReserve: "less free space than the reserve; free some, or lower freeSpaceReserve"
    case .closed: "the environment is closed"
    case .readOnly: "open for reading only; open it with access .readWrite"
    case .noSuchTable: "the table does not exist; create it first"
    case .tableNotOpen: "the table was not open here when the transaction began; open tables first"
    case .nestedWrite: "this thread is in a write transaction already; use that one"
    case .busy: "other transactions of this process are live; end them and try again"
    case .transactionFailed: "an earlier error ended the transaction; nothing of it is kept"
    case .system(let status): unsafe String(cString: mdb_strerror(status))
    }
  }
}
