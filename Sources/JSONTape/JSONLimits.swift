/// What a document may cost before it is refused.
public struct JSONLimits: Sendable, Hashable {
  /// How deep arrays and objects may nest; never more than 512.
  public let depth: Int
  /// The document's length in bytes; never more than 256 MiB less one byte.
  public let bytes: Int
  /// A number's length in characters.
  public let numberLength: Int
  /// Values in the whole document, containers and their contents alike; member names do not count.
  public let values: Int

  /// 64 levels, 16 MiB, 128 characters a number, two million values.
  public static let `default` = JSONLimits()

  public init(
    depth: Int = 64, bytes: Int = 16 << 20, numberLength: Int = 128, values: Int = 2_000_000
  ) {
    // Values are read and written by recursion, and the tape keeps positions in 28 bits.
    self.depth = min(depth, 512)
    self.bytes = min(bytes, (1 << 28) - 1)
    self.numberLength = numberLength
    self.values = values
  }
}
