/// The path of an attribute: an optional schema URI, a name and an optional sub-attribute
/// (`attrPath` of RFC 7644 §3.4.2.2 and §3.10).
///
/// `urn:ietf:params:scim:schemas:core:2.0:User:name.givenName` has the schema
/// `urn:ietf:params:scim:schemas:core:2.0:User`, the name `name` and the sub-attribute `givenName`.
/// A path says nothing about whether such an attribute exists; `resolved(in:)` does.
public struct AttributePath: Sendable, Hashable, CustomStringConvertible {
  public var schema: String?
  public var name: String
  public var subName: String?

  public init(schema: String? = nil, name: String, subName: String? = nil) {
    self.schema = schema
    self.name = name
    self.subName = subName
  }

  /// Reads one path and nothing after it.
  ///
  /// Throws `invalidPath` with the offset of the first character that is not right.
  public init(parsing text: String) throws(SCIMError) {
    var scanner = FilterScanner(text)
    do throws(FilterSyntaxError) {
      self = try scanner.attributePath()
      guard scanner.isAtEnd else {
        throw scanner.failure("expected the end of the path")
      }
    } catch {
      throw .invalidPath(error.description(in: text, called: "path"))
    }
  }

  public var description: String {
    (schema.map { "\($0):" } ?? "") + name + (subName.map { ".\($0)" } ?? "")
  }
}
