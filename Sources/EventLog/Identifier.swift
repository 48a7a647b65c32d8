/// A 128-bit identifier in the form of a UUID, version 7 where this package makes it (RFC 9562 §5.7).
///
/// Version 7 starts with the time in milliseconds, so ids made later sort later: rows keyed by them are
/// appended, which is what keeps a B+tree of resources cheap to write.
public struct Identifier: Sendable, Hashable, Comparable, CustomStringConvertible {
  public var high: UInt64
  public var low: UInt64

  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// All bits zero: no identifier.
  public static let none = Identifier(high: 0, low: 0)

  /// A version 7 identifier from a time and 74 random bits; pure, so that a replay makes the same one.
  ///
  /// - Parameters:
  ///   - microseconds: Time since 1970-01-01 UTC. The part below a millisecond goes to `rand_a`, which
  ///     keeps ids of one millisecond in order (RFC 9562 §6.2, method 3).
  ///   - random: 62 of its bits are used.
  public init(microseconds: Int64, random: UInt64) {
    let time = UInt64(clamping: microseconds)
    let milliseconds = (time / 1000) & 0xFFFF_FFFF_FFFF
    let fraction = (time % 1000) * 4096 / 1000
    high = milliseconds << 16 | 0x7000 | fraction
    low = 0x8000_0000_0000_0000 | (random & 0x3FFF_FFFF_FFFF_FFFF)
  }

  /// Reads the 36-character form, in either case; nil for any other text.
  public init?(_ text: some StringProtocol) { self.init(String(text)) }

  /// Reads the 36-character form, in either case; nil for any other text.
  public init?(_ text: String) {
    var text = text
    text.makeContiguousUTF8()
    self.init(text: text.utf8Span.span)
  }

  /// Reads the 36-character form in ASCII, in either case; nil for any other text.
  public init?(text: Span<UInt8>) {
    guard text.count == 36 else { return nil }
    var high: UInt64 = 0
    var low: UInt64 = 0
    for index in 0..<36 {
      let byte = text[index]
      if index == 8 || index == 13 || index == 18 || index == 23 {
        guard byte == 0x2D else { return nil }
        continue
      }
      let digit: UInt8
      switch byte {
      case 0x30...0x39: digit = byte &- 0x30
      case 0x41...0x46: digit = byte &- 0x41 &+ 10
      case 0x61...0x66: digit = byte &- 0x61 &+ 10
      default: return nil
      }
      if index < 18 { high = high << 4 | UInt64(digit) } else { low = low << 4 | UInt64(digit) }
    }
    self.init(high: high, low: low)
  }

  public init?(bytes: Span<UInt8>) {
    guard bytes.count == 16 else { return nil }
    self.init(bigEndian: bytes, at: 0)
  }

  package init(bigEndian bytes: Span<UInt8>, at offset: Int) {
    high = UInt64(bigEndian: bytes, at: offset)
    low = UInt64(bigEndian: bytes, at: offset + 8)
  }

  /// Sixteen bytes in network order.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(16)
    append(to: &bytes)
    return bytes
  }

  public func append(to bytes: inout [UInt8]) {
    high.appendBigEndian(to: &bytes)
    low.appendBigEndian(to: &bytes)
  }

  public static func < (left: Identifier, right: Identifier) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }

  /// The lower-case 36-character form.
  public var description: String {
    var text: [UInt8] = []
    text.reserveCapacity(36)
    appendText(to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends the lower-case 36-character form.
  public func appendText(to text: inout [UInt8]) {
    for index in 0..<32 {
      if index == 8 || index == 12 || index == 16 || index == 20 { text.append(0x2D) }
      let word = index < 16 ? high : low
      let digit = UInt8(truncatingIfNeeded: word >> UInt64(60 - (index % 16) * 4) & 0xF)
      text.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
    }
  }
}
