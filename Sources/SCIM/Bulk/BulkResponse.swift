public import JSONTape

/// The answer to a bulk request: what became of each operation that was carried out (RFC 7644 §3.7.3).
public struct BulkResponse: Sendable, Equatable {
  public struct Result: Sendable, Equatable {
    public var method: String
    public var bulkID: String?
    /// The resource's URL; nil where a POST failed.
    public var location: String?
    /// The resource's entity tag.
    public var version: String?
    /// The HTTP status code that the same request by itself would have been answered with.
    public var status: Int
    /// Why it failed; nil where it did not.
    public var error: SCIMError?

    public init(
      method: String, bulkID: String? = nil, location: String? = nil, version: String? = nil, status: Int,
      error: SCIMError? = nil
    ) {
      self.method = method
      self.bulkID = bulkID
      self.location = location
      self.version = version
      self.status = status
      self.error = error
    }
  }

  /// In the order of the request.
  public var results: [Result]

  public init(results: [Result]) { self.results = results }

  /// The message in the form of SCIM 2.0.
  public var json: JSONValue {
    [
      "schemas": [.string(SchemaURI.bulkResponse)],
      "Operations": .array(
        results.map { result in
          var object = result.common
          object["status"] = .string(String(result.status))
          object["response"] = result.error.map { SCIMMessage.error($0) }
          return .object(object)
        }),
    ]
  }

  /// The message in the form of SCIM 1.1: its `status` is an object, and an error has both the standard's
  /// `Errors` and the `detail` that Okta reads.
  public var version1JSON: JSONValue {
    [
      "schemas": [.string(SchemaURI.version1Core)],
      "Operations": .array(
        results.map { result in
          var object = result.common
          var status: JSONObject = ["code": .string(String(result.status))]
          status["description"] = result.error.map { .string($0.detail) }
          object["status"] = .object(status)
          object["response"] = result.error.map { error in
            [
              "Errors": [["description": .string(error.detail), "code": .string(String(error.status))]],
              "detail": .string(error.detail),
            ]
          }
          return .object(object)
        }),
    ]
  }
}

extension BulkResponse.Result {
  /// What both versions write alike.
  fileprivate var common: JSONObject {
    var object = JSONObject()
    object["location"] = location.map { .string($0) }
    object["method"] = .string(method)
    object["bulkId"] = bulkID.map { .string($0) }
    object["version"] = version.map { .string($0) }
    return object
  }
}
