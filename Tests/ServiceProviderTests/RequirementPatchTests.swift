import LedgerTestKit
import ScimLedger
import Testing

/// What RFC 7644 §3.5.2 says each operation of a PATCH does.
@Suite struct RequirementPatchTests {
  /// A user with two addresses for mail, of which the first is primary, and its target.
  private func someone(_ test: TestLedger) async -> (target: String, made: Answer) {
    let made = await test.send(
      "POST", "/Users",
      [
        "userName": "ana", "title": "Dr", "name": ["givenName": "Ana", "familyName": "Silva"],
        "emails": [
          ["value": "a@x", "type": "work", "primary": true], ["value": "b@x", "type": "work"],
        ],
      ])
    return ("/Users/\(made.id)", made)
  }

  @Test("an add sets the parts of a complex attribute, adds values, and changes nothing that is there")
  func add() async throws {
    try await withTestLedger { test in
      let (target, made) = await someone(test)
      let same = await test.patch(
        target, ["op": "add", "path": "title", "value": "Dr"],
        ["op": "add", "path": "emails", "value": [["value": "a@x", "type": "work", "primary": true]]])
      #expect(same.status == 200 && same.json == made.json, "lastModified included")
      let merged = await test.patch(target, ["op": "add", "path": "name", "value": ["middleName": "M"]])
      #expect(merged["name"] == ["givenName": "Ana", "familyName": "Silva", "middleName": "M"])
      let more = await test.patch(
        target, ["op": "add", "path": "emails", "value": [["value": "c@x", "primary": true]]])
      #expect(more.values("emails") == ["a@x", "b@x", "c@x"])
      let primaries = (more["emails"]?.arrayValue ?? []).map { $0.objectValue?["primary"] == true }
      #expect(primaries == [false, false, true], "the primary one moved")
      for operation in [["op": "add", "path": "title"], ["op": "replace", "path": "title"]] as [JSONValue] {
        #expect(await test.patch(target, operation).scimType == "invalidValue", "a value is missing")
      }
    }
  }

  @Test("a remove takes the value away, a whole attribute's values too, but nothing required or readOnly")
  func remove() async throws {
    try await withTestLedger { test in
      let (target, _) = await someone(test)
      let without = await test.patch(
        target, ["op": "remove", "path": "title"], ["op": "remove", "path": "emails[value eq \"a@x\"]"])
      #expect(without["title"] == nil && without.values("emails") == ["b@x"])
      let none = await test.patch(target, ["op": "remove", "path": "emails"])
      #expect(none["emails"] == nil)
      #expect(await test.send("GET", "/Users?filter=emails%20pr%20or%20title%20pr").totalResults == 0)
      for path in ["userName", "id", "meta.created", "groups"] {
        let refused = await test.patch(target, ["op": "remove", "path": .string(path)])
        #expect(refused.status == 400 && refused.scimType == "mutability", "\(path)")
      }
      #expect(await test.patch(target, ["op": "remove"]).scimType == "noTarget")
    }
  }

  @Test("a replace sets what is not there, changes all values that match, and refuses where none does")
  func replace() async throws {
    try await withTestLedger { test in
      let (target, _) = await someone(test)
      let set = await test.patch(target, ["op": "replace", "path": "nickName", "value": "A"])
      #expect(set["nickName"] == "A")
      let path: JSONValue = "emails[type eq \"work\"].display"
      let changed = await test.patch(target, ["op": "replace", "path": path, "value": "Work"])
      let shown = (changed["emails"]?.arrayValue ?? []).map { $0.objectValue?["display"] }
      #expect(shown == ["Work", "Work"])
      let none = await test.patch(
        target, ["op": "replace", "path": "emails[type eq \"home\"].value", "value": "x"])
      #expect(none.status == 400 && none.scimType == "noTarget")
      let unknown = await test.patch(target, ["op": "replace", "path": "shoeSize", "value": 43])
      #expect(unknown.status == 400 && unknown.scimType == "invalidPath")
    }
  }
}
