import Crypto
import EventLog
public import SCIM

/// Makes cursors that nobody else can make and that only the client can use who got them.
///
/// A cursor is 65 bytes and their HMAC-SHA256 together with the client's name, in base64url, whose letters
/// are all unreserved (RFC 9865 §2).
public struct CursorSeal: Sendable {
  /// How long a cursor may be used.
  public static let timeoutSeconds = 3600

  private let key: SymmetricKey

  /// - Parameter key: Secret, and the same for as long as cursors are to be good.
  public init(key: [UInt8]) { self.key = SymmetricKey(data: key) }

  public func seal(_ cursor: PageCursor, for client: String) -> String {
    let bytes = cursor.bytes
    let code = HMAC<SHA256>.authenticationCode(for: bytes + Array(client.utf8), using: key)
    return Base64URL.encode(bytes + Array(code))
  }

  /// - Parameters:
  ///   - query: The digest of what is asked.
  ///   - now: Microseconds since 1970 UTC.
  /// - Throws: `invalidCursor`; `expiredCursor` for one that was good once.
  public func open(_ text: String, for client: String, query: UInt64, now: Int64) throws(SCIMError)
    -> PageMark
  {
    guard let all = Base64URL.decode(text), all.count == PageCursor.length + SHA256.byteCount,
      let cursor = PageCursor(bytes: Array(all.prefix(PageCursor.length))),
      HMAC<SHA256>.isValidAuthenticationCode(
        Array(all.suffix(SHA256.byteCount)), authenticating: cursor.bytes + Array(client.utf8), using: key),
      cursor.query == query
    else { throw .invalidCursor }
    guard now < cursor.expires else { throw .expiredCursor(timeout: CursorSeal.timeoutSeconds) }
    return cursor.mark
  }
}

/// Base64 with the URL's alphabet and without padding (RFC 4648 §5).
enum Base64URL {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    var held: UInt32 = 0
    var bits = 0
    for byte in bytes {
      held = held << 8 | UInt32(byte)
      bits += 8
      while bits >= 6 {
        bits -= 6
        text.append(alphabet[Int(held >> UInt32(bits) & 63)])
      }
      held &= 63
    }
    if bits > 0 { text.append(alphabet[Int(held << UInt32(6 - bits) & 63)]) }
    return String(decoding: text, as: UTF8.self)
  }

  /// Nil for any text that `encode` does not make.
  static func decode(_ text: String) -> [UInt8]? {
    guard text.utf8.count <= 1024 else { return nil }
    var bytes: [UInt8] = []
    var held: UInt32 = 0
    var bits = 0
    for letter in text.utf8 {
      guard let value = alphabet.firstIndex(of: letter) else { return nil }
      held = (held << 6 | UInt32(value)) & 0xFFFF
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: held >> UInt32(bits)))
      }
    }
    return encode(bytes) == text ? bytes : nil
  }
}
