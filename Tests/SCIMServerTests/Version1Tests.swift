import AsyncHTTPClient
import ScimLedger
import Testing

@testable import SCIMServer

/// SCIM 1.1 over HTTP: the errors that the server itself makes are written as 1.1 writes them too.
@Suite("SCIM 1.1")
struct Version1Tests {
  @Test("a user is made at /scim/v1 and located there, and 2.0 finds it")
  func user() async throws {
    try await RunningServer.run { server in
      let authorization = "Bearer " + server.secret
      let created = try await server.send(
        "POST", "/scim/v1/Users.json", authorization: authorization,
        headers: ["Content-Type": "application/json"],
        body: .bytes(Array(#"{"schemas":["urn:scim:schemas:core:1.0"],"userName":"babs"}"#.utf8)))
      #expect(created.status == 201)
      #expect(created.header("Content-Type") == "application/json")
      let location = try #require(created.header("Location"))
      #expect(location.hasPrefix("http://127.0.0.1:\(server.port)/scim/v1/Users/"))
      #expect(try created.object["schemas"] == ["urn:scim:schemas:core:1.0"])
      let id = try #require(try created.object["id"]?.stringValue)
      #expect(try await server.scim("GET", "/Users/" + id).status == 200)
      let refused = try await server.send(
        "GET", "/scim/v1/Users", authorization: authorization, headers: ["Accept": "application/xml"])
      #expect(refused.status == 406)
    }
  }

  @Test(
    "errors before the request is read have Errors and detail",
    arguments: [("GET", 0, 401), ("POST", 4096, 413)])
  func errors(method: String, length: Int, status: Int) async throws {
    try await RunningServer.run(configure: { $0.maximumBodyBytes = 1024 }) { server in
      let answer = try await server.send(
        method, "/scim/v1/Users", authorization: length == 0 ? "Bearer unknown" : "Bearer " + server.secret,
        headers: ["Content-Type": "application/json"],
        body: length == 0 ? nil : .bytes(Array(repeating: UInt8(ascii: " "), count: length)))
      #expect(answer.status == status)
      #expect(answer.header("Content-Type") == "application/json")
      let error = try answer.object["Errors"]?.arrayValue?.first?.objectValue
      #expect(error?["code"] == .string(String(status)))
      #expect(try answer.object["detail"] == error?["description"])
    }
  }
}
