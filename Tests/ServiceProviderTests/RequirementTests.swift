import LedgerTestKit
import ScimLedger
import Testing

/// Requirements of RFC 7643 and RFC 7644 on resources and messages that no other suite stands for.
@Suite struct RequirementTests {
  static let core = "urn:ietf:params:scim:schemas:core:2.0:User"
  static let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

  @Test("a new resource has an id, meta and its location in three places, and was never modified")
  func created() async throws {
    try await withTestLedger { test in
      for (endpoint, type) in [("/Users", "User"), ("/Groups", "Group")] {
        let made = await test.send(
          "POST", endpoint, ["userName": "ana", "displayName": "A", "id": "mine", "meta": ["version": "x"]])
        #expect(made.status == 201 && !made.id.isEmpty && made.id != "mine")
        #expect(made["externalId"] == nil, "it is the client's alone to give")
        let meta = try #require(made["meta"]?.objectValue)
        #expect(meta["resourceType"] == .string(type))
        #expect(meta["created"] == meta["lastModified"])
        #expect(meta["created"]?.stringValue.flatMap { DateTime(parsing: $0) } != nil)
        #expect(meta["version"]?.stringValue?.hasPrefix("W/\"") == true && meta["version"] != "x")
        #expect(meta["version"]?.stringValue == made.headers["ETag"])
        #expect(meta["location"] == .string("http://localhost/scim/v2\(endpoint)/\(made.id)"))
        let read = await test.send("GET", "\(endpoint)/\(made.id)")
        for answer in [made, read] {
          #expect(answer.headers["Location"] == meta["location"]?.stringValue)
          #expect(answer.headers["Content-Location"] == meta["location"]?.stringValue)
          #expect(answer.headers["Content-Type"]?.hasPrefix("application/scim+json") == true)
        }
        #expect(read.json == made.json)
      }
    }
  }

  @Test("ids are unique over all types, stay, and never hold the word bulkId")
  func identifiers() async throws {
    try await withTestLedger { test in
      var ids: [String] = []
      for index in 0..<20 {
        ids.append(await test.createUser("u\(index)"))
        ids.append(await test.createGroup("g\(index)"))
      }
      #expect(Set(ids).count == 40 && !ids.contains(""))
      #expect(ids.allSatisfy { !$0.lowercased().contains("bulkid") })
      await test.patch("/Users/\(ids[0])", ["op": "replace", "path": "userName", "value": "other"])
      #expect(await test.send("GET", "/Users/\(ids[0])").id == ids[0])
      await test.send("DELETE", "/Users/\(ids[0])")
      #expect(!ids.contains(await test.createUser("u0")), "an id is not given again")
    }
  }

  @Test("schemas of an answer are those that have attributes in it, each once")
  func schemas() async throws {
    try await withTestLedger { test in
      let made = await test.send(
        "POST", "/Users",
        [
          "schemas": [.string(Self.enterprise), .string(Self.core), .string(Self.core)], "userName": "ana",
          Self.enterprise: ["department": "Sales"],
        ])
      #expect(made["schemas"] == [.string(Self.core), .string(Self.enterprise)])
      let target = "/Users/\(made.id)"
      let cleared = await test.patch(target, ["op": "remove", "path": "\(Self.enterprise):department"])
      #expect(cleared["schemas"] == [.string(Self.core)] && cleared[Self.enterprise] == nil)
      let again = await test.patch(
        target, ["op": "add", "path": "\(Self.enterprise):department", "value": "Sales"])
      #expect(again["schemas"] == [.string(Self.core), .string(Self.enterprise)])
      #expect(again[Self.enterprise] == ["department": "Sales"] && again["department"] == nil)
    }
  }

  @Test("the order of attributes changes nothing")
  func order() async throws {
    try await withTestLedger { test in
      let made = await test.send("POST", "/Users", ["title": "Dr", "userName": "ana", "nickName": "A"])
      let put = await test.send(
        "PUT", "/Users/\(made.id)", ["nickName": "A", "userName": "ana", "active": true, "title": "Dr"])
      #expect(put.etag == made.etag)
    }
  }

  @Test("no attribute, null and an empty array are one state", arguments: [nil, [], ""] as [JSONValue])
  func unassigned(_ empty: JSONValue) async throws {
    try await withTestLedger { test in
      let made = await test.send(
        "POST", "/Users", ["userName": "ana", "emails": empty, "nickName": empty])
      #expect(made.status == 201 && made["emails"] == nil && made["nickName"] == nil)
      let target = "/Users/\(made.id)"
      await test.patch(target, ["op": "add", "path": "emails", "value": [["value": "a@x"]]])
      let put = await test.send("PUT", target, ["userName": "ana", "emails": empty])
      #expect(put["emails"] == nil)
      #expect(await test.send("GET", "/Users?filter=emails%20pr").totalResults == 0)
      #expect(await test.send("GET", "/Users?filter=not%20(nickName%20pr)").totalResults == 1)
    }
  }

