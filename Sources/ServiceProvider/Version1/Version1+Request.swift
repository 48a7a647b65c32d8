import JSONTape
public import SCIM

extension Version1 {
  /// A request as 2.0 writes it, and the format that its path names.
  static func canonical(_ request: SCIMRequest) -> (request: SCIMRequest, suffix: Format?) {
    var canonical = request
    canonical.received = .init(path: request.path, query: request.query)
    let (path, suffix) = withoutSuffix(request.path)
    canonical.path = canonicalPath(path)
    canonical.query = canonicalQuery(request.query, tolerances: &canonical.tolerances)
    return (canonical, suffix)
  }

  /// What a client asks to be answered in.
  enum Format: Equatable { case json, xml }

  /// The path without the suffix that names a format, and that format (SCIM 1.1 protocol §3.7).
  static func withoutSuffix(_ path: String) -> (path: String, format: Format?) {
    for (suffix, format) in [(".json", Format.json), (".xml", .xml)] {
      let length = suffix.utf8.count
      guard path.utf8.count > length,
        String(decoding: path.utf8.suffix(length), as: UTF8.self).equalsIgnoringASCIICase(suffix)
      else { continue }
      return (String(decoding: path.utf8.dropLast(length), as: UTF8.self), format)
    }
    return (path, nil)
  }

  /// XML where an Accept field names it and nothing that JSON would satisfy (RFC 9110 §12.5.1).
  static func format(accept: String?) -> Format {
    guard let accept else { return .json }
    var namesXML = false
    for range in accept.lowercased().split(separator: ",") {
      let parts = range.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
      guard let type = parts.first, !parts.dropFirst().contains(where: isZeroWeight) else { continue }
      if type == "*/*" || type == "application/*" || type.hasSuffix("json") { return .json }
      namesXML = namesXML || type.hasSuffix("xml")
    }
    return namesXML ? .xml : .json
  }

  private static func isZeroWeight(_ parameter: String) -> Bool {
    parameter.hasPrefix("q=0") && parameter.dropFirst(3).allSatisfy { $0 == "0" || $0 == "." }
  }

  /// The path as 2.0 has it: one configuration, not a list of them.
  static func canonicalPath(_ path: String) -> String {
    path == "/ServiceProviderConfigs" || path == "/ServiceProviderConfigs/" ? "/ServiceProviderConfig" : path
  }
}

extension SCIMRequest {
  /// What is rewritten of a request before it is answered, as the client sent it.
  struct Received: Sendable, Hashable {
    var path: String
    var query: String
  }
}

extension SCIMResponse {
  /// The response as a version writes it; one that is written so already stays as it is.
  public func written(in version: ProtocolVersion) -> SCIMResponse {
    guard version == .v1 else { return self }
    var result = self
    for (index, header) in headers.enumerated()
    where header.name.equalsIgnoringASCIICase("Content-Type") && header.value == SCIMMediaType.scim {
      result.headers[index].value = SCIMMediaType.json
    }
    if !body.isEmpty, let value = try? JSONValue(parsing: body) {
      result.body = Version1.answer(value).serialized()
    }
    return result
  }
}
