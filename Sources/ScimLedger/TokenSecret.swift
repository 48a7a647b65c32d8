import Crypto
import Foundation

/// A secret of 256 random bits, of which only a hash is kept.
enum TokenSecret {
  /// What a bearer token starts with, so that it is known for one where it has leaked.
  static let tokenPrefix = "slt_"
  /// The same for the secret of an OAuth client.
  static let clientPrefix = "slc_"

  /// A new secret, in base64url without padding (RFC 4648 §5).
  static func make(prefix: String = tokenPrefix) -> String {
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    let text = Data(bytes).base64EncodedString()
    return prefix + text.replacing("+", with: "-").replacing("/", with: "_").filter { $0 != "=" }
  }

  static func hash(of secret: String) -> [UInt8] {
    Array(SHA256.hash(data: Array(secret.utf8)))
  }

  /// Compares without stopping at the first difference.
  static func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    var difference: UInt8 = 0
    for (a, b) in zip(left, right) { difference |= a ^ b }
    return difference == 0
  }

  static func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  static func bytes(hexadecimal text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var high: UInt8?
    for character in text {
      guard let digit = character.hexDigitValue else { return nil }
      if let first = high {
        bytes.append(first << 4 | UInt8(digit))
        high = nil
      } else {
        high = UInt8(digit)
      }
    }
    return high == nil ? bytes : nil
  }
}
