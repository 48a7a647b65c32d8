import LedgerTestKit
import ScimLedger
import Testing

@Suite struct SelectionTests {
  struct Selection: Sendable, CustomTestStringConvertible {
    var query: String
    var names: Set<String>

    var testDescription: String { query }
  }

  static let selections = [
    Selection(query: "attributes=userName", names: ["schemas", "id", "userName"]),
    Selection(query: "attributes=id", names: ["schemas", "id"]),
    Selection(query: "attributes=USERNAME,emails.value", names: ["schemas", "id", "userName", "emails"]),
    Selection(
      query: "attributes=urn:ietf:params:scim:schemas:core:2.0:User:title", names: ["schemas", "id", "title"]),
    Selection(
      query: "excludedAttributes=title,emails,meta,groups,active", names: ["schemas", "id", "userName"]),
    Selection(query: "attributes=groups", names: ["schemas", "id", "groups"]),
    Selection(
      query: "excludedAttributes=id,groups",
      names: ["schemas", "id", "userName", "title", "emails", "active", "meta"]),
  ]

  @Test("a user is shown with the attributes asked for, read or listed or changed", arguments: selections)
  func selected(_ selection: Selection) async throws {
    try await withTestLedger { test in
      let id = await test.createUser(
        "ana", ["title": "Dr", "emails": [["value": "a@x", "type": "work"]], "active": true])
      await test.createGroup("Crew", of: [id])
      let target = "/Users/\(id)?\(selection.query)"
      let read = await test.send("GET", target)
      #expect(names(read.json) == selection.names)
      let list = await test.send("GET", "/Users?\(selection.query)")
      #expect(names(list.resources.first) == selection.names)
      let patched = await test.patch(target, ["op": "replace", "path": "title", "value": "Prof"])
      #expect(names(patched.json) == selection.names)
      #expect(patched.etag != nil)
      let query = "filter=userName+eq+%22ana%22&\(selection.query)"
      #expect(names(await test.send("GET", "/Users?\(query)").resources.first) == selection.names)
    }
  }

  @Test("a group is read without its members where they are excluded")
  func withoutMembers() async throws {
    try await withTestLedger { test in
      let id = await test.createGroup("Crew", of: [await test.createUser("ana")])
      for target in ["/Groups/\(id)", "/Groups"] {
        let full = await test.send("GET", target)
        let short = await test.send("GET", "\(target)?excludedAttributes=members")
        let (before, after) = (full.resources.first ?? full.json, short.resources.first ?? short.json)
        #expect(before?.objectValue?["members"]?.arrayValue?.count == 1)
        #expect(after?.objectValue?.contains("members") == false)
        #expect(after?.objectValue?["displayName"] == "Crew")
      }
      let created = await test.send(
        "POST", "/Groups?excludedAttributes=members", ["displayName": "Other"])
      #expect(created.status == 201 && created["members"] == nil)
    }
  }

  @Test(
    "a name with a filter in brackets selects the attribute",
    arguments: [
      "attributes=emails%5Btype%20eq%20%22work%22%5D", "attributes=emails[type eq \"work\"],id",
      "attributes=emails[type eq \"a,b\"].value",
    ])
  func valuePath(_ query: String) async throws {
    try await withTestLedger { test in
      let id = await test.createUser("ana", ["emails": [["value": "a@x", "type": "work"]], "title": "Dr"])
      let read = await test.send("GET", "/Users/\(id)?\(query)")
      #expect(names(read.json) == ["schemas", "id", "emails"])
      #expect(read.values("emails") == ["a@x"])
      #expect(read.tolerances == ["selectionValuePath"])
      let list = await test.send("GET", "/Users?\(query)")
      #expect(names(list.resources.first) == ["schemas", "id", "emails"])
      #expect(list.tolerances == ["selectionValuePath"])
      let patched = await test.patch(
        "/Users/\(id)?\(query)", ["op": "add", "path": "title", "value": "Prof"])
      #expect(names(patched.json) == ["schemas", "id", "emails"])
      #expect(patched.tolerances == ["selectionValuePath"])
    }
  }

  @Test("an answer that shows one resource says which")
  func contentLocation() async throws {
    try await withTestLedger { test in
      let created = await test.send("POST", "/Users", ["userName": "ana"])
      let location = "http://localhost/scim/v2/Users/\(created.id)"
      #expect(created.headers["Content-Location"] == location && created.headers["Location"] == location)
      let target = "/Users/\(created.id)"
      #expect(await test.send("GET", target).headers["Content-Location"] == location)
      let patched = await test.patch(target, ["op": "add", "path": "title", "value": "Dr"])
      #expect(patched.headers["Content-Location"] == location)
      let position = created.etag?.filter(\.isNumber) ?? ""
      let past = await test.send("GET", "\(target)?asOf=\(position)")
      #expect(past.headers["Content-Location"] == "\(location)?asOf=\(position)")
    }
  }

  @Test("where both are given, attributes decides")
  func both() async throws {
    try await withTestLedger { test in
      let target =
        "/Users/\(await test.createUser("ana", ["title": "Dr"]))?attributes=id,title&excludedAttributes=title"
      #expect(names(await test.send("GET", target).json) == ["schemas", "id", "title"])
    }
  }

  @Test("a selection of too many names is refused before anything is changed")
  func tooMany() async throws {
    try await withTestLedger { test in
      let names = (0..<2000).map { "a\($0)" }.joined(separator: ",")
      let target = "/Users/\(await test.createUser("ana"))?attributes=\(names)"
      #expect(await test.send("GET", target).status == 400)
      let patched = await test.patch(target, ["op": "add", "path": "title", "value": "Dr"])
      #expect(patched.status == 400)
      #expect(await test.send("DELETE", target).status == 400)
      let user = try test.ledger.resource(.userName("ana"))
      #expect(user != nil && user?.image["title"] == nil)
    }
  }

  private func names(_ value: JSONValue?) -> Set<String> {
    Set((value?.objectValue ?? JSONObject()).map(\.name))
  }
}
