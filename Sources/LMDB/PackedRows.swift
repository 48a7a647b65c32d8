/// Many rows of one table in the order of their keys, all of one length: what a transaction takes in one go.
///
/// Keys that sort after all of a table are appended, so that its pages are filled whole; others find their places
/// with one cursor, each near the one before.
public struct PackedRows: Sendable {
  public let keyLength: Int
  public let valueLength: Int
  /// Key and value of each row, one after the other.
  @usableFromInline var bytes: [UInt8] = []

  /// - Parameter keyLength: 1…511 bytes.
  public init(keyLength: Int, valueLength: Int, capacity: Int = 0) {
    self.keyLength = min(max(keyLength, 1), 511)
    self.valueLength = max(valueLength, 0)
    bytes.reserveCapacity(capacity * (self.keyLength + self.valueLength))
  }

  public var count: Int { bytes.count / (keyLength + valueLength) }
  public var isEmpty: Bool { bytes.isEmpty }

  /// Adds a row, whose bytes `body` appends.
  ///
  /// - Returns: False, with nothing added, where these were too many or too few.
  @discardableResult
  @inlinable public mutating func append(_ body: (inout [UInt8]) -> Void) -> Bool {
    let start = bytes.count
    body(&bytes)
    if bytes.count == start + keyLength + valueLength { return true }
    if bytes.count > start { bytes.removeLast(bytes.count - start) }
    return false
  }

  public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }
}

extension WriteTransaction {
  /// Stores all rows, in place of values that are there.
  ///
  /// - Throws: As ``put(_:_:in:)-(Span<UInt8>,_,_)``; ``LMDBError/Code/keyExists`` may come where rows that sort
  ///   after all of the table do not sort among themselves.
  public func put(_ rows: PackedRows, in table: Table) throws(LMDBError) {
    try live.put(rows, in: table)
  }

  /// Gives the place of each row whose key is the start of some key of the table.
  public func forEachPresent(
    of rows: PackedRows, in table: Table, _ body: (_ place: Int) -> Void
  ) throws(LMDBError) {
    try live.forEachPresent(of: rows, in: table, body)
  }
}
