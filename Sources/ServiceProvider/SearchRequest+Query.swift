import SCIM

extension SearchRequest {
  /// Reads a URL's query (RFC 7644 §3.4.2).
  ///
  /// - Throws: `invalidValue` naming a parameter whose value can't be read.
  init(_ parameters: QueryParameters) throws(SCIMError) {
    self.init()
    attributes = SearchRequest.names(in: parameters["attributes"] ?? "")
    excludedAttributes = SearchRequest.names(in: parameters["excludedAttributes"] ?? "")
    filter = parameters["filter"]
    sortBy = parameters["sortBy"]
    sortOrder = try SortOrder(parameters["sortOrder"])
    startIndex = try SearchRequest.integer("startIndex", parameters)
    count = try SearchRequest.integer("count", parameters)
    cursor = parameters["cursor"]
    asOf = parameters["asOf"]
  }

  private static func integer(_ name: String, _ parameters: QueryParameters) throws(SCIMError) -> Int? {
    guard let text = parameters[name], !text.isEmpty else { return nil }
    guard let value = Int(text) else { throw .invalidValue("\(name) must be an integer.") }
    return value
  }

  /// What both pages of a walk must have in common, as one text.
  func identity(of types: [ResourceType]) -> String {
    ([asOf ?? "", filter ?? "", sortBy ?? "", sortOrder.rawValue] + types.map(\.name))
      .map { "\($0.utf8.count):\($0)" }.joined()
  }
}
