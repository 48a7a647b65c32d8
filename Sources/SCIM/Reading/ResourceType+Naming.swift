extension ResourceType {
  /// The schema of which this is the URI and nothing more, compared without regard to case.
  func schema(withID uri: String) -> Schema? {
    schemas.first { $0.id.equalsIgnoringASCIICase(uri) }
  }

  /// The attribute that `name` names: `userName`, `name.givenName`, `urn:…:User:name.givenName`, or
  /// an extension's attribute without its URN (RFC 7644 §3.10). Nil when there is none such.
  func path(named name: String) -> ResolvedPath? {
    (try? AttributePath(parsing: name))?.resolved(in: self)
  }

  /// The attribute that `name` names within one schema.
  func path(named name: String, in schema: Schema) -> ResolvedPath? {
    guard var path = try? AttributePath(parsing: name), path.schema == nil else { return nil }
    path.schema = schema.id
    return path.resolved(in: self)
  }
}
