import LedgerTestKit
import ScimLedger
import Testing

/// The life of users as Microsoft's validation for gallery applications has it: its tests of users, and
/// those of the protocol on users, with what its provisioning service sends for them.
@Suite struct MicrosoftTests {
  static let core = "urn:ietf:params:scim:schemas:core:2.0:User"
  static let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

  static let person: JSONValue = [
    "schemas": [.string(core), .string(enterprise)], "externalId": "ana", "userName": "ana@example.com",
    "active": true, "displayName": "Ana Silva", "title": "Engineer", "preferredLanguage": "pt",
    "emails": [["primary": true, "type": "work", "value": "ana@example.com"]],
    "name": ["formatted": "Ana Silva", "givenName": "Ana", "familyName": "Silva", "middleName": "M"],
    "phoneNumbers": [["type": "mobile", "value": "+351 1"]],
    enterprise: ["department": "Sales", "employeeNumber": "7"],
  ]

  /// The query by which the provisioning service looks for someone before every change.
  static func match(_ userName: String) -> String { "/Users?filter=userName+eq+%22\(userName)%22" }

  @Test("Create_User_Test, POD_User_Test: who is not found is created and found by userName in any case")
  func createUser() async throws {
    try await withTestLedger { test in
      let before = await test.send("GET", Self.match("ana@example.com"))
      #expect(before.status == 200 && before.totalResults == 0)
      let made = await test.send("POST", "/Users", Self.person)
      #expect(made.status == 201 && !made.id.isEmpty)
      #expect(await test.send("GET", Self.match("ANA@example.com")).ids == [made.id])
    }
  }

  @Test(
    "Update_User_Test: mapped attributes change in both of the service's dialects", arguments: [false, true])
  func updateUser(_ hasFlag: Bool) async throws {
    try await withTestLedger { test in
      let target = "/Users/\(await test.send("POST", "/Users", Self.person).id)"
      let changed =
        hasFlag
        ? await test.patch(
          target,
          [
            "op": "replace",
            "value": [
              "title": "Lead", "name.givenName": "Anna", "emails[type eq \"work\"].value": "anna@example.com",
              "\(Self.enterprise):department": "Marketing",
            ],
          ])
        : await test.patch(
          target, ["op": "Replace", "path": "title", "value": "Lead"],
          ["op": "Replace", "path": "name.givenName", "value": "Anna"],
          ["op": "Replace", "path": "emails[type eq \"work\"].value", "value": "anna@example.com"],
          [
            "op": "Add", "path": "\(Self.enterprise):department", "value": "Marketing",
          ])
      #expect(changed.status == 200)
      let after = await test.send("GET", target)
      #expect(after["title"] == "Lead")
      #expect(after["name"]?.objectValue?["givenName"] == "Anna")
      #expect(after["name"]?.objectValue?["familyName"] == "Silva")
      #expect(after["emails"] == [["primary": true, "type": "work", "value": "anna@example.com"]])
      #expect(after[Self.enterprise]?.objectValue?["department"] == "Marketing")
      #expect(after[Self.enterprise]?.objectValue?["employeeNumber"] == "7")
    }
  }

