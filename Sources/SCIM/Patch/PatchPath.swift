/// The target of a PATCH operation (`PATH` of RFC 7644 §3.5.2, figure 7).
public enum PatchPath: Sendable, Hashable, CustomStringConvertible {
  /// All attributes of the schema with this URI.
  case schema(String)
  case attribute(AttributePath)
  /// The values that match, or one sub-attribute of them.
  case valuePath(AttributePath, Filter, subName: String?)

  /// Reads a path of a resource of the type, whose schemas' URIs are paths as well.
  ///
  /// Throws `invalidPath`, or `invalidFilter` for what is inside the brackets, with the offset in
  /// characters. Whether the attribute exists is not asked here.
  public init(parsing text: String, type: ResourceType) throws(SCIMError) {
    if let schema = type.schemas.first(where: { $0.id.equalsIgnoringASCIICase(text) }) {
      self = .schema(schema.id)
      return
    }
    var parser = FilterParser(text)
    do throws(FilterSyntaxError) {
      self = try parser.patchPath()
    } catch {
      let description = error.description(in: text, called: "path")
      throw error.isInsideBrackets ? .invalidFilter(description) : .invalidPath(description)
    }
  }

  /// The path without what its filter compares, which may be personal data.
  public var description: String {
    switch self {
    case .schema(let uri): uri
    case .attribute(let path): "\(path)"
    case .valuePath(let path, _, let subName): "\(path)[…]" + (subName.map { ".\($0)" } ?? "")
    }
  }
}
