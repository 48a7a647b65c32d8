import ScimLedger

/// What the server answered, and whether that was to be expected.
struct DemoAnswer: Sendable {
  /// The request's method and target.
  var request: String
  var status: Int
  /// nil where the answer has no JSON body.
  var body: JSONValue?

  var scimType: String? { self["scimType"]?.stringValue }

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

  func surprise(expected: String) -> CommandFailure {
    CommandFailure(
      .failure,
      "\(request) was expected to be answered with \(expected), but was answered \(status): "
        + (body?.description ?? "no JSON"))
  }
}
