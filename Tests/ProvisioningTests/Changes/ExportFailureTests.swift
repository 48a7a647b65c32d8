import JSONTape
import Provisioning
import Testing

@Suite("Failures of exports")
struct ExportFailureTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var status: Int
    var method = "PATCH"
    var body: String?
    var code: String
    var isTransient = false
    var isAmbiguous = false
    var isCredentialFailure = false

    var testDescription: String { "\(method) \(status) \(body ?? "")" }
  }

  @Test(
    "A status has its code and its consequences",
    arguments: [
      Example(status: 400, code: ExportFailure.badRequest),
      Example(status: 400, body: #"{"scimType": "uniqueness"}"#, code: "EntryConflict"),
      Example(status: 401, code: "Unauthorized", isCredentialFailure: true),
      Example(status: 402, code: "LicenseLimitExceeded"),
      Example(status: 403, code: "InsufficientRights", isCredentialFailure: true),
      Example(status: 404, code: "InvalidAnchor"),
      Example(status: 404, method: "POST", code: ExportFailure.incompatible),
      Example(status: 405, code: "MethodNotAllowed"),
      Example(status: 408, code: "Timeout", isTransient: true, isAmbiguous: true),
      Example(status: 409, method: "POST", code: "EntryConflict"),
      Example(status: 412, code: "PreconditionFailed"),
      Example(status: 418, code: ExportFailure.badRequest),
      Example(status: 422, code: "UnprocessableEntity"),
      Example(status: 429, code: "TooManyRequests", isTransient: true),
      Example(status: 500, code: "InternalServerError", isTransient: true, isAmbiguous: true),
      Example(status: 500, method: "GET", code: "InternalServerError", isTransient: true),
      Example(status: 501, code: "NotImplemented"),
      Example(status: 503, method: "POST", code: "InternalServerError", isTransient: true, isAmbiguous: true),
      Example(status: 504, method: "POST", code: "Timeout", isTransient: true, isAmbiguous: true),
      Example(status: 301, code: "WebExceptionProtocolError"),
    ])
  func statuses(_ example: Example) throws {
    let response = TargetResponse(
      status: example.status, body: try example.body.map { try object($0) }, retryAfter: 3)
    let failure = ExportFailure(response, method: example.method)
    #expect(failure.code == example.code)
    #expect(failure.isTransient == example.isTransient)
    #expect(failure.isAmbiguous == example.isAmbiguous)
    #expect(failure.isCredentialFailure == example.isCredentialFailure)
    #expect(failure.category == (example.isTransient ? .failure : .nonServiceFailure))
    #expect(failure.status == example.status)
    #expect(failure.retryAfter == 3)
    #expect(!failure.recommendedAction.isEmpty)
    #expect(ExportFailure(failure.json) == failure)
  }

  static let bodies: [(body: String?, text: String?, reason: String)] = [
    (#"{"detail": "taken", "scimType": "uniqueness"}"#, nil, "taken"),
    (#"{"Errors": [{"description": "one", "code": "400"}, {"description": "two"}]}"#, nil, "one; two"),
    (#"{"error": "invalid_token", "error_description": "expired"}"#, nil, "expired"),
    (#"{"error": {"message": "inner"}}"#, nil, "inner"),
    (#"{"message": "gateway"}"#, nil, "gateway"),
    ("{}", nil, "the target answered PUT with 400"),
    (nil, "<html>no</html>", "the target answered PUT with 400: <html>no</html>"),
  ]

  @Test(
    "The target's own words are the reason",
    arguments: bodies)
  func reasons(_ body: String?, _ text: String?, _ reason: String) throws {
    let response = TargetResponse(status: 400, body: try body.map { try object($0) }, text: text)
    #expect(ExportFailure(response, method: "PUT").reason == reason)
  }

  @Test(
    "Where no answer came, only what can't have arrived is certain",
    arguments: [
      (TransportFailure.timeout, "Timeout", true), (.connectionReset, "WebExceptionProtocolError", true),
      (.other("x"), "WebExceptionProtocolError", true),
      (.connectionRefused, "WebExceptionProtocolError", false),
      (.tls("expired"), "WebExceptionProtocolError", false),
    ])
  func transport(_ failure: TransportFailure, _ code: String, _ isAmbiguous: Bool) {
    let failed = ExportFailure(failure)
    #expect(failed.code == code)
    #expect(failed.isAmbiguous == isAmbiguous)
    #expect(failed.isTransient)
    #expect(failed.status == nil)
    #expect(failed.reason == failure.description)
    #expect(ExportFailure(failed.json) == failed)
  }

  @Test("What is no failure is not read as one")
  func json() {
    #expect(ExportFailure(["code": "EntryConflict"]) == nil)
    #expect(ExportFailure(["category": "failure"]) == nil)
  }
}
