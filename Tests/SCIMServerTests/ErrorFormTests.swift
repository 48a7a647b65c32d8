import AsyncHTTPClient
import SCIMServer
import ScimLedger
import Testing

/// Every refusal is an error message in the form of the version that was spoken, with a detail to read
/// (RFC 7644 §3.12; SCIM 1.1 protocol §3.9).
@Suite("Errors")
struct ErrorFormTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var status: Int
    var method = "GET"
    var path = "/Users"
    var body: String?
    var contentType = "application/json"
    var accept: String?
    var ifMatch: String?
    var token: String?
    /// What the detail must say.
    var says: String
    var versions = ["v1", "v2"]

    var testDescription: String { "\(status) \(method) \(path)" }
  }

  /// ID stands for a user who is there, READER for a token that may only read.
  static let cases = [
    Case(status: 400, method: "POST", body: #"{"userName":}"#, says: "byte 12"),
    Case(
      status: 400, method: "POST", body: #"{"userName":"b","emails":["b@x",{"value":{}}]}"#,
      says: "emails[1].value"),
    Case(status: 400, path: "/Users?filter=userName+xx+1", says: "offset 9"),
    Case(status: 401, token: "unknown", says: "token"),
    Case(status: 403, method: "POST", body: #"{"userName":"b"}"#, token: "READER", says: "scim.write"),
    Case(status: 403, path: "/Schemas?filter=id+pr", says: "filter", versions: ["v2"]),
    Case(status: 404, path: "/Users/none", says: "id"),
    Case(status: 404, path: "/Nothing", says: "no such endpoint"),
    Case(status: 405, method: "DELETE", says: "GET, POST"),
    Case(status: 406, accept: "application/xml", says: "XML", versions: ["v1"]),
    Case(status: 409, method: "POST", body: #"{"userName":"ANA"}"#, says: "userName"),
    Case(status: 412, method: "DELETE", path: "/Users/ID", ifMatch: "W/\"0\"", says: "version"),
    Case(
      status: 413, method: "POST", body: "[" + String(repeating: " ", count: 5000) + "]", says: "4096 bytes"),
    Case(status: 415, method: "POST", body: "<x/>", contentType: "text/xml", says: "application/scim+json"),
    Case(status: 501, path: "/Me", says: "/Me", versions: ["v2"]),
  ]

  @Test("an error says in the form of its version what is wrong", arguments: cases)
  func form(_ row: Case) async throws {
    try await RunningServer.run(configure: { $0.maximumBodyBytes = 4096 }) { server in
      let made = try await server.scim("POST", "/Users", RunningServer.user("ana"))
      let id = try #require(try made.object["id"]?.stringValue)
      let reader = try await server.ledger.issueToken(named: "reader", scope: .read).secret
      let token = row.token?.replacing("READER", with: reader) ?? server.secret
      for version in row.versions {
        var headers: [String: String] = [:]
        if row.body != nil { headers["Content-Type"] = row.contentType }
        headers["Accept"] = row.accept
        headers["If-Match"] = row.ifMatch
        let answer = try await server.send(
          row.method, "/scim/\(version)" + row.path.replacing("ID", with: id),
          authorization: "Bearer " + token, headers: headers, body: row.body.map { .bytes(Array($0.utf8)) })
        try Self.check(answer, row.status, says: row.says, version)
      }
    }
  }

  @Test("so do those of a server that is asked too often, or can't write")
  func unavailable() async throws {
    try await RunningServer.run(
      configure: { $0.rateLimit = RateLimit(requestsPerSecond: 25, burst: 25) ?? .standard }
    ) { server in
      for version in ["v1", "v2"] {
        var limited: RunningServer.Answer?
        for _ in 0..<1000 where limited == nil {
          let answer = try await server.send(
            "GET", "/scim/\(version)/Users", authorization: "Bearer " + server.secret)
          if answer.status == 429 { limited = answer }
        }
        let answer = try #require(limited)
        try Self.check(answer, 429, says: "too many requests", version)
        #expect(answer.header("Retry-After") == "1")
      }
      let other = try await server.ledger.issueToken(named: "other").secret
      await server.ledger.close()
      for version in ["v1", "v2"] {
        let answer = try await server.send(
          "POST", "/scim/\(version)/Users", authorization: "Bearer " + other,
          headers: ["Content-Type": "application/json"],
          body: .bytes(RunningServer.user("b").serialized()))
        try Self.check(answer, 503, says: "closed", version)
        #expect(answer.header("Retry-After") != nil)
      }
    }
  }

  private static func check(
    _ answer: RunningServer.Answer, _ status: Int, says text: String, _ version: String
  ) throws {
    #expect(answer.status == status)
    let object = try answer.object
    let detail = object["detail"]?.stringValue ?? ""
    #expect(detail.contains(text), "\(version): \(detail)")
    if version == "v1" {
      #expect(answer.header("Content-Type") == "application/json")
      let error = object["Errors"]?.arrayValue?.first?.objectValue
      #expect(error == ["description": .string(detail), "code": .string(String(status))])
    } else {
      #expect(answer.header("Content-Type")?.hasPrefix("application/scim+json") == true)
      #expect(object["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"])
      #expect(object["status"] == .string(String(status)))
    }
  }
}
