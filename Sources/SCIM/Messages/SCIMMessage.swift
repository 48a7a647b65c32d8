public import JSONTape

/// The messages that are no resources (RFC 7644 §3.4.2 and §3.12).
public enum SCIMMessage {
  /// - Parameters:
  ///   - startIndex: the 1-based index of the first resource among all results.
  ///   - itemsPerPage: how many resources this answer has.
  public static func listResponse(
    totalResults: Int, startIndex: Int, itemsPerPage: Int, resources: [JSONValue]
  ) -> JSONValue {
    [
      "schemas": [.string(SchemaURI.listResponse)],
      "totalResults": .number(JSONNumber(totalResults)),
      "startIndex": .number(JSONNumber(startIndex)),
      "itemsPerPage": .number(JSONNumber(itemsPerPage)),
      "Resources": .array(resources),
    ]
  }

  /// A page that was asked for by a cursor (RFC 9865 §2).
  ///
  /// - Parameter nextCursor: leads to the next page; nil on the last one.
  public static func listResponse(
    totalResults: Int, itemsPerPage: Int, nextCursor: String?, resources: [JSONValue]
  ) -> JSONValue {
    var body: JSONObject = [
      "schemas": [.string(SchemaURI.listResponse)],
      "totalResults": .number(JSONNumber(totalResults)),
      "itemsPerPage": .number(JSONNumber(itemsPerPage)),
    ]
    body["nextCursor"] = nextCursor.map { .string($0) }
    body["Resources"] = .array(resources)
    return .object(body)
  }

  /// The error as a body; its `status` is a string, as the RFC has it.
  public static func error(_ error: SCIMError) -> JSONValue {
    var body = JSONObject()
    body["schemas"] = [.string(SchemaURI.error)]
    body["status"] = .string(String(error.status))
    body["scimType"] = error.scimType.map { .string($0.rawValue) }
    body["detail"] = .string(error.detail)
    return .object(body)
  }
}
