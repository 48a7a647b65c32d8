import LedgerTestKit
import ScimLedger
import Testing

/// What a client of SCIM 1.1 learns about the service, and bulk requests in its form.
@Suite struct Version1DiscoveryTests {
  @Test("the configuration has the members of 1.1 under their names there")
  func configuration() async throws {
    try await withTestLedger { test in
      let answer = await test.speaking(.v1).send("GET", "/ServiceProviderConfigs")
      #expect(answer.status == 200)
      #expect(answer["schemas"] == ["urn:scim:schemas:core:1.0"])
      for name in ["patch", "bulk", "filter", "changePassword", "sort", "etag"] {
        #expect(answer[name]?.objectValue?["supported"]?.boolValue != nil, "\(name)")
      }
      #expect(answer["xmlDataFormat"] == ["supported": false])
      #expect(answer["pagination"] == nil)
      let scheme = answer["authenticationSchemes"]?.arrayValue?.first?.objectValue
      #expect(scheme?["specUrl"] != nil)
      #expect(scheme?["specUri"] == nil)
      #expect(
        answer["meta"]?.objectValue?["location"] == "http://localhost/scim/v1/ServiceProviderConfigs")
      #expect(await test.speaking(.v1).send("GET", "/ServiceProviderConfig").json == answer.json)
    }
  }

  @Test(
    "a schema is found by its id, the resource's name and the endpoint's",
    arguments: [
      ("urn:scim:schemas:core:1.0:User", "/Users"), ("User", "/Users"), ("users", "/Users"),
      ("urn:scim:schemas:core:1.0", "/Users"), ("urn:scim:schemas:extension:enterprise:1.0", "/Users"),
      ("urn:ietf:params:scim:schemas:core:2.0:User", "/Users"), ("Groups", "/Groups"),
      ("urn:scim:schemas:core:1.0:Group", "/Groups"),
    ])
  func schema(name: String, endpoint: String) async throws {
    try await withTestLedger { test in
      let answer = await test.speaking(.v1).send("GET", "/Schemas/\(name)")
      #expect(answer.status == 200)
      #expect(answer["endpoint"] == .string(endpoint))
      let location = "http://localhost/scim/v1/Schemas/\(answer.id)"
      #expect(answer["meta"]?.objectValue?["location"] == .string(location))
    }
  }

  @Test("attributes are described as 1.1 describes them, the enterprise ones with their URN")
  func attributes() async throws {
    try await withTestLedger { test in
      let answer = await test.speaking(.v1).send("GET", "/Schemas")
      #expect(answer["schemas"]?.arrayValue?.first == "urn:scim:schemas:core:1.0")
      #expect(answer.ids == ["urn:scim:schemas:core:1.0:User", "urn:scim:schemas:core:1.0:Group"])
      let user = try #require(answer.resources.first?.objectValue)
      let attributes = try #require(user["attributes"]?.arrayValue).compactMap(\.objectValue)
      for attribute in attributes {
        for name in ["multiValued", "readOnly", "required", "caseExact"] {
          #expect(attribute[name]?.boolValue != nil, "\(attribute["name"] ?? "")")
        }
        #expect(attribute["mutability"] == nil)
        #expect(attribute["type"] != "reference")
      }
      func attribute(_ name: String) throws -> JSONObject {
        try #require(attributes.first { $0["name"] == .string(name) })
      }
      #expect(try attribute("userName")["schema"] == "urn:scim:schemas:core:1.0")
      #expect(try attribute("department")["schema"] == "urn:scim:schemas:extension:enterprise:1.0")
      #expect(try attribute("addresses")["multiValuedAttributeChildName"] == "address")
      #expect(try attribute("emails")["multiValuedAttributeChildName"] == "email")
      #expect(try attribute("id")["readOnly"] == true)
      let manager = try attribute("manager")["subAttributes"]?.arrayValue ?? []
      #expect(manager.compactMap { $0.objectValue?["name"] } == ["managerId", "displayName"])
    }
  }

  @Test(
    "discovery is read, not written, and what is not there is said so",
    arguments: [
      ("POST", "/ServiceProviderConfigs", 405), ("POST", "/Schemas", 405), ("PUT", "/Schemas/User", 405),
      ("POST", "/ResourceTypes", 405), ("GET", "/Schemas/nothing", 404), ("GET", "/Schemas/User/x", 404),
      ("GET", "/ResourceTypes", 200),
    ])
  func statuses(method: String, path: String, status: Int) async throws {
    try await withTestLedger { test in
      let answer = await test.speaking(.v1).send(method, path, text: method == "GET" ? nil : "test")
      #expect(answer.status == status)
      #expect((answer.headers["Allow"] == "GET") == (status == 405))
      #expect((answer["Errors"] == nil) == (status == 200))
    }
  }

  @Test("a bulk request in the form of 1.1: references, a manager by bulkId, a failure")
  func bulk() async throws {
    try await withTestLedger { test in
      let v1 = test.speaking(.v1)
      let enterprise = "urn:scim:schemas:extension:enterprise:1.0"
      let core: JSONValue = ["urn:scim:schemas:core:1.0"]
      let answer = await v1.send(
        "POST", "/Bulk",
        [
          "schemas": core,
          "Operations": [
            [
              "method": "POST", "path": "/Groups", "bulkId": "g",
              "data": ["schemas": core, "displayName": "Crew", "members": [["value": "bulkId:a"]]],
            ],
            [
              "method": "POST", "path": "/Users", "bulkId": "a",
              "data": [
                "schemas": core, "userName": "a",
                "urn:scim:schemas:extension:enterprise:1.0": ["manager": ["managerId": "bulkId:b"]],
              ],
            ],
            [
              "method": "POST", "path": "/Users", "bulkId": "b", "data": ["schemas": core, "userName": "b"],
            ],
            [
              "method": "POST", "path": "/Users", "bulkId": "c", "data": ["schemas": core, "userName": "A"],
            ],
          ],
        ])
      #expect(answer.status == 200)
      #expect(answer["schemas"] == core)
      let operations = (answer["Operations"]?.arrayValue ?? []).compactMap(\.objectValue)
      let codes = operations.map { $0["status"]?.objectValue?["code"]?.stringValue }
      #expect(codes == ["201", "201", "201", "409"])
      #expect(operations.last?["status"]?.objectValue?["description"]?.stringValue?.isEmpty == false)
      #expect(
        operations.first?["location"]?.stringValue?.hasPrefix("http://localhost/scim/v1/Groups/") == true)
      let users = await v1.send("GET", "/Users?sortBy=userName")
      let boss = try #require(users.ids.last)
      let first = users.resources.first?.objectValue
      #expect(first?[enterprise] == ["manager": ["managerId": .string(boss)]])
      #expect(await test.send("GET", "/Groups").resources.count == 1)
      let deleted = await v1.send(
        "POST", "/Bulk",
        [
          "schemas": core,
          "Operations": [
            [
              "method": "PATCH", "path": .string("/Users/\(boss)"),
              "data": ["title": "Boss", "meta": ["attributes": ["displayName"]]],
            ]
          ],
        ])
      let codesAfter = (deleted["Operations"]?.arrayValue ?? []).map {
        $0.objectValue?["status"]?.objectValue?["code"]
      }
      #expect(codesAfter == ["200"])
      #expect(await v1.send("GET", "/Users/\(boss)")["title"] == "Boss")
    }
  }

  @Test("each operation of a bulk request is an event of version 1.1 at its own path")
  func bulkEvents() async throws {
    try await withTestLedger { test in
      let events = try await test.events {
        await test.speaking(.v1).send(
          "POST", "/Bulk",
          [
            "schemas": ["urn:scim:schemas:core:1.0"],
            "Operations": [
              ["method": "POST", "path": "/Users", "bulkId": "a", "data": ["userName": "a"]],
              ["method": "DELETE", "path": "/Users/nobody"],
            ],
          ])
      }
      #expect(events.map(\.protocolVersion) == ["1.1", "1.1"])
      #expect(events.map(\.request?.path) == ["/Users", "/Users/nobody"])
    }
  }
}
