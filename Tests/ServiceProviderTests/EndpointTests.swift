import LedgerTestKit
import ScimLedger
import Testing

@Suite struct EndpointTests {
  struct Request: Sendable, CustomTestStringConvertible {
    var method: String
    var target: String
    var status: Int
    var operation: Event.Operation = .unsupported
    var allow: String?

    var testDescription: String { "\(method) \(target)" }
  }

  static let requests = [
    Request(method: "PUT", target: "/Users", status: 405, allow: "GET, POST"),
    Request(method: "DELETE", target: "/Groups", status: 405, allow: "GET, POST"),
    Request(method: "POST", target: "/Users/x", status: 405, allow: "GET, PUT, PATCH, DELETE"),
    Request(method: "HEAD", target: "/Users", status: 405, allow: "GET, POST"),
    Request(method: "get", target: "/Users", status: 405, allow: "GET, POST"),
    Request(method: "POST", target: "/ServiceProviderConfig", status: 405, allow: "GET"),
    Request(method: "PUT", target: "/Schemas", status: 405, allow: "GET"),
    Request(method: "PATCH", target: "/ResourceTypes/User", status: 405, allow: "GET"),
    Request(method: "POST", target: "/Bulk", status: 400, operation: .bulk),
    Request(method: "GET", target: "/Bulk", status: 405, allow: "POST"),
    Request(method: "GET", target: "/Me", status: 501),
    Request(method: "PATCH", target: "/Me/x", status: 501),
    Request(method: "POST", target: "/.search", status: 400, operation: .query),
    Request(method: "POST", target: "/Users/.search", status: 400, operation: .query),
    Request(method: "POST", target: "/Groups/.search", status: 400, operation: .query),
    Request(method: "GET", target: "/", status: 200, operation: .query),
    Request(method: "GET", target: "", status: 200, operation: .query),
    Request(method: "POST", target: "/", status: 405, allow: "GET"),
    Request(method: "GET", target: "/Users/.search", status: 405, allow: "POST"),
    Request(method: "PUT", target: "/Users/x/history", status: 405, allow: "GET"),
    Request(method: "GET", target: "/Users/x/history", status: 404, operation: .query),
    Request(method: "GET", target: "/users", status: 404),
    Request(method: "GET", target: "/Devices", status: 404),
    Request(method: "GET", target: "/Users/a/b", status: 404),
    Request(method: "GET", target: "/Schemas?filter=id+pr", status: 403, operation: .discover),
    Request(method: "GET", target: "/ResourceTypes?filter=", status: 403, operation: .discover),
    Request(method: "GET", target: "/ServiceProviderConfig?FILTER=x", status: 403, operation: .discover),
    Request(method: "GET", target: "/Schemas/urn:none", status: 404, operation: .discover),
    Request(method: "GET", target: "/ResourceTypes/Device", status: 404, operation: .discover),
    Request(method: "GET", target: "/ServiceProviderConfig", status: 200, operation: .discover),
    Request(method: "GET", target: "/ResourceTypes", status: 200, operation: .discover),
    Request(method: "GET", target: "/ResourceTypes/User", status: 200, operation: .discover),
    Request(method: "GET", target: "/Schemas", status: 200, operation: .discover),
    Request(
      method: "GET", target: "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User", status: 200,
      operation: .discover),
    Request(
      method: "GET", target: "/Schemas/URN%3Aietf:params:scim:schemas:extension:enterprise:2.0:user",
      status: 200, operation: .discover),
  ]

  @Test("each endpoint answers what it serves and names what it does not", arguments: requests)
  func endpoints(_ request: Request) async throws {
    try await withTestLedger { test in
      let events = try await test.events {
        let answer = await test.send(request.method, request.target)
        #expect(answer.status == request.status)
        #expect(answer.headers["Allow"] == request.allow)
        if request.status >= 400 {
          #expect(answer["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"])
          #expect(answer["status"]?.stringValue == "\(request.status)")
        }
      }
      #expect(events.map(\.operation) == [request.operation])
      #expect(events.map(\.outcome.status) == [request.status])
    }
  }

  @Test("the discovery documents agree with what is served")
  func discovery() async throws {
    try await withTestLedger { test in
      let config = await test.send("GET", "/ServiceProviderConfig")
      func supported(_ name: String) -> Bool? { config[name]?.objectValue?["supported"]?.boolValue }
      #expect(supported("patch") == true && supported("filter") == true && supported("etag") == true)
      #expect(
        supported("bulk") == true && supported("sort") == true && supported("changePassword") == false)
      #expect(config["filter"]?.objectValue?["maxResults"]?.intValue == 1000)
      #expect(config["bulk"]?.objectValue?["maxOperations"]?.intValue == 1000)
      #expect(config["bulk"]?.objectValue?["maxPayloadSize"]?.intValue == 1 << 20)
      let types = await test.send("GET", "/ResourceTypes")
      #expect(types.totalResults == 2)
      for type in types.resources.compactMap(\.objectValue) {
        let endpoint = try #require(type["endpoint"]?.stringValue)
        #expect(await test.send("GET", endpoint).status == 200)
        let schema = try #require(type["schema"]?.stringValue)
        #expect(await test.send("GET", "/Schemas/\(schema)").status == 200)
      }
      let schemas = await test.send("GET", "/Schemas")
      #expect(
        Set(schemas.ids).isSuperset(of: [
          "urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:core:2.0:Group",
          "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
        ]))
      #expect(schemas.totalResults == schemas.ids.count)
    }
  }

  @Test(
    "a body that is no JSON is refused with the place of the fault",
    arguments: [
      ("{\"userName\":}", 12), ("{\"userName\":\"a\"", 15), ("", -1), ("{\"a\":1,\"a\":2}", 7), ("[1,]", 3),
      ("{\"userName\":\"a\"} x", 17),
    ])
  func invalidJSON(_ text: String, offset: Int) async throws {
    try await withTestLedger { test in
      let id = await test.createUser("ana")
      for (method, target) in [("POST", "/Users"), ("PUT", "/Users/\(id)"), ("PATCH", "/Users/\(id)")] {
        let events = try await test.events {
          let answer = await test.send(method, target, text: text)
          #expect(answer.status == 400 && answer.scimType == "invalidSyntax")
          if offset >= 0 {
            #expect(answer.detail?.contains("byte \(offset)") == true, "\(answer.detail ?? "")")
          }
        }
        #expect(events.count == 1)
        #expect(events.first?.request?.body == nil, "what can't be read can't be cleared of secrets")
        #expect(events.first?.outcome.status == 400)
      }
    }
  }

  @Test(
    "only JSON is taken, under each of its names",
    arguments: [
      ("application/scim+json", 201), ("application/json", 201), ("application/json; charset=utf-8", 201),
      ("Application/SCIM+JSON ;charset=UTF-8", 201), ("application/xml", 415), ("text/plain", 415),
      ("application/x-www-form-urlencoded", 415), ("", 415), ("application/jsonx", 415),
    ])
  func contentType(_ type: String, status: Int) async throws {
    try await withTestLedger { test in
      let events = try await test.events {
        let response = await test.ledger.handle(
          SCIMRequest(
            method: "POST", path: "/Users", body: Array("{\"userName\":\"ana\"}".utf8), contentType: type),
          as: test.client)
        #expect(response.status == status)
      }
      #expect(events.map(\.outcome.status) == [status])
    }
  }
}
