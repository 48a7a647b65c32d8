/// The name a request goes by in logs, in its event and in its answer's `X-Request-Id`.
enum RequestIdentifier {
  static let headerName = "X-Request-Id"

  /// The client's own identifier where it is one that may be repeated, else a new one.
  static func text(from field: String?) -> String {
    if let field, isAcceptable(field) { return field }
    let digits = String(UInt64.random(in: .min ... .max), radix: 16)
    return String(repeating: "0", count: max(0, 16 - digits.utf8.count)) + digits
  }

  /// At most 64 of `A-Z a-z 0-9 . _ -`: it goes into logs as it is.
  static func isAcceptable(_ text: String) -> Bool {
    guard !text.isEmpty, text.utf8.count <= 64 else { return false }
    return text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
  }
}
