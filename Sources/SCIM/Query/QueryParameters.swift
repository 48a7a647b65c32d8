/// The parameters of a query, decoded (RFC 3986 §2.1; `+` is a space, as every client sends it).
public struct QueryParameters: Sendable {
  private var values: [(name: String, value: String)] = []

  /// - Parameter query: What follows the question mark, still encoded.
  public init(_ query: String) {
    for pair in query.utf8.split(separator: UInt8(ascii: "&")) {
      let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = parts.first else { continue }
      values.append(
        (
          PercentEncoding.decode(name, plusIsSpace: true),
          parts.count > 1 ? PercentEncoding.decode(parts[1], plusIsSpace: true) : ""
        ))
    }
  }

  /// The first value of a parameter, whose name is compared as it stands, then without regard to case.
  public subscript(name: String) -> String? {
    (values.first { $0.name == name } ?? values.first { $0.name.lowercased() == name.lowercased() })?.value
  }
}

/// Percent-encoding (RFC 3986 §2.1).
public enum PercentEncoding {
  /// Decodes `%XX`; a percent sign that starts no such triplet stands for itself, since clients send
  /// filters with one unencoded.
  public static func decode(_ text: Substring.UTF8View, plusIsSpace: Bool) -> String {
    if !text.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) {
      return String(Substring(text))
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var index = text.startIndex
    while index < text.endIndex {
      let byte = text[index]
      let next = text.index(after: index)
      if byte == UInt8(ascii: "%"), next < text.endIndex, let high = digit(text[next]) {
        let last = text.index(after: next)
        if last < text.endIndex, let low = digit(text[last]) {
          bytes.append(high << 4 | low)
          index = text.index(after: last)
          continue
        }
      }
      bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
      index = next
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}
