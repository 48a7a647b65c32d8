/// Which way a scan walks through the keys, which sort by their bytes.
public enum ScanDirection: Sendable, Hashable {
  case ascending
  case descending
}

/// What a scan does after an entry.
public enum ScanStep: Sendable, Hashable {
  case next
  case stop
}

/// What can be read in a transaction of either kind.
///
/// Every read of one transaction sees the same snapshot, and a write transaction its own changes on top.
/// Generic code takes `borrowing some Transaction & ~Copyable`.
public protocol Transaction: ~Copyable {
  /// Gives the value of a key to `body`, or returns nil if the key is absent.
  ///
  /// - Parameter body: The value's bytes are valid inside it only.
  func get<R>(_ key: Span<UInt8>, in table: Table, _ body: (Span<UInt8>) throws -> R) throws -> R?

  /// Whether the key is present.
  func contains(_ key: Span<UInt8>, in table: Table) throws -> Bool

  /// Gives entries in key order to `body` until it answers ``ScanStep/stop``.
  ///
  /// - Parameters:
  ///   - bound: Ascending, the scan starts at the first key that is not below it; descending, at the last
  ///     key that is not above it. With nil it starts at the end it comes from.
  ///   - body: Key and value; their bytes are valid inside it only. It may read any table and, in a write
  ///     transaction, change other tables. If it changes the scanned table, nothing breaks, but which of
  ///     the changed entries the scan still meets is unspecified.
  func scan(
    _ table: Table, from bound: [UInt8]?, direction: ScanDirection,
    _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>) throws -> ScanStep
  ) throws

  /// The number of entries of a table.
  func count(of table: Table) throws -> Int
}

extension Transaction where Self: ~Copyable {
  /// As ``get(_:in:_:)``, for a key in an array.
  public func get<R>(_ key: [UInt8], in table: Table, _ body: (Span<UInt8>) throws -> R) throws -> R? {
    try get(key.span, in: table, body)
  }

  /// As ``contains(_:in:)``, for a key in an array.
  public func contains(_ key: [UInt8], in table: Table) throws -> Bool {
    try contains(key.span, in: table)
  }

  /// A copy of the value of a key, or nil if the key is absent.
  public func bytes(for key: Span<UInt8>, in table: Table) throws -> [UInt8]? {
    try get(key, in: table) { value in [UInt8](copying: value) }
  }

  /// A copy of the value of a key, or nil if the key is absent.
  public func bytes(for key: [UInt8], in table: Table) throws -> [UInt8]? {
    try bytes(for: key.span, in: table)
  }

  /// Scans ascending from the first key that is not below `bound`; with nil, from the first.
  public func scan(
    _ table: Table, from bound: [UInt8]? = nil,
    _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>) throws -> ScanStep
  ) throws {
    try scan(table, from: bound, direction: .ascending, body)
  }

  /// Scans the whole table in the direction given.
  public func scan(
    _ table: Table, direction: ScanDirection,
    _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>) throws -> ScanStep
  ) throws {
    try scan(table, from: nil, direction: direction, body)
  }

  /// The first key of a table, or nil if the table is empty.
  public func firstKey(of table: Table) throws -> [UInt8]? {
    try endKey(of: table, direction: .ascending)
  }

  /// The last key of a table, or nil if the table is empty.
  public func lastKey(of table: Table) throws -> [UInt8]? {
    try endKey(of: table, direction: .descending)
  }

  private func endKey(of table: Table, direction: ScanDirection) throws -> [UInt8]? {
    var found: [UInt8]?
    try scan(table, from: nil, direction: direction) { key, _ in
      found = [UInt8](copying: key)
      return .stop
    }
    return found
  }
}

extension [UInt8] {
  /// The bytes of a span, copied so that they outlive it.
  public init(copying bytes: Span<UInt8>) {
    self = unsafe bytes.withUnsafeBufferPointer { unsafe [UInt8]($0) }
  }
}
