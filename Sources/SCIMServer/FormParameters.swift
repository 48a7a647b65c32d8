/// The parameters of an `application/x-www-form-urlencoded` body (RFC 6749, appendix B).
struct FormParameters {
  private var values: [String: String] = [:]

  /// - Throws: ``OAuthError`` for broken encoding, and for a parameter that is there twice (§3.2). One
  ///   without a value counts as left out.
  init(_ body: [UInt8]) throws(OAuthError) {
    for pair in body.split(separator: UInt8(ascii: "&")) {
      let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decoded(parts[0]), let value = Self.decoded(parts.count > 1 ? parts[1] : [])
      else {
        throw .invalidRequest("The body is not percent-encoded UTF-8.")
      }
      guard !value.isEmpty else { continue }
      guard values.updateValue(value, forKey: name) == nil else {
        throw .invalidRequest("A parameter is there twice.")
      }
    }
  }

  subscript(name: String) -> String? { values[name] }

  /// Text in which `+` stands for a space and `%xx` for a byte; nil where it is broken.
  static func decoded(_ bytes: ArraySlice<UInt8>) -> String? {
    let plain = bytes.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
    guard let text = String(validating: plain, as: UTF8.self) else { return nil }
    return String(percentDecoding: text)
  }
}
