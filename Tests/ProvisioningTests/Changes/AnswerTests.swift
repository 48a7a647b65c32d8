import JSONTape
import Provisioning
import Testing

@Suite("What the target's answers mean")
struct AnswerTests {
  static func response(_ status: Int, _ body: String?, text: String? = nil) throws -> TargetResponse {
    TargetResponse(status: status, body: try body.map { try object($0) }, text: text)
  }

  static let empty: [(status: Int, body: String?)] = [
    (200, #"{"totalResults": 0, "Resources": []}"#), (200, #"{"totalResults": 0}"#),
    (200, #"{"Resources": null}"#), (200, #"{"resources": []}"#), (204, nil), (404, nil),
    (404, #"{"detail": "nobody"}"#),
    (200, #"{"schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"]}"#),
  ]

  @Test(
    "Nothing was found",
    arguments: empty)
  func none(_ status: Int, _ body: String?) throws {
    #expect(TargetDialect().matches(in: try Self.response(status, body)) == .none)
  }

  @Test(
    "One resource was found",
    arguments: [
      #"{"totalResults": 1, "Resources": [{"id": "1"}]}"#, #"{"Resources": [{"id": "1"}]}"#,
      #"{"TOTALRESULTS": "1", "resources": [{"id": "1"}]}"#, #"{"Resources": {"id": "1"}}"#,
      #"{"Resources": [{"id": "1"}], "totalResults": null}"#, #"{"id": "1"}"#,
    ])
  func one(_ body: String) throws {
    #expect(TargetDialect().matches(in: try Self.response(200, body)) == .one(["id": "1"]))
  }

  @Test("An id may be a number")
  func numericID() throws {
    let answer = TargetDialect().matches(in: try Self.response(200, #"{"Resources": [{"ID": 17}]}"#))
    #expect(answer == .one(["ID": 17]))
    #expect(TargetDialect().resourceID(of: ["ID": 17]) == "17")
    #expect(TargetDialect().resourceID(of: ["id": ""]) == nil)
  }

  @Test("Several resources were found, or are said to be there")
  func many() throws {
    let two = try Self.response(200, #"{"Resources": [{"id": "1"}, {"id": "2"}]}"#)
    #expect(TargetDialect().matches(in: two) == .many([["id": "1"], ["id": "2"]]))
    let counted = try Self.response(200, #"{"totalResults": 3, "Resources": [{"id": "1"}]}"#)
    #expect(TargetDialect().matches(in: counted) == .many([["id": "1"]]))
  }

  static let failures: [(status: Int, body: String?, text: String?, code: String)] = [
    (200, nil, "<html>", ExportFailure.incompatible),
    (200, "{}", nil, ExportFailure.incompatible),
    (200, #"{"Resources": [{"userName": "a"}]}"#, nil, ExportFailure.incompatible),
    (404, nil, "<html>", "InvalidAnchor"),
    (302, nil, nil, "WebExceptionProtocolError"),
    (401, nil, nil, "Unauthorized"),
  ]

  @Test(
    "What is no answer is a failure",
    arguments: failures)
  func failed(_ status: Int, _ body: String?, _ text: String?, _ code: String) throws {
    let answer = TargetDialect().matches(in: try Self.response(status, body, text: text))
    guard case .failed(let failure) = answer else {
      Issue.record("\(answer)")
      return
    }
    #expect(failure.code == code)
    #expect(failure.status == status)
    #expect(!failure.isAmbiguous)
  }

  static let probes: [(status: Int, body: String?, text: String?, reason: String?)] = [
    (200, #"{"totalResults": 0}"#, nil, nil),
    (404, #"{"schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "status": "404"}"#, nil, nil),
    (404, #"{"Errors": [{"description": "none", "code": "404"}]}"#, nil, nil),
    (404, #"{"message": "no route"}"#, nil, "no SCIM service"),
    (404, nil, nil, "no SCIM service"),
    (404, nil, "<html>", "404"),
    (200, #"{"Resources": [{"id": "1"}]}"#, nil, "ignores filters"),
    (200, #"{"Resources": [{"id": "1"}, {"id": "2"}]}"#, nil, "ignores filters"),
    (401, #"{"detail": "bad token"}"#, nil, "bad token"),
    (200, nil, "<html>", "no SCIM resource"),
  ]

  @Test(
    "Test Connection passes on an empty answer alone",
    arguments: probes)
  func probe(_ status: Int, _ body: String?, _ text: String?, _ reason: String?) throws {
    let failure = TargetDialect().probe(try Self.response(status, body, text: text))
    if let reason {
      #expect(failure?.reason.contains(reason) == true, "\(failure?.reason ?? "passed")")
      #expect(failure?.recommendedAction.isEmpty == false)
    } else {
      #expect(failure == nil)
    }
  }

  @Test(
    "Writes are done by any success",
    arguments: [
      ("POST", 200, true), ("POST", 201, true), ("PATCH", 204, true), ("PUT", 200, true),
      ("DELETE", 204, true), ("DELETE", 404, true), ("DELETE", 410, true), ("PATCH", 404, false),
      ("POST", 409, false), ("DELETE", 500, false),
    ])
  func writes(_ method: String, _ status: Int, _ isDone: Bool) {
    let request = TargetRequest(method: method, path: "/Users")
    switch TargetDialect().answer(to: request, TargetResponse(status: status)) {
    case .done: #expect(isDone)
    case .failed: #expect(!isDone)
    }
  }
}
