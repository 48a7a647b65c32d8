public import JSONTape
import SCIM

extension TargetDialect {
  /// What the answer to a `matchRequest` or `readRequest` says.
  ///
  /// Servers differ, so much is understood: lists without `schemas` or `totalResults`, `Resources` that is
  /// null or one resource, one resource without a list, member names in any case, and 404 for nothing. A
  /// list that has one resource but counts more is `many`: which of them it is can't be known.
  public func matches(in response: TargetResponse) -> MatchAnswer {
    switch response.status {
    case 200..<300: break
    case 404 where response.text == nil: return .none
    default: return .failed(ExportFailure(response, method: "GET"))
    }
    if response.status == 204 { return .none }
    guard let body = response.body, let found = Self.resources(in: body) else {
      return .failed(ExportFailure(response, method: "GET"))
    }
    guard let first = found.first else { return .none }
    let total = body.value(named: "totalResults")?.identifierText.flatMap { Int($0) } ?? found.count
    guard found.count == 1, total <= 1 else { return .many(found) }
    guard resourceID(of: first) != nil else {
      return .failed(
        ExportFailure(
          code: ExportFailure.incompatible, reason: "the target found a resource that has no id",
          status: response.status))
    }
    return .one(first)
  }

  /// Why Test Connection failed; nil where it passed: the target took the credentials, understood the
  /// filter and found nothing.
  public func probe(_ response: TargetResponse) -> ExportFailure? {
    switch matches(in: response) {
    case .none where response.status == 404 && !Self.isSCIMError(response.body):
      var failure = ExportFailure(response, method: "GET")
      failure.reason = "no SCIM service answers at this address (404)"
      failure.recommendedAction =
        "Check the target's URL: it is the base URL that /Users and /Groups follow, such as "
        + "https://example.com/scim/v2."
      return failure
    case .none: return nil
    case .failed(let failure): return failure
    case .one, .many:
      return ExportFailure(
        code: ExportFailure.incompatible,
        reason: "the target answers a search for a value that nobody has with a resource: it ignores filters",
        status: response.status)
    }
  }

  /// Whether a write is done: any success, and 404 for a DELETE.
  ///
  /// - Parameter request: What was sent.
  public func answer(to request: TargetRequest, _ response: TargetResponse) -> ExportAnswer {
    switch response.status {
    case 200..<300: return .done(response.body)
    case 404 where request.method == "DELETE", 410 where request.method == "DELETE": return .done(nil)
    default: return .failed(ExportFailure(response, method: request.method))
    }
  }

  /// The id of a resource, also where the target makes it a number; nil where it has none.
  public func resourceID(of resource: JSONObject) -> String? {
    resource.value(named: "id")?.identifierText
  }

  /// The resources of a list, or the one that stands alone; nil where it is neither.
  private static func resources(in body: JSONObject) -> [JSONObject]? {
    if let list = body.firstIgnoringCase("Resources") {
      return list.value.elements.compactMap(\.objectValue)
    }
    if isSCIMError(body) { return nil }
    let uris = body.value(named: "schemas")?.elements.compactMap(\.stringValue) ?? []
    let isList = uris.contains { $0.equalsIgnoringASCIICase(SchemaURI.listResponse) }
    if isList || body.firstIgnoringCase("totalResults") != nil { return [] }
    return body.firstIgnoringCase("id").map { _ in [body] }
  }

  private static func isSCIMError(_ body: JSONObject?) -> Bool {
    guard let body else { return false }
    let uris = body.value(named: "schemas")?.elements.compactMap(\.stringValue) ?? []
    return uris.contains { $0.equalsIgnoringASCIICase(SchemaURI.error) }
      || body.firstIgnoringCase("Errors") != nil
      || body.value(named: "status")?.identifierText.flatMap { Int($0) }.map { $0 >= 400 } == true
  }
}
