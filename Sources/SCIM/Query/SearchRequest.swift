public import JSONTape

/// What a list asks for, from a URL's query (RFC 7644 §3.4.2) or a `SearchRequest` (§3.4.3).
public struct SearchRequest: Sendable, Hashable {
  public var attributes: [String] = []
  public var excludedAttributes: [String] = []
  public var filter: String?
  /// The path of the attribute to sort by.
  public var sortBy: String?
  public var sortOrder = SortOrder.ascending
  /// From 1; nil where the request has none.
  public var startIndex: Int?
  public var count: Int?
  /// Empty for the first page of a walk, then the last answer's `nextCursor` (RFC 9865 §2).
  public var cursor: String?
  /// The position or instant as of which the directory is to be shown.
  public var asOf: String?

  public init() {}

  /// The names of a comma-separated list, such as a URL's `attributes`.
  public static func names(in list: String) -> [String] { SelectionName.list(list) }

  /// Reads the body of a POST to `/.search`. Member names are taken in any case; unknown ones are ignored.
  ///
  /// - Throws: `invalidSyntax` where it is not a SearchRequest, `invalidValue` naming a member whose value
  ///   is of another type.
  public init(_ body: JSONValue) throws(SCIMError) {
    guard let object = body.objectValue else { throw .invalidSyntax("A SearchRequest is a JSON object.") }
    if let schemas = object.member("schemas") {
      guard let list = schemas.arrayValue,
        list.contains(where: { $0.stringValue?.equalsIgnoringASCIICase(SchemaURI.searchRequest) ?? false })
      else { throw .invalidSyntax("schemas must hold \(SchemaURI.searchRequest) (RFC 7644 §3.4.3).") }
    }
    attributes = try object.names("attributes")
    excludedAttributes = try object.names("excludedAttributes")
    filter = try object.text("filter")
    sortBy = try object.text("sortBy")
    sortOrder = try SortOrder(object.text("sortOrder"))
    startIndex = try object.integer("startIndex")
    count = try object.integer("count")
    cursor = try object.text("cursor")
    asOf = try object.text("asOf")
  }
}

extension JSONObject {
  fileprivate func member(_ name: String) -> JSONValue? {
    let found = self[name] ?? first { $0.name.equalsIgnoringASCIICase(name) }?.value
    return found == .null ? nil : found
  }

  fileprivate func text(_ name: String) throws(SCIMError) -> String? {
    guard let value = member(name) else { return nil }
    if name == "asOf", let position = value.intValue { return String(position) }
    guard let text = value.stringValue else { throw .invalidValue("\(name) must be a string.") }
    return text
  }

  fileprivate func integer(_ name: String) throws(SCIMError) -> Int? {
    guard let value = member(name) else { return nil }
    guard let number = value.intValue else { throw .invalidValue("\(name) must be an integer.") }
    return number
  }

  /// The RFC has an array; one string is taken as the list that a URL would have.
  fileprivate func names(_ name: String) throws(SCIMError) -> [String] {
    guard let value = member(name) else { return [] }
    if let text = value.stringValue { return SelectionName.list(text) }
    guard let list = value.arrayValue else { throw .invalidValue("\(name) must be an array of strings.") }
    var names: [String] = []
    for (index, element) in list.enumerated() {
      guard let text = element.stringValue else {
        throw .invalidValue("\(name)[\(index)] must be a string.")
      }
      names.append(text)
    }
    return names
  }
}
