/// One snapshot of an environment, within ``Environment/read(_:)``.
///
/// It can't be copied, kept or handed to another thread. Keep it short: LMDB reuses no page that was freed
/// after the oldest snapshot still being read.
public struct ReadTransaction: ~Copyable, Transaction {
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
}

@available(*, unavailable)
extension ReadTransaction: Sendable {}
