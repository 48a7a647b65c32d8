import Crypto

/// A SHA-256 tree hash: 32 bytes held inline, as four big-endian words.
public struct MerkleHash: Sendable, Hashable {
  /// The length of every tree hash, in bytes.
  public static let byteCount = 32

  private let first: UInt64
  private let second: UInt64
  private let third: UInt64
  private let fourth: UInt64

  /// Reads a hash from exactly 32 bytes; any other length gives `nil`.
  public init?(bytes: Span<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    first = UInt64(bigEndian: bytes, at: 0)
    second = UInt64(bigEndian: bytes, at: 8)
    third = UInt64(bigEndian: bytes, at: 16)
    fourth = UInt64(bigEndian: bytes, at: 24)
  }

  /// Reads a hash from exactly 32 bytes; any other length gives `nil`.
  public init?(bytes: [UInt8]) {
    self.init(bytes: bytes.span)
  }

  init(_ digest: SHA256Digest) {
    var bytes = digest.makeIterator()
    first = UInt64(bigEndian: &bytes)
    second = UInt64(bigEndian: &bytes)
    third = UInt64(bigEndian: &bytes)
    fourth = UInt64(bigEndian: &bytes)
  }

  /// The 32 bytes, in the order the hash function gave them.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return bytes
  }

  /// Appends the 32 bytes to `output`.
  public func append(to output: inout [UInt8]) {
    output.append(addingCapacity: Self.byteCount) { span in
      first.appendBigEndian(to: &span)
      second.appendBigEndian(to: &span)
      third.appendBigEndian(to: &span)
      fourth.appendBigEndian(to: &span)
    }
  }
}

extension MerkleHash: CustomStringConvertible {
  /// 64 lowercase hexadecimal digits.
  public var description: String {
    var text = ""
    for word in [first, second, third, fourth] {
      let digits = String(word, radix: 16)
      text += String(repeating: "0", count: 16 - digits.count) + digits
    }
    return text
  }
}
