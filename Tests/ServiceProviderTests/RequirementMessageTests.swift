import LedgerTestKit
import ScimLedger
import Testing

/// Requirements of RFC 7644 on discovery, queries and errors that no other suite stands for.
@Suite struct RequirementMessageTests {
  @Test("discovery has every member that is required, and ignores the parameters of queries")
  func discovery() async throws {
    try await withTestLedger { test in
      let config = await test.send("GET", "/ServiceProviderConfig")
      #expect(config["schemas"] == ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"])
      let schemes = (config["authenticationSchemes"]?.arrayValue ?? []).compactMap(\.objectValue)
      #expect(!schemes.isEmpty && schemes.allSatisfy { $0["type"] != nil && $0["name"] != nil })
      for target in ["/ServiceProviderConfig", "/ResourceTypes", "/Schemas"] {
        let plain = await test.send("GET", target)
        let asked = await test.send(
          "GET", target + "?sortBy=id&sortOrder=descending&startIndex=2&count=1&unknown=x")
        #expect(plain.status == 200 && asked.status == 200)
        #expect(asked.json == plain.json, "\(target)")
      }
    }
  }

  @Test("each resource type names schemas that are there, each schema itself and its attributes")
  func documents() async throws {
    try await withBadges { test in
      let schemas = await test.send("GET", "/Schemas")
      let types = await test.send("GET", "/ResourceTypes")
      #expect(schemas["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:ListResponse"])
      #expect(types["schemas"] == schemas["schemas"])
      for type in types.resources.compactMap(\.objectValue) {
        #expect(type["name"]?.stringValue?.isEmpty == false)
        let extensions = (type["schemaExtensions"]?.arrayValue ?? []).compactMap { $0.objectValue?["schema"] }
        for uri in [type["schema"] ?? .null] + extensions {
          #expect(schemas.ids.contains(uri.stringValue ?? ""), "\(uri)")
        }
      }
      for schema in schemas.resources.compactMap(\.objectValue) {
        #expect(schema["id"]?.stringValue?.hasPrefix("urn:") == true)
        #expect(schema["name"]?.stringValue?.isEmpty == false)
        // A message is no resource and has no schema to be found (RFC 7644 §3.1).
        #expect(schema["id"]?.stringValue?.contains("api:messages") == false)
        for attribute in (schema["attributes"]?.arrayValue ?? []).compactMap(\.objectValue) {
          let name = attribute["name"]?.stringValue ?? ""
          #expect(name.wholeMatch(of: #/\$ref|[A-Za-z][A-Za-z0-9_-]*/#) != nil, "\(name)")
          let isOfSchemas = schema["id"]?.stringValue?.hasSuffix("2.0:Schema") == true
          let parts = (attribute["subAttributes"]?.arrayValue ?? []).compactMap(\.objectValue)
          #expect(isOfSchemas || parts.allSatisfy { $0["type"] != "complex" }, "\(name)")
        }
      }
    }
  }

  @Test("errors, lists and messages are JSON with schemas under the prefix of messages")
  func messages() async throws {
    try await withTestLedger { test in
      for (method, target, body) in [
        ("GET", "/Users", nil), ("GET", "/Users/none", nil), ("POST", "/Users", ["title": "x"]),
        ("GET", "/nothing", nil), ("GET", "/Me", nil), ("PUT", "/Users", nil), ("POST", "/Bulk", [:]),
        ("GET", "/Users?filter=userName", nil), ("GET", "/Users?filter=", nil),
      ] as [(String, String, JSONValue?)] {
        let answer = await test.send(method, target, body)
        let uri = answer["schemas"]?.arrayValue?.first?.stringValue
        #expect(uri?.hasPrefix("urn:ietf:params:scim:api:messages:2.0:") == true, "\(method) \(target)")
        #expect(answer.headers["Content-Type"]?.hasPrefix("application/scim+json") == true)
        if answer.status >= 400 {
          #expect(answer["status"]?.stringValue == "\(answer.status)" && answer.detail?.isEmpty == false)
        }
      }
    }
  }

  @Test(
    "a filter that is none is refused as such",
    arguments: [
      "userName", "userName%20is%20%22x%22", "userName%20eq", "active%20gt%20true", "emails%5Btype",
      "(userName%20pr", "x509Certificates.value%20gt%20%22a%22",
    ])
  func filters(_ filter: String) async throws {
    try await withTestLedger { test in
      await test.createUser("ana")
      let answer = await test.send("GET", "/Users?filter=\(filter)")
      #expect(answer.status == 400 && answer.scimType == "invalidFilter")
    }
  }

  @Test("no page is larger than the service provider's limit or the client's count")
  func pages() async throws {
    try await withTestLedger { test in
      for index in 0..<4 { await test.createUser("u\(index)") }
      #expect(await test.send("GET", "/Users?count=3").ids.count == 3)
      #expect(await test.send("GET", "/Users?count=0").ids.isEmpty)
      #expect(await test.send("GET", "/Users?count=100000").ids.count == 4)
      #expect(await test.send("GET", "/Users?startIndex=-5&count=2").ids.count == 2)
      let all = await test.send("GET", "/Users?startIndex=0")
      #expect(all["startIndex"]?.intValue == 1 && all.totalResults == 4)
    }
  }

  @Test("sorting is ascending unless said otherwise, by the attribute's case rule")
  func sorting() async throws {
    try await withTestLedger { test in
      for (name, external) in [("b", "a"), ("A", "B"), ("c", "C")] {
        await test.createUser(name, ["externalId": .string(external)])
      }
      func names(_ query: String) async -> [String] {
        await test.send("GET", "/Users?" + query).resources.compactMap {
          $0.objectValue?["userName"]?.stringValue
        }
      }
      #expect(await names("sortBy=userName") == ["A", "b", "c"])
      #expect(await names("sortBy=userName&sortOrder=descending") == ["c", "b", "A"])
      #expect(await names("sortBy=externalId") == ["A", "c", "b"], "capitals are before small letters there")
    }
  }

  @Test("what was deleted is gone from every operation and query, and a PUT does not bring it back")
  func deleted() async throws {
    try await withTestLedger { test in
      let id = await test.createUser("ana")
      #expect(await test.send("DELETE", "/Users/\(id)").status == 204)
      let target = "/Users/\(id)"
      #expect(await test.send("GET", target).status == 404)
      #expect(await test.send("PUT", target, ["userName": "ana"]).status == 404)
      #expect(await test.patch(target, ["op": "remove", "path": "title"]).status == 404)
      #expect(await test.send("DELETE", target).status == 404)
      for query in ["", "?filter=userName%20eq%20%22ana%22", "?filter=id%20eq%20%22\(id)%22"] {
        let list = await test.send("GET", "/Users\(query)")
        #expect(list.status == 200 && list.totalResults == 0)
        #expect(list["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:ListResponse"])
      }
    }
  }

  @Test("JSON is UTF-8 both ways")
  func utf8() async throws {
    try await withTestLedger { test in
      let name = "Zoë 東京 \u{1F600}"
      let made = await test.send("POST", "/Users", ["userName": "z", "displayName": .string(name)])
      #expect(made["displayName"] == .string(name))
      let response = await test.ledger.handle(
        SCIMRequest(method: "GET", path: "/Users/\(made.id)", accept: "application/scim+json"),
        as: test.client)
      #expect(String(decoding: response.body, as: UTF8.self).contains(name))
      #expect(response.status == 200)
    }
  }
}
