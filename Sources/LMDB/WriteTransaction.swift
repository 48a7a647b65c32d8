/// The one write transaction of an environment, within ``Environment/write(_:)``.
///
/// It can't be copied, kept or handed to another thread. All its changes become durable together when the
/// closure returns; none of them remains when it throws.
public struct WriteTransaction: ~Copyable, Transaction {
  let live: LiveTransaction

  init(_ live: LiveTransaction) { self.live = live }

  public func get<R>(
    _ key: Span<UInt8>, in table: Table, _ body: (Span<UInt8>) throws -> R
  ) throws -> R? {
    try live.get(key, in: table, body)
  }

  public func contains(_ key: Span<UInt8>, in table: Table) throws -> Bool {
    try live.contains(key, in: table)
  }

  public func scan(
    _ table: Table, from bound: [UInt8]?, direction: ScanDirection,
    _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>) throws -> ScanStep
  ) throws {
    try live.scan(table, from: bound, direction: direction, body)
  }

  public func count(of table: Table) throws -> Int { try live.count(of: table) }

  /// Stores a value under a key, in place of any value that is there.
  ///
  /// - Throws: ``LMDBError/Code/keyEmpty`` and ``LMDBError/Code/keyTooLong`` outside 1…511 bytes,
  ///   ``LMDBError/Code/mapFull``, ``LMDBError/Code/transactionFull``, and
  ///   ``LMDBError/Code/freeSpaceBelowReserve`` where much is written in one transaction.
  public func put(_ key: Span<UInt8>, _ value: Span<UInt8>, in table: Table) throws(LMDBError) {
    try live.put(key, value, in: table, .upsert)
  }

  /// Stores a value under a key that is absent.
  ///
  /// - Returns: False, with nothing changed, if the key is present.
  public func insert(
    _ key: Span<UInt8>, _ value: Span<UInt8>, in table: Table
  ) throws(LMDBError) -> Bool {
    do {
      try live.put(key, value, in: table, .insert)
      return true
    } catch let error where error.code == .keyExists {
      return false
    }
  }

  /// Stores a value under a key that sorts after every other, without a search, filling pages whole.
  ///
  /// - Throws: ``LMDBError/Code/keyExists`` if the key does not sort after the last one.
  public func append(_ key: Span<UInt8>, _ value: Span<UInt8>, in table: Table) throws(LMDBError) {
    try live.put(key, value, in: table, .append)
  }

  /// Removes a key and its value.
  ///
  /// - Returns: False if the key is absent.
  public func delete(_ key: Span<UInt8>, in table: Table) throws(LMDBError) -> Bool {
    try live.delete(key, in: table)
  }

  /// Removes every entry and keeps the table.
  public func removeAll(in table: Table) throws(LMDBError) { try live.removeAll(in: table) }

  /// The handle of an existing table, opened in this transaction if need be.
  ///
  /// - Throws: ``LMDBError/Code/noSuchTable``.
  public func table(_ name: String) throws(LMDBError) -> Table {
    try live.table(name, creating: false)
  }

  /// The handle of a table, created if absent.
  ///
  /// If the transaction does not commit, neither table nor handle remains.
  public func createTable(_ name: String) throws(LMDBError) -> Table {
    try live.table(name, creating: true)
  }

  /// Removes a table with all its entries; every handle of it becomes invalid at once, so that after an
  /// abort it must be opened again.
  ///
  /// - Throws: ``LMDBError/Code/busy`` while another transaction of this process is live, because a reader
  ///   may be using the handle; ``removeAll(in:)`` has no such limit.
  public func dropTable(_ table: Table) throws(LMDBError) { try live.drop(table) }
}

extension WriteTransaction {
  /// As ``put(_:_:in:)-(Span<UInt8>,_,_)``, for arrays.
  public func put(_ key: [UInt8], _ value: [UInt8], in table: Table) throws(LMDBError) {
    try put(key.span, value.span, in: table)
  }

  /// As ``insert(_:_:in:)-(Span<UInt8>,_,_)``, for arrays.
  public func insert(_ key: [UInt8], _ value: [UInt8], in table: Table) throws(LMDBError) -> Bool {
    try insert(key.span, value.span, in: table)
  }

  /// As ``append(_:_:in:)-(Span<UInt8>,_,_)``, for arrays.
  public func append(_ key: [UInt8], _ value: [UInt8], in table: Table) throws(LMDBError) {
    try append(key.span, value.span, in: table)
  }

  /// As ``delete(_:in:)-(Span<UInt8>,_)``, for an array.
  public func delete(_ key: [UInt8], in table: Table) throws(LMDBError) -> Bool {
    try delete(key.span, in: table)
  }
}

@available(*, unavailable)
extension WriteTransaction: Sendable {}
