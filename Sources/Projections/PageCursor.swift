import Crypto
import EventLog
import SCIM

/// What a `nextCursor` says (RFC 9865 §2): where a walk goes on, of which query, and until when.
public struct PageCursor: Sendable, Hashable {
  public var mark: PageMark
  /// A digest of what was asked; the next page must be asked for in the same words.
  public var query: UInt64
  /// Microseconds since 1970 UTC.
  public var expires: Int64

  public init(mark: PageMark, query: UInt64, expires: Int64) {
    self.mark = mark
    self.query = query
    self.expires = expires
  }

  /// Eight bytes of the SHA-256 of a text that states all of a query.
  public static func digest(of query: String) -> UInt64 {
    SHA256.hash(data: Array(query.utf8)).prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
  }

  static let length = 65
  private static let version: UInt8 = 1

  var bytes: [UInt8] {
    var bytes: [UInt8] = [PageCursor.version]
    for number in [
      mark.position.rawValue, UInt64(clamping: mark.query), mark.last.high, mark.last.low,
      UInt64(clamping: mark.given), UInt64(clamping: mark.total), query, UInt64(bitPattern: expires),
    ] {
      for shift in stride(from: 56, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
      }
    }
    return bytes
  }

  init?(bytes: [UInt8]) {
    guard bytes.count == PageCursor.length, bytes.first == PageCursor.version else { return nil }
    let numbers = stride(from: 1, to: PageCursor.length, by: 8).map { start in
      bytes[start..<(start + 8)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
    self.init(
      mark: PageMark(
        position: Position(numbers[0]), query: Int(clamping: numbers[1]),
        last: Identifier(high: numbers[2], low: numbers[3]), given: Int(clamping: numbers[4]),
        total: Int(clamping: numbers[5])),
      query: numbers[6], expires: Int64(bitPattern: numbers[7]))
  }
}

extension SCIMError {
  static let invalidCursor = SCIMError(
    status: 400, scimType: .invalidCursor,
    detail: "cursor is not one that this service gave to this client for this query. Leave it empty for "
      + "the first page, then send the nextCursor of the page before, with the same query (RFC 9865 §2).")

  static func expiredCursor(timeout seconds: Int) -> SCIMError {
    SCIMError(
      status: 400, scimType: .expiredCursor,
      detail: "cursor has expired. Ask for the next page within \(seconds) seconds (RFC 9865 §2.1).")
  }
}
