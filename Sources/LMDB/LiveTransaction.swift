import CLMDB

/// An LMDB transaction between its begin and its end, and what it reads.
///
/// It never leaves the closure it was begun for, so it is used by one thread at a time, and the environment
/// can't be closed under it: ``Environment`` counts it as live until ``Environment`` ends it.
@safe final class LiveTransaction {
  let pointer: OpaquePointer
  let environment: Environment
  let isWriting: Bool
  /// The serial of the handle at each index that this transaction may use; 0 where there is none.
  var serials: [UInt64]
  /// Handles that become the environment's if this transaction commits.
  var opened: [Table] = []
  /// Bytes put since the free space was last checked.
  var written = 0

  init(
    _ begun: TransactionPointer, serials: [UInt64], environment: Environment, isWriting: Bool
  ) {
    unsafe pointer = begun.raw
    self.serials = serials
    self.environment = environment
    self.isWriting = isWriting
  }

  /// LMDB's index of a handle, once it is sure that it is this environment's and still open.
  func index(of table: Table) throws(LMDBError) -> MDB_dbi {
    let index = Int(table.index)
    guard index < serials.count, serials[index] == table.serial else {
      throw LMDBError(.tableNotOpen, operation: "table", detail: table.name)
    }
    return table.index
  }

  func get<R>(_ key: Span<UInt8>, in table: Table, _ body: (Span<UInt8>) throws -> R) throws -> R? {
    let index = try index(of: table)
    var value = unsafe MDB_val()
    guard unsafe try find(key, index, &value) else { return nil }
    guard isWriting else { return try unsafe body(value.span) }
    // A write within `body` may move or free the page the value is on, so it gets a copy.
    let copy = unsafe [UInt8](copying: value.span)
    return try body(copy.span)
  }

  func contains(_ key: Span<UInt8>, in table: Table) throws(LMDBError) -> Bool {
    let index = try index(of: table)
    var value = unsafe MDB_val()
    return unsafe try find(key, index, &value)
  }

  func count(of table: Table) throws(LMDBError) -> Int {
    let index = try index(of: table)
    var statistics = MDB_stat()
    try unsafe check(mdb_stat(pointer, index, &statistics), "mdb_stat")
    return Int(clamping: statistics.ms_entries)
  }

  private func find(
    _ key: Span<UInt8>, _ index: MDB_dbi, _ value: inout MDB_val
  ) throws(LMDBError) -> Bool {
    try checkKey(key.count)
    let status = unsafe key.withUnsafeBufferPointer { bytes in
      var key = unsafe MDB_val(bytes)
      return unsafe mdb_get(pointer, index, &key, &value)
    }
    if status == MDB_NOTFOUND { return false }
    try check(status, "mdb_get")
    return true
  }

  func checkKey(_ count: Int) throws(LMDBError) {
    if count == 0 { throw LMDBError(.keyEmpty, operation: "key") }
    if count > 511 { throw LMDBError(.keyTooLong, operation: "key", detail: "\(count) bytes") }
  }
}

extension MDB_val {
  /// Refers to bytes that LMDB only reads.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    unsafe self.init(mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
  }

  /// The bytes LMDB gave, valid while the transaction is live and, in a write transaction, until its next
  /// change. The caller must keep the span within that time.
  @unsafe var span: Span<UInt8> {
    // The lifetime can't be tied to this value, which only names memory that LMDB owns.
    @_lifetime(immortal)
    get {
      let bytes = unsafe UnsafeBufferPointer(
        start: mv_data?.assumingMemoryBound(to: UInt8.self), count: mv_data == nil ? 0 : mv_size)
      let span = unsafe Span(_unsafeElements: bytes)
      return unsafe _overrideLifetime(span, copying: ())
    }
  }
}
