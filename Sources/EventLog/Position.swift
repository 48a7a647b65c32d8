/// Where an event stands in its ledger's log: 1 for the first, with no gaps.
///
/// `Position.start` (zero) stands before every event; as a head it means an empty log.
public struct Position: RawRepresentable, Sendable, Hashable, Comparable, CustomStringConvertible {
  public var rawValue: UInt64

  public init(rawValue: UInt64) { self.rawValue = rawValue }
  public init(_ value: UInt64) { rawValue = value }

  /// Before the first event.
  public static let start = Position(0)

  /// The position after this one; the last representable position is its own successor.
  public var next: Position { Position(rawValue == .max ? .max : rawValue + 1) }

  public static func < (left: Position, right: Position) -> Bool { left.rawValue < right.rawValue }
  public var description: String { String(rawValue) }

  /// Eight bytes, most significant first, so that LMDB's byte order is the log's order.
  public var key: [UInt8] { rawValue.bigEndianBytes }

  /// Reads a key written by `key`; nil unless it is eight bytes long.
  public init?(key: Span<UInt8>) {
    guard key.count == 8 else { return nil }
    rawValue = UInt64(bigEndian: key, at: 0)
  }
}
