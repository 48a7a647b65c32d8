import Crypto
import Foundation
import LMDB

/// The tokens in use, held in memory so that a request is authenticated without reading the disk.
final class TokenRegistry: Sendable {
  private struct Entry: Sendable {
    var hash: [UInt8]
    var client: Client
  }

  /// By the first bytes of the hash. Looking there tells an attacker nothing: the hash is of a secret of
  /// 256 bits, and the whole of it is then compared in constant time.
  private let entries = Locked<[[UInt8]: [Entry]]>([:])

  func load(from log: LMDBEventLog, _ tables: ProjectionTables) throws {
    let tokens = try log.environment.read { transaction in
      try AuditReader(tables: tables, view: transaction.view).tokens()
    }
    var found: [[UInt8]: [Entry]] = [:]
    for token in tokens where token.revoked == nil {
      guard let hash = TokenSecret.bytes(hexadecimal: token.hash) else { continue }
      found[Array(hash.prefix(8)), default: []].append(
        Entry(hash: hash, client: Client(name: token.name, client: token.client, tokenID: token.id)))
    }
    entries.withLock { $0 = found }
  }

  func client(for secret: String) -> Client? {
    let hash = TokenSecret.hash(of: secret)
    let candidates = entries.withLock { $0[Array(hash.prefix(8))] } ?? []
    return candidates.first { TokenSecret.isEqual($0.hash, hash) }?.client
  }
}

/// The secret of an access token: 256 random bits, of which only a hash is kept.
enum TokenSecret {
  static let prefix = "slt_"

  /// A new secret, in base64url without padding (RFC 4648 §5).
  static func make() -> String {
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
