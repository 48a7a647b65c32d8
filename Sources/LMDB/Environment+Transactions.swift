import CLMDB

extension Environment {
  /// Runs `body` on a snapshot of the last commit.
  ///
  /// The snapshot lasts as long as `body` runs; keep it short, or the file grows. `body` may begin a write,
  /// which it does not see.
  ///
  /// - Throws: ``LMDBError/Code/closed``, ``LMDBError/Code/readersFull``, and what `body` throws.
  @discardableResult
  public func read<R>(_ body: (borrowing ReadTransaction) throws -> R) throws -> R {
    let live = try beginReading()
    defer { endReading(live) }
    return try body(ReadTransaction(live))
  }

  /// Runs `body` in the one write transaction, on the calling thread, and commits when it returns.
  ///
  /// Waits while another thread writes. When `body` throws, nothing of it is kept. When it returns, the
  /// changes are on the device before this does (see ``Options/Durability``).
  ///
  /// - Throws: What `body` throws; ``LMDBError/Code/closed``, ``LMDBError/Code/readOnly``,
  ///   ``LMDBError/Code/nestedWrite``, ``LMDBError/Code/freeSpaceBelowReserve``. After
  ///   ``LMDBError/Code/io`` or ``LMDBError/Code/panic`` the outcome is unknown: see ``isPoisoned``.
  @discardableResult
  public func write<R>(_ body: (borrowing WriteTransaction) throws -> R) throws -> R {
    guard options.access == .readWrite else {
      throw LMDBError(.readOnly, operation: "write", path: directory)
    }
    try gate.lock()
    defer { gate.unlock() }
    let live = try beginWriting()
    let result: R
    do {
      result = try body(WriteTransaction(live))
    } catch {
      abort(live)
      throw error
    }
    try commit(live)
    return result
  }

  /// As ``write(_:)``, but the reads that `body` begins on its thread see what has been written so far, instead
  /// of the last commit.
  ///
  /// For work that writes a little, reads it back through code that begins its own reads, and would otherwise
  /// have to commit each time.
  @discardableResult
  public func writeSeenByReads<R>(_ body: (borrowing WriteTransaction) throws -> R) throws -> R {
    try write { transaction in
      let seen = SeenWrite(transaction.live)
      state.withLock { $0.seenWrite = seen }
      defer { state.withLock { $0.seenWrite = nil } }
      return try body(transaction)
    }
  }
}

// MARK: - Reading

extension Environment {
  private enum Begun: Sendable {
    case snapshot(TransactionPointer, serials: [UInt64])
    /// The thread's own write.
    case own(SeenWrite)
  }

  private func beginReading() throws(LMDBError) -> LiveTransaction {
    // Under the lock, since LMDB copies what it knows of the open handles.
    let begun = try state.withLock { (state) throws(LMDBError) -> Begun in
      if let own = state.seenWrite, own.isOfThisThread { return .own(own) }
      let transaction = try state.beginReading()
      state.live += 1
      return .snapshot(transaction, serials: state.serials)
    }
    switch begun {
    case .snapshot(let transaction, let serials):
      return LiveTransaction(transaction, serials: serials, environment: self, isWriting: false)
    case .own(let write): return write.live
    }
  }

  private func endReading(_ live: LiveTransaction) {
    // A write ends by itself.
    guard !live.isWriting else { return }
    let transaction = unsafe TransactionPointer(live.pointer)
    state.withLock { state in
      state.keepIdle(transaction)
      state.endUse()
    }
  }
}

extension Environment.State {
  fileprivate mutating func beginReading() throws(LMDBError) -> TransactionPointer {
    let environment = try open()
    if let transaction = idle.popLast() {
      if unsafe mdb_txn_renew(transaction.raw) == MDB_SUCCESS { return transaction }
      // Its slot is gone or the map has changed; a new one meets the error again and answers it.
      unsafe mdb_txn_abort(transaction.raw)
    }
    do {
      return try TransactionPointer(beginning: MDB_RDONLY, in: environment)
    } catch let error where error.code == .readersFull {
      try unsafe check(mdb_reader_check(environment.raw, nil), "mdb_reader_check")
    } catch let error where error.code == .mapResized {
      try adoptMapSize(environment)
    }
    return try TransactionPointer(beginning: MDB_RDONLY, in: environment)
  }

