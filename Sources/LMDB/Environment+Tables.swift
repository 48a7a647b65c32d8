import CLMDB

extension Environment {
  /// The handle of an existing table; opened at the first call, remembered for the next.
  ///
  /// Open tables at the start: a transaction can't use a handle that was opened after it began, and the
  /// first call waits while another thread writes.
  ///
  /// - Throws: ``LMDBError/Code/noSuchTable``, ``LMDBError/Code/tablesFull``, ``LMDBError/Code/closed``,
  ///   and ``LMDBError/Code/nestedWrite`` within ``write(_:)``: use ``WriteTransaction/table(_:)`` there.
  public func table(_ name: String) throws(LMDBError) -> Table {
    if let table = openTable(name) { return table }
    // One transaction at a time may open handles, and a write transaction may do so as well.
    try gate.lock()
    defer { gate.unlock() }
    return try state.withLock { (state) throws(LMDBError) -> Table in
      let environment = try state.open()
      if let table = state.tables[name] { return table }
      let transaction = try TransactionPointer(beginning: MDB_RDONLY, in: environment)
      let table: Table
      do throws(LMDBError) {
        table = Table(
          name: name, index: try unsafe openHandle(transaction.raw, name: name, creating: false))
      } catch {
        unsafe mdb_txn_abort(transaction.raw)
        throw error
      }
      // A handle outlives its transaction only if that commits.
      try unsafe check(mdb_txn_commit(transaction.raw), "mdb_txn_commit", path: directory)
      state.keep(table)
      return table
    }
  }

  /// The handle of a table, created in a transaction of its own if absent.
  public func createTable(_ name: String) throws -> Table {
    if let table = openTable(name) { return table }
    return try write { transaction in try transaction.createTable(name) }
  }

  /// The handle of a table that is open already.
  func openTable(_ name: String) -> Table? {
    state.withLock { $0.isClosing ? nil : $0.tables[name] }
  }

  /// Runs `drop`, which closes the handle of a table, while no reader can be using it.
  func forget(_ table: Table, _ drop: () throws(LMDBError) -> Void) throws(LMDBError) {
    // LMDB frees the name of the handle, which the transactions that may use the handle also read.
    try state.withLock { (state) throws(LMDBError) in
      guard state.live == 1 else {
        throw LMDBError(.busy, operation: "mdb_drop", detail: table.name)
      }
      try drop()
      state.serials.clear(table)
      if state.tables[table.name] == table { state.tables[table.name] = nil }
    }
  }
}

extension Environment.State {
  mutating func keep(_ table: Table) {
    tables[table.name] = table
    serials.set(table)
  }
}