  @Test(
    "Disable_User_Test: who is disabled is still found, and is not active",
    arguments: ["False", false] as [JSONValue])
  func disableUser(_ value: JSONValue) async throws {
    try await withTestLedger { test in
      let id = await test.send("POST", "/Users", Self.person).id
      #expect(
        await test.patch("/Users/\(id)", ["op": "Replace", "path": "active", "value": value]).status == 200)
      let found = await test.send("GET", Self.match("ana@example.com"))
      #expect(found.ids == [id] && found.resources.first?.objectValue?["active"] == false)
    }
  }

  @Test("Delete_User_Test: who is deleted is gone, and a second delete says so")
  func deleteUser() async throws {
    try await withTestLedger { test in
      let id = await test.send("POST", "/Users", Self.person).id
      #expect(await test.send("DELETE", "/Users/\(id)").status == 204)
      #expect(await test.send("GET", "/Users/\(id)").status == 404)
      #expect(await test.send("GET", Self.match("ana@example.com")).totalResults == 0)
      #expect(await test.send("DELETE", "/Users/\(id)").status == 404)
    }
  }

  @Test(
    "User_Update_Manager_Test, SCIM_Update_Manager_Test: a manager is set, changed and removed",
    arguments: ["", nil, ["value": ""]] as [JSONValue])
  func manager(_ empty: JSONValue) async throws {
    try await withTestLedger { test in
      let first = await test.createUser("first")
      let second = await test.createUser("second")
      let target = "/Users/\(await test.send("POST", "/Users", Self.person).id)"
      func step(_ op: JSONValue, _ value: JSONValue) async -> JSONValue? {
        let path = JSONValue.string("\(Self.enterprise):manager")
        #expect(await test.patch(target, ["op": op, "path": path, "value": value]).status == 200)
        return await test.send("GET", target)[Self.enterprise]?.objectValue?["manager"]?.objectValue?["value"]
      }
      let set = await step("Add", .string(first))
      #expect(set == .string(first))
      let changed = await step("Replace", ["value": .string(second)])
      #expect(changed == .string(second))
      let removed = await step("Replace", empty)
      #expect(removed == nil)
    }
  }

  @Test("Restore_User_Test: who is disabled, or deleted, comes back")
  func restoreUser() async throws {
    try await withTestLedger { test in
      let id = await test.send("POST", "/Users", Self.person).id
      for value in ["False", "True"] as [JSONValue] {
        await test.patch("/Users/\(id)", ["op": "Replace", "path": "active", "value": value])
      }
      #expect(await test.send("GET", "/Users/\(id)")["active"] == true)
      await test.send("DELETE", "/Users/\(id)")
      let again = await test.send("POST", "/Users", Self.person)
      #expect(again.status == 201 && again.id != id)
      #expect(await test.send("GET", Self.match("ana@example.com")).ids == [again.id])
    }
  }

  @Test(
    "SCIM_Null_Update_Test: an empty text and then null leave an attribute without a value",
    arguments: [true, false])
  func nullUpdate(_ hasPath: Bool) async throws {
    try await withTestLedger { test in
      let target = "/Users/\(await test.send("POST", "/Users", Self.person).id)"
      let names = ["title", "name.middleName", "preferredLanguage", "\(Self.enterprise):department"]
      for empty in ["", nil] as [JSONValue] {
        let operations: [JSONValue] =
          hasPath
          ? names.map { ["op": "replace", "path": .string($0), "value": empty] }
          : [["op": "replace", "value": .object(JSONObject(names.map { ($0, empty) }))]]
        let answer = await test.send(
          "PATCH", target,
          [
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": .array(operations),
          ])
        #expect(answer.status == 200, "\(answer.detail ?? "")")
        let after = await test.send("GET", target)
        #expect(after["title"] == nil && after["preferredLanguage"] == nil)
        #expect(after["name"]?.objectValue?["middleName"] == nil)
        #expect(after["name"]?.objectValue?["givenName"] == "Ana")
        #expect(after[Self.enterprise] == ["employeeNumber": "7"])
      }
    }
  }

  @Test("SCIM_User_Create_Test: a created user is answered with an id and what was sent")
  func directCreate() async throws {
    try await withTestLedger { test in
      let made = await test.send("POST", "/Users", Self.person)
      #expect(made.status == 201 && !made.id.isEmpty)
      for member in Self.person.objectValue ?? JSONObject() {
        #expect(made[member.name] == member.value, "\(member.name)")
      }
    }
  }

  @Test("SCIM_User_Update_Test: every single-valued attribute is changed by its path and read back")
  func directUpdate() async throws {
    try await withTestLedger { test in
      let target = "/Users/\(await test.send("POST", "/Users", Self.person).id)"
      let attributes = ResourceType.user.schema.attributes.filter {
        !$0.multiValued && $0.mutability == .readWrite && $0.type != .complex && $0.name != "active"
      }
      #expect(attributes.count > 6)
      for attribute in attributes {
        let value = JSONValue.string("new \(attribute.name)")
        let answer = await test.patch(
          target, ["op": "replace", "path": .string(attribute.name), "value": value])
        #expect(answer.status == 200, "\(attribute.name): \(answer.detail ?? "")")
        #expect(await test.send("GET", target)[attribute.name] == value, "\(attribute.name)")
      }
    }
  }

  @Test(
    "SCIM_User_Pagination_Test, SCIM_Group_Pagination_Test: pages of five start where they should",
    arguments: ["/Users", "/Groups"])
  func pagination(_ endpoint: String) async throws {
    try await withTestLedger { test in
      for index in 0..<11 {
        let answer = await test.send(
          "POST", endpoint, ["userName": .string("u\(index)"), "displayName": .string("d\(index)")])
        #expect(answer.status == 201)
      }
      var seen: Set<String> = []
      for page in 0..<3 {
        let answer = await test.send("GET", "\(endpoint)?startIndex=\(page * 5 + 1)&count=5")
        #expect(answer.status == 200 && answer.totalResults == 11)
        #expect(answer["startIndex"]?.intValue == page * 5 + 1)
        #expect(answer["itemsPerPage"]?.intValue == answer.ids.count)
        #expect(answer.ids.count == [5, 5, 1][page])
        seen.formUnion(answer.ids)
      }
      #expect(seen.count == 11)
    }
  }
}