  /// Takes over the map size another process has set.
  ///
  /// Mapping again would pull the old map from under live transactions.
  private mutating func adoptMapSize(_ environment: EnvironmentPointer) throws(LMDBError) {
    guard live == 0 else { throw LMDBError(.mapResized, operation: "mdb_txn_begin") }
    do throws(LMDBError) {
      try unsafe check(mdb_env_set_mapsize(environment.raw, 0), "mdb_env_set_mapsize")
    } catch {
      // The old map is gone and there is no new one: nothing may use the environment any more.
      isClosing = true
      closeIfUnused()
      throw error
    }
  }

  /// Ends a read transaction, keeping a few with their reader slots: renewing one takes no search for a slot.
  fileprivate mutating func keepIdle(_ transaction: TransactionPointer) {
    if idle.count < 16, !isClosing {
      unsafe mdb_txn_reset(transaction.raw)
      idle.append(transaction)
    } else {
      unsafe mdb_txn_abort(transaction.raw)
    }
  }
}

// MARK: - Writing

extension Environment {
  private func beginWriting() throws(LMDBError) -> LiveTransaction {
    let environment = try state.withLock { (state) throws(LMDBError) -> EnvironmentPointer in
      let environment = try state.open()
      guard !state.isPoisoned else { throw LMDBError(.panic, operation: "write", path: directory) }
      if !state.isFreeSpaceKnown { try state.checkFreeSpace(reserve: options.freeSpaceReserve) }
      state.live += 1
      return environment
    }
    do {
      // Outside the lock: LMDB waits here for a writer that is not ours, such as a copying tool.
      let transaction = try TransactionPointer(beginning: 0, in: environment)
      let serials = state.withLock { $0.serials }
      return LiveTransaction(transaction, serials: serials, environment: self, isWriting: true)
    } catch {
      state.withLock { state in
        if error.code == .panic { state.isPoisoned = true }
        state.endUse()
      }
      throw error
    }
  }

  private func abort(_ live: LiveTransaction) {
    let transaction = unsafe TransactionPointer(live.pointer)
    let written = live.written
    // Under the lock, since LMDB closes the handles opened in the transaction.
    state.withLock { state in
      unsafe mdb_txn_abort(transaction.raw)
      state.written &+= written
      state.endUse()
    }
  }

  private func commit(_ live: LiveTransaction) throws(LMDBError) {
    let transaction = unsafe TransactionPointer(live.pointer)
    let opened = live.opened
    let written = live.written
    // Only a transaction that opened handles changes what a beginning reader copies; the others flush
    // without keeping readers waiting.
    let early = opened.isEmpty ? unsafe mdb_txn_commit(transaction.raw) : nil
    try state.withLock { (state) throws(LMDBError) in
      defer { state.endUse() }
      let status = unsafe early ?? mdb_txn_commit(transaction.raw)
      state.written &+= written
      guard status == MDB_SUCCESS else {
        let error = LMDBError(status: status, operation: "mdb_txn_commit", path: directory)
        if state.isDead {
          state.isPoisoned = true
          throw LMDBError(
            .panic, operation: "mdb_txn_commit", path: directory, detail: error.code.explanation)
        }
        // The device may have kept what it said it could not write.
        if error.code == .io { state.isPoisoned = true }
        throw error
      }
      for table in opened { state.keep(table) }
    }
  }
}

extension Environment.State {
  /// Whether LMDB has given up on the environment, which only the begin of a transaction tells.
  fileprivate var isDead: Bool {
    guard let pointer else { return false }
    do {
      let probe = try TransactionPointer(beginning: MDB_RDONLY, in: pointer)
      unsafe mdb_txn_abort(probe.raw)
      return false
    } catch {
      return error.code == .panic
    }
  }
}
