import ScimLedger

/// What the server answered, and whether that was to be expected.
struct DemoAnswer: Sendable {
  /// The request's method and target.
  var request: String
  var status: Int
  /// nil where the answer has no JSON body.
  var body: JSONValue?

  var scimType: String? { self["scimType"]?.stringValue }
  var totalResults: Int? { self["totalResults"]?.intValue }

  subscript(name: String) -> JSONValue? { body?.objectValue?[name] }

  /// The answer itself if its status is one of these.
  @discardableResult
  func expected(_ statuses: Int...) throws -> DemoAnswer {
    guard statuses.contains(status) else {
      let expected = statuses.map(String.init).joined(separator: " or ")
      throw surprise(expected: "status \(expected)")
    }
    return self
  }

  /// The answer itself if it refuses with this status and `scimType`.
  @discardableResult
  func refused(_ status: Int, _ scimType: String?) throws -> DemoAnswer {
    try expected(status)
    guard self.scimType == scimType else { throw surprise(expected: "scimType \(scimType ?? "absent")") }
    return self
  }

  /// The answer itself if it lists this many.
  @discardableResult
  func found(_ count: Int) throws -> DemoAnswer {
    try expected(200)
    guard totalResults == count else { throw surprise(expected: "totalResults \(count)") }
    return self
  }

  /// The id of the resource that was made.
  func createdID() throws -> String {
    try expected(201)
    guard let id = self["id"]?.stringValue else { throw surprise(expected: "an id") }
    return id
  }

  func surprise(expected: String) -> CommandFailure {
    CommandFailure(
      .failure,
      "\(request) was expected to be answered with \(expected), but was answered \(status): "
        + (body?.description ?? "no JSON"))
  }
}