  @Test("the same type and value stand once in a multi-valued attribute, and one is primary")
  func duplicates() async throws {
    try await withTestLedger { test in
      let work: JSONValue = ["value": "a@x", "type": "work", "primary": true]
      let made = await test.send("POST", "/Users", ["userName": "ana", "emails": [work, work]])
      #expect(made["emails"] == [work])
      let target = "/Users/\(made.id)"
      let same = await test.patch(target, ["op": "add", "path": "emails", "value": [work]])
      #expect(same["emails"] == [work] && same["meta"] == made["meta"], "nor is it a change")
      let home: JSONValue = ["value": "b@x", "type": "home", "primary": true]
      let more = await test.patch(target, ["op": "add", "path": "emails", "value": [home]])
      #expect(more["emails"] == [["value": "a@x", "type": "work", "primary": false], home])
    }
  }

  @Test(
    "a userName is a text that is not empty, in a POST and in a PUT",
    arguments: [nil, "", []] as [JSONValue])
  func userName(_ empty: JSONValue) async throws {
    try await withTestLedger { test in
      let id = await test.createUser("ana")
      for (method, target) in [("POST", "/Users"), ("PUT", "/Users/\(id)")] {
        for body in [["userName": empty], ["title": "x"]] as [JSONValue] {
          let answer = await test.send(method, target, body)
          #expect(answer.status == 400 && answer.scimType == "invalidValue")
          #expect(answer.detail?.contains("userName") == true)
        }
      }
      #expect(
        await test.patch("/Users/\(id)", ["op": "remove", "path": "userName"]).scimType == "mutability")
    }
  }

  @Test("a user's groups are read, and changed by the group alone; a member's reference leads to it")
  func membership() async throws {
    try await withTestLedger { test in
      let user = await test.createUser("ana")
      let group = await test.createGroup("Crew", of: [user])
      let target = "/Users/\(user)"
      await test.send("PUT", target, ["userName": "ana", "groups": []])
      #expect(await test.send("GET", target).values("groups") == [group])
      #expect(
        await test.patch(target, ["op": "remove", "path": "groups"]).scimType == "mutability")
      let members = await test.send("GET", "/Groups/\(group)")["members"]?.arrayValue
      let reference = try #require(members?.first?.objectValue?["$ref"]?.stringValue)
      #expect(reference == "http://localhost/scim/v2/Users/\(user)")
      #expect(members?.first?.objectValue?["value"] == .string(user))
      #expect(
        await test.send("GET", String(reference.dropFirst("http://localhost/scim/v2".count))).id == user)
      await test.patch("/Groups/\(group)", ["op": "remove", "path": "members[value eq \"\(user)\"]"])
      #expect(await test.send("GET", target).values("groups") == [])
    }
  }

  @Test("letters keep their case, certificates their base64, countries and addresses what was said")
  func preserved() async throws {
    try await withTestLedger { test in
      let body: JSONObject = [
        "userName": "AnA", "externalId": "eX", "x509Certificates": [["value": "MIIDQzCCAqygAwIBAgICEAAw"]],
        "addresses": [["country": "PT", "type": "work"]], "emails": [["value": "Ana@Example.com"]],
      ]
      let made = await test.send("POST", "/Users", .object(body))
      for member in body { #expect(made[member.name] == member.value, "\(member.name)") }
      #expect(await test.send("GET", "/Users?filter=userName%20eq%20%22ANA%22").totalResults == 1)
      #expect(await test.send("GET", "/Users?filter=externalId%20eq%20%22EX%22").totalResults == 0)
    }
  }

  @Test("a PATCH is done as a whole or not at all")
  func atomic() async throws {
    try await withTestLedger { test in
      let made = await test.send("POST", "/Users", ["userName": "ana", "title": "Dr"])
      let target = "/Users/\(made.id)"
      for last in [
        ["op": "replace", "path": "emails[type eq \"work\"]", "value": ["value": "x"]],
        ["op": "replace", "path": "nothing", "value": 1], ["op": "remove", "path": "userName"],
        ["op": "add", "path": "active", "value": "perhaps"], ["op": "move", "path": "title"],
        ["path": "title", "value": "x"], ["op": "add", "path": "title"],
      ] as [JSONValue] {
        let answer = await test.patch(
          target, ["op": "replace", "path": "title", "value": "Prof"],
          ["op": "add", "path": "nickName", "value": "A"], last)
        #expect(answer.status == 400, "\(last)")
        #expect(await test.send("GET", target).json == made.json)
      }
    }
  }

  @Test("a PATCH names its message's schema and has operations")
  func patchMessage() async throws {
    try await withTestLedger { test in
      let target = "/Users/\(await test.createUser("ana"))"
      let operation: JSONValue = ["op": "add", "path": "name", "value": ["givenName": "Ana"]]
      for body in [
        ["schemas": [.string(Self.core)], "Operations": [operation]],
        ["schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": []],
        ["schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"]],
      ] as [JSONValue] {
        #expect(await test.send("PATCH", target, body).scimType == "invalidSyntax")
      }
      let answer = await test.patch(target, operation)
      #expect(answer.status == 200 && answer["name"] == ["givenName": "Ana"])
    }
  }
}
