import JSONTape
import SCIM

extension ExportFailure {
  /// What an answer that isn't the one hoped for means.
  ///
  /// - Parameter method: The HTTP method of the request: what only reads leaves nothing in doubt.
  public init(_ response: TargetResponse, method: String) {
    let scimType = response.body?.value(named: "scimType")?.stringValue
    let code = Self.code(of: response, method: method, scimType: scimType)
    let isServer = (500..<600).contains(response.status) && response.status != 501
    let isTransient = isServer || response.status == 408 || response.status == 429
    self.init(
      code: code, reason: Self.reason(in: response, method: method), status: response.status,
      scimType: scimType, category: isTransient ? .failure : .nonServiceFailure,
      isAmbiguous: isTransient && response.status != 429 && method != "GET", isTransient: isTransient,
      isCredentialFailure: response.status == 401 || response.status == 403,
      retryAfter: response.retryAfter)
  }

  private static func code(of response: TargetResponse, method: String, scimType: String?) -> String {
    if scimType?.equalsIgnoringASCIICase(SCIMErrorType.uniqueness.rawValue) == true {
      return "EntryConflict"
    }
    switch response.status {
    case 200..<300: return incompatible
    case 400, 413, 414, 415, 431: return badRequest
    case 401, 407: return "Unauthorized"
    case 402: return "LicenseLimitExceeded"
    case 403: return "InsufficientRights"
    case 404, 410: return method == "POST" ? incompatible : "InvalidAnchor"
    case 405: return "MethodNotAllowed"
    case 408, 504: return "Timeout"
    case 409: return "EntryConflict"
    case 412: return "PreconditionFailed"
    case 422: return "UnprocessableEntity"
    case 429: return "TooManyRequests"
    case 501: return "NotImplemented"
    case 500..<600: return "InternalServerError"
    case 400..<500: return badRequest
    default: return "WebExceptionProtocolError"
    }
  }

  private static func reason(in response: TargetResponse, method: String) -> String {
    if let words = response.body.flatMap({ words(in: $0) }) { return words }
    let start = "the target answered \(method) with \(response.status)"
    if (200..<300).contains(response.status) { return "\(start) and something that is no SCIM resource" }
    guard let text = response.text, !text.isEmpty else { return start }
    return "\(start): \(text.prefix(longestExcerpt))"
  }

  /// Characters of a body that is not JSON.
  private static let longestExcerpt = 200

  /// What a SCIM 2.0 error, one of 1.1, or that of a gateway before the target says.
  private static func words(in body: JSONObject) -> String? {
    if let detail = text("detail", in: body) { return detail }
    let errors = (body.value(named: "Errors")?.elements ?? []).compactMap { element in
      element.objectValue.flatMap { text("description", in: $0) ?? text("message", in: $0) }
        ?? element.stringValue
    }
    if !errors.isEmpty { return errors.joined(separator: "; ") }
    for name in ["error_description", "message", "description", "title", "error"] {
      if let words = text(name, in: body) { return words }
    }
    return body.value(named: "error")?.objectValue.flatMap { words(in: $0) }
  }

  private static func text(_ name: String, in body: JSONObject) -> String? {
    guard let text = body.value(named: name)?.stringValue, !text.isEmpty else { return nil }
    return text
  }
}
