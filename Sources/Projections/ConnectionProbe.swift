import Crypto
import Directory
import EventLog
import JSONTape
import SCIM

/// The requests by which identity providers test a connection.
///
/// Entra searches for a random UUID on the attribute it matches by and expects to find nothing; so do others,
/// some behind an `@`. Okta and Google ask for the first one or two resources.
enum ConnectionProbe {
  /// What an event's probe looked for, as the start of its digest, and 0 for a list; nil for an event that is
  /// no probe.
  static func probed(by event: Event) -> UInt64? {
    guard event.operation == .query, !event.isRefused, let request = event.request, request.method == "GET"
    else { return nil }
    let parameters = QueryParameters(request.query)
    guard let text = parameters["filter"] else {
      let isShort = ["1", "2"].contains(parameters["count"])
      return isShort && ["1", nil].contains(parameters["startIndex"]) ? 0 : nil
    }
    guard event.results == 0, let filter = try? Filter(parsing: text), let value = random(in: filter) else {
      return nil
    }
    return digest(value)
  }

  /// Whether a resource has the value that a probe looked for: then that was no probe but a search by the
  /// identity provider's own UUID.
  static func isValue(_ digest: UInt64, of image: JSONObject, type: String) -> Bool {
    digest != 0
      && IndexedValues(image, type: type).values.contains { ConnectionProbe.digest($0.1) == digest }
  }

  private static func random(in filter: Filter) -> String? {
    switch filter {
    case .comparison(_, .equal, .string(let value)): isRandom(value) ? value : nil
    case .and(let parts): parts.lazy.compactMap { random(in: $0) }.first
    case .valuePath(_, let inner): random(in: inner)
    default: nil
    }
  }

  /// Whether it is a UUID, with or without hyphens, alone or as the part before an `@`.
  private static func isRandom(_ value: String) -> Bool {
    let name = value.prefix { $0 != "@" }
    return Identifier(name) != nil || (name.utf8.count == 32 && name.utf8.allSatisfy(isHexadecimal))
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }

  private static func digest(_ value: String) -> UInt64 {
    SHA256.hash(data: Array(CaselessValue.fold(value).utf8)).prefix(8)
      .reduce(0) { $0 << 8 | UInt64($1) }
  }
}
