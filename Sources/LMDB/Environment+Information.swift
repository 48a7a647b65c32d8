import CLMDB

/// What an environment holds and how far it has grown.
public struct EnvironmentInformation: Sendable, Hashable {
  /// Bytes of address space reserved: the most the data file can grow to.
  public let mapSize: Int
  /// The number of the last page in use, from 0.
  public let lastPage: Int
  /// The id of the last committed write transaction.
  public let lastTransactionID: UInt64
  /// Bytes of the data file.
  public let fileSize: Int
  /// Bytes of a page.
  public let pageSize: Int
  /// The most readers at a time.
  public let maxReaders: Int
}

/// A slot of the reader table: a snapshot that some process is reading.
public struct ReaderSlot: Sendable, Hashable {
  /// The reader's process.
  public let processID: Int32
  /// The id of the write transaction whose commit it sees.
  public let transactionID: UInt64
  /// How many commits have been made since; pages freed by them can't be reused yet.
  public let lag: UInt64
}

extension Environment {
  public func information() throws(LMDBError) -> EnvironmentInformation {
    try withPointer { (environment) throws(LMDBError) in
      var information = unsafe MDB_envinfo()
      try unsafe check(mdb_env_info(environment.raw, &information), "mdb_env_info")
      var statistics = MDB_stat()
      try unsafe check(mdb_env_stat(environment.raw, &statistics), "mdb_env_stat")
      let file = try DataFile.length(of: directory + "/data.mdb")
      return unsafe EnvironmentInformation(
        mapSize: information.me_mapsize, lastPage: information.me_last_pgno,
        lastTransactionID: UInt64(information.me_last_txnid), fileSize: file,
        pageSize: Int(statistics.ms_psize), maxReaders: Int(information.me_maxreaders))
    }
  }

  /// The snapshots being read now, by this process and others.
  public func readers() throws(LMDBError) -> [ReaderSlot] {
    try withPointer { (environment) throws(LMDBError) in
      var information = unsafe MDB_envinfo()
      try unsafe check(mdb_env_info(environment.raw, &information), "mdb_env_info")
      let last = UInt64(unsafe information.me_last_txnid)
      // LMDB lists the table only as text, a line at a time: process, thread in hexadecimal, transaction.
      var text = ""
      let status = unsafe withUnsafeMutablePointer(to: &text) { text in
        unsafe mdb_reader_list(
          environment.raw,
          { line, context in
            guard let line = unsafe line, let context = unsafe context else { return 0 }
            unsafe context.assumingMemoryBound(to: String.self).pointee += String(cString: line)
            return 0
          }, text)
      }
      guard status >= 0 else { throw LMDBError(status: status, operation: "mdb_reader_list") }
      return text.split(separator: "\n").compactMap { line in
        let fields = line.split(separator: " ")
        // The heading and idle slots have no transaction id.
        guard fields.count == 3, let process = Int32(fields[0]), let id = UInt64(fields[2]) else {
          return nil
        }
        return ReaderSlot(processID: process, transactionID: id, lag: last > id ? last - id : 0)
      }
    }
  }

  /// Frees the reader slots of processes that have died, and says how many there were.
  @discardableResult
  public func checkStaleReaders() throws(LMDBError) -> Int {
    try withPointer { (environment) throws(LMDBError) in
      var dead: Int32 = 0
      try unsafe check(mdb_reader_check(environment.raw, &dead), "mdb_reader_check")
      return Int(dead)
    }
  }

  /// Waits until every commit is on the device; it makes a difference with ``Options/Durability/rebuilding``.
  public func sync() throws(LMDBError) {
    try withPointer { (environment) throws(LMDBError) in
      try unsafe check(mdb_env_sync(environment.raw, 1), "mdb_env_sync", path: directory)
    }
  }

  /// Runs `body` with the environment kept open.
  func withPointer<R>(_ body: (EnvironmentPointer) throws(LMDBError) -> R) throws(LMDBError) -> R {
    let pointer = try state.withLock { (state) throws(LMDBError) -> EnvironmentPointer in
      let pointer = try state.open()
      state.live += 1
      return pointer
    }
    defer { state.withLock { $0.endUse() } }
    return try body(pointer)
  }
}
