import LedgerTestKit
import ScimLedger
import Testing

/// What is written in SCIM 1.1 is the same to a client of 2.0, and the other way round.
@Suite struct Version1RoundTripTests {
  static let core: JSONValue = "urn:scim:schemas:core:1.0"
  static let enterprise = "urn:scim:schemas:extension:enterprise:1.0"
  static let enterprise2 = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

  /// A user as a client of 1.1 writes it, whose manager is the one with this id.
  static func user(_ userName: String, manager: String) -> JSONValue {
    [
      "schemas": [core, .string(enterprise)], "userName": .string(userName), "externalId": "701984",
      "name": ["givenName": "Barbara", "familyName": "Jensen"], "active": true, "password": "t1meMa$heen",
      "emails": [["value": "babs@example.com", "type": "work", "primary": true]],
      "urn:scim:schemas:extension:enterprise:1.0": [
        "department": "Tours", "manager": ["managerId": .string(manager), "displayName": "x"],
      ],
    ]
  }

  @Test("a user written in 1.1 reads right in 2.0, and in 1.1 after 2.0 has changed it")
  func userThroughBoth() async throws {
    try await withTestLedger { test in
      let v1 = test.speaking(.v1)
      let manager = await test.createUser("boss")
      let other = await test.createUser("other")
      let created = await v1.send("POST", "/Users", Self.user("babs", manager: manager))
      #expect(created.status == 201, "\(created.detail ?? "")")
      #expect(created["schemas"] == [Self.core, .string(Self.enterprise)])
      #expect(
        created[Self.enterprise] == ["department": "Tours", "manager": ["managerId": .string(manager)]])
      #expect(created["password"] == nil)

      let read = await test.send("GET", "/Users/\(created.id)")
      #expect(read["schemas"] == ["urn:ietf:params:scim:schemas:core:2.0:User", .string(Self.enterprise2)])
      #expect(read["userName"] == "babs")
      #expect(read["externalId"] == "701984")
      let extended = try #require(read[Self.enterprise2]?.objectValue)
      #expect(extended["manager"]?.objectValue?["value"] == .string(manager))
      #expect(extended["manager"]?.objectValue?["managerId"] == nil)

      let patched = await test.patch(
        "/Users/\(created.id)",
        ["op": "replace", "path": .string("\(Self.enterprise2):manager"), "value": ["value": .string(other)]])
      #expect(patched.status == 200, "\(patched.detail ?? "")")
      let again = await v1.send("GET", "/Users/\(created.id)")
      #expect(again[Self.enterprise]?.objectValue?["manager"] == ["managerId": .string(other)])

      // What 1.1 shows can be sent back as it is, and changes nothing.
      let events = try await test.events {
        #expect(await v1.send("PUT", "/Users/\(created.id)", again.json).status == 200)
      }
      #expect(events.map(\.isUnchanged) == [true])
    }
  }

  @Test("an event is the same for both versions, but for the request and its version")
  func events() async throws {
    let body1 = Self.user("babs", manager: "26118915-6090-4610-87e4-49d8ca9f808d")
    let body2: JSONValue = [
      "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", .string(Self.enterprise2)],
      "userName": "babs", "externalId": "701984",
      "name": ["givenName": "Barbara", "familyName": "Jensen"], "active": true, "password": "t1meMa$heen",
      "emails": [["value": "babs@example.com", "type": "work", "primary": true]],
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": [
        "department": "Tours", "manager": ["value": "26118915-6090-4610-87e4-49d8ca9f808d"],
      ],
    ]
    func event(_ version: ProtocolVersion, _ path: String, _ body: JSONValue) async throws -> Event {
      try await withTestLedger { test in
        let events = try await test.events {
          #expect(await test.speaking(version).send("POST", path, body).status == 201)
        }
        return try #require(events.first)
      }
    }
    let first = try await event(.v1, "/Users.json", body1)
    let second = try await event(.v2, "/Users", body2)
    #expect(first.effect == second.effect)
    #expect(first.operation == .create)
    #expect(first.protocolVersion == "1.1")
    #expect(second.protocolVersion == "2.0")
    let request = try #require(first.request)
    #expect(request.path == "/Users.json")
    let kept = try JSONValue(parsing: try #require(request.body))
    #expect(kept.objectValue?["schemas"] == [Self.core, .string(Self.enterprise)])
    #expect(kept.objectValue?["password"] == "[redacted]")
  }

  @Test("PUT leaves out what it does not give, and a group's members read alike in both")
  func putAndGroups() async throws {
    try await withTestLedger { test in
      let v1 = test.speaking(.v1)
      let user = await v1.send("POST", "/Users", Self.user("babs", manager: "x"))
      let put = await v1.send(
        "PUT", "/Users/\(user.id)",
        ["schemas": [Self.core], "id": .string(user.id), "userName": "babs", "displayName": "Babs"])
      #expect(put.status == 200)
      #expect(put["emails"] == nil)
      #expect(put[Self.enterprise] == nil)
      #expect(put["schemas"] == [Self.core])

      let group = await v1.send(
        "POST", "/Groups",
        [
          "schemas": [Self.core], "displayName": "Tour Guides",
          "members": [["value": .string(user.id), "type": "user", "primary": false]],
        ])
      #expect(group["schemas"] == [Self.core])
      #expect(
        group["members"]?.arrayValue?.first?.objectValue?.map(\.name).contains("$ref") == false)
      #expect(await test.send("GET", "/Groups/\(group.id)").values("members") == [user.id])
      let shown = await v1.send("GET", "/Users/\(user.id)")
      #expect(shown.values("groups") == [group.id])
      let location = "http://localhost/scim/v1/Users/\(user.id)"
      #expect(shown["meta"]?.objectValue?["location"] == .string(location))
      #expect(shown["meta"]?.objectValue?["resourceType"] == nil)
      #expect(shown.headers["Location"] == location)
      #expect(shown.headers["Content-Type"] == "application/json")
    }
  }

  @Test("a deleted user is gone for both, and the name is free again")
  func deletion() async throws {
    try await withTestLedger { test in
      let v1 = test.speaking(.v1)
      let user = await test.createUser("babs")
      #expect(await v1.send("DELETE", "/Users/\(user).json").status == 204)
      #expect(await v1.send("GET", "/Users/\(user)").status == 404)
      #expect(await test.send("GET", "/Users/\(user)").status == 404)
      let again = await v1.send("POST", "/Users", ["schemas": [Self.core], "userName": "babs"])
      #expect(again.status == 201)
    }
  }

  @Test("a stale version is refused, a current one taken")
  func versions() async throws {
    try await withTestLedger { test in
      let v1 = test.speaking(.v1)
      let user = await test.createUser("babs")
      let body: JSONValue = ["schemas": [Self.core], "userName": "babs", "title": "Guide"]
      let stale = await v1.send("PUT", "/Users/\(user)", body, ifMatch: "W/\"999\"")
      #expect(stale.status == 412)
      let current = await v1.send("GET", "/Users/\(user)").etag
      #expect(await v1.send("PUT", "/Users/\(user)", body, ifMatch: current).status == 200)
      let tag = await v1.send("GET", "/Users/\(user)").etag
      #expect(await v1.send("GET", "/Users/\(user)", ifNoneMatch: tag).status == 304)
    }
  }
}
