import Crypto

/// Sixteen bytes that stand for an id or a longer text: the beginning of its SHA-256.
struct IdentifierDigest: Sendable, Hashable {
  private var high: UInt64 = 0
  private var low: UInt64 = 0

  /// The digest that adds nothing to a sum.
  static let zero = IdentifierDigest()

  private init() {}

  init(_ text: String) {
    for (index, byte) in SHA256.hash(data: Array(text.utf8)).prefix(16).enumerated() {
      if index < 8 { high = high << 8 | UInt64(byte) } else { low = low << 8 | UInt64(byte) }
    }
  }

  /// Adds another; a sum is the same in whatever order its parts came.
  static func += (left: inout IdentifierDigest, right: IdentifierDigest) {
    left.high &+= right.high
    left.low &+= right.low
  }

  var hexadecimal: String {
    [high, low].map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }.joined()
  }
}
