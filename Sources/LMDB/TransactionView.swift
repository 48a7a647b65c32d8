/// The reading side of a transaction as a value: it can be passed and put into other views, and the
/// compiler refuses to let any of them outlive the transaction.
public struct TransactionView: ~Escapable {
  private let live: LiveTransaction

  @_lifetime(borrow transaction)
  init(_ live: LiveTransaction, of transaction: borrowing ReadTransaction) { self.live = live }

  @_lifetime(borrow transaction)
  init(_ live: LiveTransaction, of transaction: borrowing WriteTransaction) { self.live = live }

  /// Gives the value of a key to `body`, or returns nil if the key is absent.
  public func get<R>(
    _ key: Span<UInt8>, in table: Table, _ body: (Span<UInt8>) throws -> R
  ) throws -> R? {
    try live.get(key, in: table, body)
  }

  /// Whether the key is present.
  public func contains(_ key: [UInt8], in table: Table) throws -> Bool {
    try live.contains(key.span, in: table)
  }

  /// A copy of the value of a key, or nil if the key is absent.
  public func bytes(for key: [UInt8], in table: Table) throws -> [UInt8]? {
    try live.get(key.span, in: table) { [UInt8](copying: $0) }
  }

  /// Gives entries in key order to `body`, as ``Transaction/scan(_:from:direction:_:)`` does.
  public func scan(
    _ table: Table, from bound: [UInt8]?, direction: ScanDirection,
    _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>) throws -> ScanStep
  ) throws {
    try live.scan(table, from: bound, direction: direction, body)
  }

  /// The number of entries of a table.
  public func count(of table: Table) throws -> Int { try live.count(of: table) }
}

extension ReadTransaction {
  /// The snapshot as a view.
  public var view: TransactionView { @_lifetime(borrow self) get { TransactionView(live, of: self) } }
}

extension WriteTransaction {
  /// The snapshot with this transaction's own changes, as a view.
  public var view: TransactionView { @_lifetime(borrow self) get { TransactionView(live, of: self) } }
}
