/// The token of an `Authorization` header field (RFC 6750 §2.1).
enum BearerCredentials {
  /// The token, or nil where the field is absent or of another form.
  ///
  /// The scheme's name may be written in any case (RFC 9110 §11.1). Two fields arrive joined with a comma,
  /// which no token contains, so they are refused.
  static func token(in field: String?) -> String? {
    guard let field, let space = field.firstIndex(of: " ") else { return nil }
    guard field[..<space].lowercased() == "bearer" else { return nil }
    let token = field[space...].drop { $0 == " " }
    guard !token.isEmpty, token.utf8.count <= 512, token.utf8.allSatisfy(isTokenByte) else { return nil }
    return String(token)
  }

  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "+"),
      UInt8(ascii: "/"), UInt8(ascii: "="):
      true
    default: false
    }
  }
}
