import LedgerTestKit
import ScimLedger
import Testing

/// The rest of Microsoft's validation for gallery applications: groups, schemas and credentials.
@Suite struct MicrosoftGroupTests {
  static func match(_ displayName: String) -> String {
    "/Groups?excludedAttributes=members&filter=displayName+eq+%22\(displayName)%22"
  }

  static let crew: JSONValue = [
    "schemas": [
      "urn:ietf:params:scim:schemas:core:2.0:Group",
      "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group",
    ],
    "externalId": "crew", "displayName": "Crew", "meta": ["resourceType": "Group"],
  ]

  @Test("Create_Group_Test, POD_Group_Test: a group that is not found is created and found by its name")
  func createGroup() async throws {
    try await withTestLedger { test in
      #expect(await test.send("GET", Self.match("Crew")).totalResults == 0)
      let made = await test.send("POST", "/Groups", Self.crew)
      #expect(made.status == 201 && !made.id.isEmpty)
      #expect(await test.send("GET", Self.match("crew")).ids == [made.id])
    }
  }

  @Test("Update_Group_Test: a group is renamed and found by its new name")
  func updateGroup() async throws {
    try await withTestLedger { test in
      let id = await test.send("POST", "/Groups", Self.crew).id
      let renamed = await test.patch(
        "/Groups/\(id)", ["op": "Replace", "path": "displayName", "value": "Staff"])
      #expect([200, 204].contains(renamed.status))
      #expect(await test.send("GET", Self.match("Staff")).ids == [id])
      #expect(await test.send("GET", Self.match("Crew")).totalResults == 0)
    }
  }

  @Test("Delete_Group_Test, Restore_Group_Test: a group is gone when deleted, and can be made again")
  func deleteGroup() async throws {
    try await withTestLedger { test in
      let id = await test.send("POST", "/Groups", Self.crew).id
      #expect(await test.send("DELETE", "/Groups/\(id)").status == 204)
      #expect(await test.send("GET", Self.match("Crew")).totalResults == 0)
      let again = await test.send("POST", "/Groups", Self.crew)
      #expect(again.status == 201)
      #expect(await test.send("GET", Self.match("Crew")).ids == [again.id])
    }
  }

  @Test(
    "Group_Update_Add_Member_Test, Group_Update_Remove_Member_Test: a member comes and goes, told by the log",
    arguments: [false, true])
  func members(_ hasFlag: Bool) async throws {
    try await withTestLedger { test in
      let user = await test.createUser("ana")
      let id = await test.send("POST", "/Groups", Self.crew).id
      let events = try await test.events {
        await test.patch(
          "/Groups/\(id)", ["op": "Add", "path": "members", "value": [["value": .string(user)]]])
        #expect(await test.send("GET", "/Groups/\(id)").values("members") == [user])
        let removal: JSONValue =
          hasFlag
          ? ["op": "remove", "path": "members[value eq \"\(user)\"]"]
          : ["op": "Remove", "path": "members", "value": [["value": .string(user)]]]
        await test.patch("/Groups/\(id)", removal)
        #expect(await test.send("GET", "/Groups/\(id)").values("members") == [])
      }
      let changes = events.filter { $0.operation == .modify }
      #expect(changes.map { $0.effect?.membersAdded.map(\.value) } == [[user], []])
      #expect(changes.map { $0.effect?.membersRemoved } == [[], [user]])
    }
  }

  @Test("SCIM_Group_Create_Test: a created group is answered with an id and its name")
  func directCreate() async throws {
    try await withTestLedger { test in
      let made = await test.send("POST", "/Groups", Self.crew)
      #expect(made.status == 201 && !made.id.isEmpty && made["displayName"] == "Crew")
      #expect(made["externalId"] == "crew")
    }
  }

  @Test("SCIM_Group_Update_Test: a group's attributes are changed by their paths and read back")
  func directUpdate() async throws {
    try await withTestLedger { test in
      let target = "/Groups/\(await test.send("POST", "/Groups", Self.crew).id)"
      for name in ["displayName", "externalId"] {
        let answer = await test.patch(
          target, ["op": "replace", "path": .string(name), "value": .string("new \(name)")])
        #expect([200, 204].contains(answer.status))
        #expect(await test.send("GET", target)[name] == .string("new \(name)"))
      }
    }
  }

  /// The service provider's side of the default attribute mappings.
  static let mapped = [
    "userName", "active", "displayName", "title", "emails[type eq \"work\"].value", "preferredLanguage",
    "name.givenName", "name.familyName", "name.formatted", "addresses[type eq \"work\"].formatted",
    "addresses[type eq \"work\"].streetAddress", "addresses[type eq \"work\"].locality",
    "addresses[type eq \"work\"].region", "addresses[type eq \"work\"].postalCode",
    "addresses[type eq \"work\"].country", "phoneNumbers[type eq \"work\"].value",
    "phoneNumbers[type eq \"mobile\"].value", "phoneNumbers[type eq \"fax\"].value", "externalId",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager",
  ]

  @Test(
    "Schema_Discoverability_Test: every mapped attribute is in /Schemas, with its types", arguments: mapped)
  func schemas(_ mapped: String) async throws {
    try await withTestLedger { test in
      let answer = await test.send("GET", "/Schemas")
      #expect(answer.status == 200)
      #expect(answer.ids.contains("urn:ietf:params:scim:schemas:core:2.0:Group"))
      let path = try PatchPath(parsing: mapped, type: .user)
      var names: [String]
      var schema = MicrosoftTests.core
      switch path {
      case .attribute(let attribute):
        names = [attribute.name] + (attribute.subName.map { [$0] } ?? [])
        schema = attribute.schema ?? schema
      case .valuePath(let attribute, _, let subName):
        names = [attribute.name] + (subName.map { [$0] } ?? [])
      case .schema: names = []
      }
      // externalId is of every resource and of no schema (RFC 7643 §3.1).
      guard names != ["externalId"] else { return }
      let document = answer.resources.compactMap(\.objectValue).first { $0["id"] == .string(schema) }
      var attributes = document?["attributes"]?.arrayValue
      for name in names {
        let found = attributes?.compactMap(\.objectValue).first { $0["name"] == .string(name) }
        #expect(found?["type"]?.stringValue != nil, "\(schema) has no \(name)")
        attributes = found?["subAttributes"]?.arrayValue
      }
    }
  }

  @Test(
    "Validate_Credentials_Test: an access token is good for 60 to 360 minutes and opens the service"
  )
  func credentials() async throws {
    try await withTestLedger { test in
      let made = try await test.ledger.createClient(named: "entra")
      let client = try #require(
        test.ledger.oauthClient(id: made.client.id.description, secret: made.secret))
      #expect(test.ledger.oauthClient(id: made.client.id.description, secret: "wrong") == nil)
      for asked in [Duration.seconds(1), .seconds(7200), .seconds(1_000_000)] {
        let issued = try await test.ledger.issueAccessToken(to: client, scope: client.scope, lifetime: asked)
        let grant = try #require(test.ledger.authorize(bearer: issued.secret))
        let expires = try #require(grant.expires)
        let minutes = (expires.microseconds - issued.token.issued.microseconds) / 60_000_000
        #expect((60...360).contains(minutes))
        let answer = await test.ledger.handle(SCIMRequest(method: "GET", path: "/Users"), with: grant)
        #expect(answer.status == 200)
      }
    }
  }
}
