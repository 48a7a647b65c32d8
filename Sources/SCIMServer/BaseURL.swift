import ScimLedger

/// The URL that resources' locations start with.
enum BaseURL {
  /// - Parameters:
  ///   - publicURL: What the operator says clients use; it wins. It may end with the default service's path.
  ///   - scheme: `http` or `https`, as the server listens.
  ///   - host: The request's Host header field.
  ///   - base: The path of the service that was asked.
  /// - Returns: nil where neither is usable: a Host field is written by the client, and what is not a host
  ///   must not end up in a location (RFC 9112 §3.2).
  static func text(publicURL: String?, scheme: String, host: String?, base path: String) -> String? {
    if let publicURL {
      var base = Substring(publicURL)
      while base.hasSuffix("/") { base.removeLast() }
      let standard = Route.base(of: .v2)
      if base.hasSuffix(standard) { base.removeLast(standard.count) }
      return base + path
    }
    guard let host, isHost(host) else { return nil }
    return scheme + "://" + host + path
  }

  /// Whether text is `host [":" port]` of a name, an IPv4 address or a bracketed IPv6 address.
  static func isHost(_ text: String) -> Bool {
    guard !text.isEmpty, text.utf8.count <= 255 else { return false }
    let host: Substring
    let rest: Substring
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else { return false }
      host = text[text.index(after: text.startIndex)..<end]
      rest = text[text.index(after: end)...]
      guard host.utf8.allSatisfy({ isHexDigit($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") })
      else { return false }
    } else {
      let end = text.firstIndex(of: ":") ?? text.endIndex
      host = text[..<end]
      rest = text[end...]
      guard host.utf8.allSatisfy(isNameByte) else { return false }
    }
    guard !host.isEmpty else { return false }
    if rest.isEmpty { return true }
    guard rest.hasPrefix(":"), rest.utf8.dropFirst().allSatisfy(isDigit),
      let port = Int(rest.dropFirst())
    else { return false }
    return (1...65_535).contains(port)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
  }
}
