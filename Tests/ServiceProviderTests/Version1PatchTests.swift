import LedgerTestKit
import ScimLedger
import Testing

/// PATCH in SCIM 1.1: a partial resource that is merged, after what `meta.attributes` names was taken out.
@Suite struct Version1PatchTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// Attributes that the user has before, beside userName and name.
    var before: JSONObject = [:]
    var patch: JSONObject
    /// What must be there afterwards; null for what must not.
    var after: JSONObject

    init(_ description: String, before: JSONObject = [:], patch: JSONObject, after: JSONObject) {
      testDescription = description
      self.before = before
      self.patch = patch
      self.after = after
    }
  }

  static let work: JSONValue = ["value": "a@example.com", "type": "work"]
  static let home: JSONValue = ["value": "b@example.com", "type": "home"]
  static let enterprise = "urn:scim:schemas:extension:enterprise:1.0"

  static let cases: [Case] = [
    Case(
      "a singular attribute is replaced", before: ["title": "x"], patch: ["title": "y"], after: ["title": "y"]
    ),
    Case("an empty text clears", before: ["title": "x"], patch: ["title": ""], after: ["title": nil]),
    Case(
      "a complex attribute is merged", before: ["name": ["givenName": "A", "familyName": "B"]],
      patch: ["name": ["givenName": "C"]], after: ["name": ["givenName": "C", "familyName": "B"]]),
    Case(
      "a new value is added", before: ["emails": [work]], patch: ["emails": [home]],
      after: ["emails": [work, home]]),
    Case(
      "a value that is there is merged by its value alone", before: ["emails": [work]],
      patch: ["emails": [["value": "a@example.com", "type": "other", "display": "A"]]],
      after: ["emails": [["value": "a@example.com", "type": "other", "display": "A"]]]),
    Case(
      "two new values of the same value stay two",
      patch: ["emails": [work, ["value": "a@example.com", "type": "home"]]],
      after: ["emails": [work, ["value": "a@example.com", "type": "home"]]]),
    Case(
      "a value is deleted by its value", before: ["emails": [work, home]],
      patch: ["emails": [["value": "a@example.com", "operation": "delete"]]], after: ["emails": [home]]),
    Case(
      "where a value is not unique, all that is stated decides",
      before: ["emails": [work, ["value": "a@example.com", "type": "home"]]],
      patch: ["emails": [["value": "a@example.com", "type": "home", "operation": "delete"]]],
      after: ["emails": [work]]),
    Case(
      "a value without a value of its own is deleted by all that is stated",
      before: ["addresses": [["locality": "A", "type": "work"], ["locality": "B", "type": "work"]]],
      patch: ["addresses": [["locality": "A", "type": "work", "operation": "Delete"]]],
      after: ["addresses": [["locality": "B", "type": "work"]]]),
    Case(
      "a delete of what is not there changes nothing", before: ["emails": [work]],
      patch: ["emails": [["value": "nobody@example.com", "operation": "delete"]]], after: ["emails": [work]]),
    Case(
      "deleted and added in one request", before: ["emails": [work]],
      patch: ["emails": [["value": "a@example.com", "operation": "delete"], home]], after: ["emails": [home]]),
    Case(
      "meta.attributes takes out an attribute and a sub-attribute",
      before: ["title": "x", "name": ["givenName": "A", "familyName": "B"]],
      patch: ["meta": ["attributes": ["title", "name.familyName"]]],
      after: ["title": nil, "name": ["givenName": "A"]]),
    Case(
      "meta.attributes first, then the body", before: ["emails": [work]],
      patch: ["meta": ["attributes": ["emails"]], "emails": [home]], after: ["emails": [home]]),
    Case(
      "a complex attribute is emptied first", before: ["name": ["givenName": "A", "familyName": "B"]],
      patch: ["meta": ["attributes": ["name"]], "name": ["givenName": "C"]],
      after: ["name": ["givenName": "C"]]),
    Case(
      "a delete is ignored where the whole attribute goes", before: ["emails": [work, home]],
      patch: [
        "meta": ["attributes": ["emails"]], "emails": [["value": "a@example.com", "operation": "delete"]],
      ], after: ["emails": nil]),
    Case(
      "a required attribute that is removed and set again is set",
      patch: [
        "meta": ["attributes": ["userName"]], "userName": "renamed",
      ], after: ["userName": "renamed"]),
    Case(
      "the enterprise extension is merged, and its manager too",
      before: [
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": [
          "department": "A", "manager": ["value": "m1"],
        ]
      ], patch: ["urn:scim:schemas:extension:enterprise:1.0": ["manager": ["managerId": "m2"]]],
      after: [
        "urn:scim:schemas:extension:enterprise:1.0": ["department": "A", "manager": ["managerId": "m2"]]
      ]),
    Case(
      "an extension's attribute goes by its URN",
      before: [
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": ["department": "A", "division": "D"]
      ], patch: ["meta": ["attributes": ["urn:scim:schemas:extension:enterprise:1.0:department"]]],
      after: ["urn:scim:schemas:extension:enterprise:1.0": ["division": "D"]]),
    Case(
      "the whole extension goes by its URN",
      before: ["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": ["department": "A"]],
      patch: ["meta": ["attributes": ["urn:scim:schemas:extension:enterprise:1.0"]]],
      after: ["urn:scim:schemas:extension:enterprise:1.0": nil]),
    Case(
      "an extension's attribute without its URN",
      patch: [
        "department": "Cryptozoology", "meta": ["attributes": ["department"]],
      ], after: ["urn:scim:schemas:extension:enterprise:1.0": ["department": "Cryptozoology"]]),
    Case("readOnly attributes are passed over", patch: ["groups": [], "id": nil], after: ["groups": nil]),
  ]

  @Test("a partial resource is merged", arguments: cases)
  func merge(_ one: Case) async throws {
    try await withTestLedger { test in
      let id = await test.createUser("babs", one.before)
      var body = one.patch
      body["schemas"] = ["urn:scim:schemas:core:1.0"]
      let answer = await test.speaking(.v1).send("PATCH", "/Users/\(id)", .object(body))
      #expect(answer.status == 200, "\(answer.detail ?? "")")
      for member in one.after {
        #expect((answer[member.name] ?? .null) == member.value, "\(member.name)")
      }
      #expect(!answer.tolerances.contains("removeByValue"))
      #expect(await test.speaking(.v1).send("GET", "/Users/\(id)").json == answer.json)
    }
  }

  @Test(
    "a PATCH that can't be carried out is refused, says where, and changes nothing",
    arguments: [
      (["meta": ["attributes": ["nothing"]], "title": "y"], 400, "meta.attributes[0]"),
      (["meta": ["attributes": ["title", 7]], "title": "y"], 400, "meta.attributes[1]"),
      (["meta": ["attributes": [#"emails[type eq "work"]"#]]], 400, "meta.attributes[0]"),
      (["meta": ["attributes": ["userName"]], "title": "y"], 400, "userName"),
      (["id": "another", "title": "y"], 400, "id"),
      (["title": "y", "active": "perhaps"], 400, "active"),
      ([1], 400, "object"),
    ] as [(JSONValue, Int, String)])
  func refusals(body: JSONValue, status: Int, place: String) async throws {
    try await withTestLedger { test in
      let id = await test.createUser("babs", ["title": "x"])
      let before = await test.send("GET", "/Users/\(id)")
      let answer = await test.speaking(.v1).send("PATCH", "/Users/\(id)", body)
      #expect(answer.status == status)
      #expect(answer.detail?.contains(place) == true, "\(answer.detail ?? "")")
      #expect(answer.detail?.contains("Operations[") == false)
      #expect(await test.send("GET", "/Users/\(id)").json == before.json)
    }
  }

  @Test("members are added, taken out and replaced")
  func members() async throws {
    try await withTestLedger { test in
      let v1 = test.speaking(.v1)
      let users = [await test.createUser("a"), await test.createUser("b"), await test.createUser("c")]
      let group = "/Groups/\(await test.createGroup("g", of: [users[0]]))"
      func patch(_ body: JSONObject) async -> [String] {
        let answer = await v1.send("PATCH", group, .object(body))
        #expect(answer.status == 200, "\(answer.detail ?? "")")
        return answer.values("members").sorted()
      }
      #expect(await patch(["members": [["value": .string(users[1])]]]) == Array(users[0...1]).sorted())
      let events = try await test.events {
        #expect(
          await patch(["members": [["value": .string(users[0]), "operation": "delete"]]]) == [users[1]])
      }
      #expect(events.first?.effect?.membersRemoved == [users[0]])
      // The one that stays is neither removed nor added again.
      let replaced = try await test.events {
        let kept: JSONValue = [["value": .string(users[1])], ["value": .string(users[2])]]
        let members = await patch(["meta": ["attributes": ["members"]], "members": kept])
        #expect(members == Array(users[1...2]).sorted())
      }
      #expect(replaced.first?.effect?.membersRemoved == [])
      #expect(replaced.first?.effect?.membersAdded.map(\.value) == [users[2]])
      #expect(await patch(["meta": ["attributes": ["members"]]]) == [])
    }
  }

  @Test("2.0's operations are taken in 1.1 too, and said so")
  func operations() async throws {
    try await withTestLedger { test in
      let id = await test.createUser("babs")
      let answer = await test.speaking(.v1).patch(
        "/Users/\(id)", ["op": "replace", "path": "title", "value": "Guide"])
      #expect(answer["title"] == "Guide")
      #expect(answer.tolerances.contains("patchOperationsInVersion1"))
    }
  }

  @Test("a password is not kept and not shown")
  func password() async throws {
    try await withTestLedger { test in
      let id = await test.createUser("babs")
      let events = try await test.events {
        let answer = await test.speaking(.v1).send(
          "PATCH", "/Users/\(id)?attributes=userName,password",
          ["schemas": ["urn:scim:schemas:core:1.0"], "password": "s3cret-never-kept"])
        #expect(answer.status == 200)
        #expect(answer["password"] == nil)
      }
      let body = String(decoding: events.first?.request?.body ?? [], as: UTF8.self)
      #expect(body.contains("[redacted]"))
      #expect(!body.contains("s3cret"))
    }
  }
}
