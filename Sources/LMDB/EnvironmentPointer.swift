import CLMDB
import Glibc

/// An open `MDB_env`.
///
/// `@unchecked Sendable`: LMDB allows an environment to be used by many threads, except where handles open
/// or close, the map is resized or the environment closes; `Environment` does those under its locks.
@safe struct EnvironmentPointer: @unchecked Sendable {
  let raw: OpaquePointer

  /// Opens the environment of a directory with as much of the wanted map as the system gives.
  init(opening directory: String, _ options: Environment.Options) throws(LMDBError) {
    // LMDB maps whole pages; 64 KiB is a multiple of every page size it knows.
    var mapSize = max(options.mapSize & ~0xFFFF, 1 << 16)
    while true {
      do {
        unsafe raw = try EnvironmentPointer.open(directory, options, mapSize: mapSize)
        return
      } catch let error where error.code == .system(ENOMEM) && mapSize > 1 << 26 {
        mapSize >>= 1
      }
    }
  }

  private static func open(
    _ directory: String, _ options: Environment.Options, mapSize: Int
  ) throws(LMDBError) -> OpaquePointer {
    var created: OpaquePointer?
    try unsafe check(mdb_env_create(&created), "mdb_env_create")
    guard let environment = unsafe created else {
      throw LMDBError(status: ENOMEM, operation: "mdb_env_create")
    }
    do {
      try unsafe check(mdb_env_set_mapsize(environment, mapSize), "mdb_env_set_mapsize")
      // Bounded, since LMDB allocates room for every table in every transaction.
      let maxTables = UInt32(max(1, min(options.maxTables, 4096)))
      try unsafe check(mdb_env_set_maxdbs(environment, maxTables), "mdb_env_set_maxdbs")
      let maxReaders = UInt32(max(1, min(options.maxReaders, 1 << 16)))
      try unsafe check(mdb_env_set_maxreaders(environment, maxReaders), "mdb_env_set_maxreaders")
      // A reader slot belongs to its transaction, not to a thread: Swift's tasks change threads.
      var flags = UInt32(MDB_NOTLS)
      if options.access == .readOnly { flags |= UInt32(MDB_RDONLY) }
      if options.durability == .rebuilding { flags |= UInt32(MDB_NOSYNC) }
      try unsafe check(
        mdb_env_open(environment, directory, flags, 0o600), "mdb_env_open", path: directory)
      return unsafe environment
    } catch {
      unsafe mdb_env_close(environment)
      throw error
    }
  }
}

/// An `MDB_txn`.
///
/// `@unchecked Sendable`: with `MDB_NOTLS` a read transaction may be used by any thread, one at a time; it
/// belongs either to its one `LiveTransaction` or, ended, to the environment's guarded state. A write
/// transaction is begun and ended on the thread that holds the writer gate.
@safe struct TransactionPointer: @unchecked Sendable {
  let raw: OpaquePointer

  init(_ raw: OpaquePointer) { unsafe self.raw = raw }

  init(beginning flags: Int32, in environment: EnvironmentPointer) throws(LMDBError) {
    var begun: OpaquePointer?
    try unsafe check(mdb_txn_begin(environment.raw, nil, UInt32(flags), &begun), "mdb_txn_begin")
    guard let begun = unsafe begun else { throw LMDBError(status: ENOMEM, operation: "mdb_txn_begin") }
    unsafe raw = begun
  }
}
