/// The URL of a server, in the form that requests are made from.
struct ServerURL: Sendable, Hashable, CustomStringConvertible {
  /// `https://example.com:8443`
  let origin: String
  /// Begins with a slash unless it is empty; never ends in one.
  let path: String

  /// Reads a URL of http or https.
  ///
  /// - Throws: `ConnectorError` for other schemes, and for URLs with a name and password, a query or a fragment.
  init(_ text: String) throws(ConnectorError) {
    let lowered = text.lowercased()
    guard let scheme = ["https://", "http://"].first(where: lowered.hasPrefix(_:)) else {
      throw ConnectorError("a URL that begins with https:// or http:// is expected")
    }
    let rest = text.dropFirst(scheme.count)
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let tail = rest.dropFirst(authority.count)
    guard !authority.contains("@") else {
      throw ConnectorError("a URL must not hold a name and password; give them as the authorization")
    }
    guard !authority.isEmpty, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw ConnectorError("\(text) is no URL: https://host/path is expected, percent-encoded")
    }
    guard !tail.contains("?"), !tail.contains("#") else {
      throw ConnectorError("\(scheme)\(authority): a base URL has no query and no fragment")
    }
    origin = scheme + authority.lowercased()
    var path = String(tail)
    while path.hasSuffix("/") { path.removeLast() }
    self.path = path
  }

  var description: String { origin + path }
}
