import Crypto
import Foundation

/// Signs JSON web tokens with HS256 (RFC 7515, RFC 7518 §3.2).
struct TokenSignature: Sendable {
  private let key: SymmetricKey

  /// - Throws: `ExportError.shortKey`.
  init(key: [UInt8]) throws {
    guard key.count >= 32 else { throw ExportError.shortKey(bytes: key.count) }
    self.key = SymmetricKey(data: key)
  }

  func sign(_ text: String) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key))
  }
}

/// Base64 for URLs, without padding (RFC 4648 §5).
enum Base64URL {
  static func encode(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }
}
