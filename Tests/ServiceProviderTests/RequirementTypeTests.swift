import LedgerTestKit
import ScimLedger
import Testing

/// RFC 7643 §2 and §7 on a registered resource type: data types and every characteristic of attributes.
@Suite struct RequirementTypeTests {
  struct Value: Sendable, CustomTestStringConvertible {
    var name: String
    var value: JSONValue
    var testDescription: String { "\(name) \(value)" }
  }

  private static func values(_ name: String, _ values: [JSONValue]) -> [Value] {
    values.map { Value(name: name, value: $0) }
  }

  static let kept: [Value] =
    values("uses", [0, -7, .number(JSONNumber(1 << 40))]) + values("lost", [true, false])
    + values("expires", ["2026-01-02T03:04:05Z", "2026-01-02T03:04:05.25+02:00"])
    + values("picture", ["aGVsbG8=", "AAEC/w=="])
    + values("page", ["https://example.com/a?b#c", "../Users/1", "urn:example:x"])
    + values("code", ["MiXed"]) + values("doors", [["front", "back", "Front"]])
    + values("size", [["unit": "mm", "width": 50, "round": false]])
    + values(
      "zones", [[["value": "a", "type": "x", "primary": true], ["value": "a", "type": "y"]]])

  @Test("a value of each data type comes back as it was given", arguments: kept)
  func roundTrip(_ given: Value) async throws {
    try await withBadges { test in
      let made = await test.send("POST", "/Badges", RequirementFixture.badge([given.name: given.value]))
      #expect(made.status == 201, "\(made.detail ?? "")")
      let target = "/Badges/\(made.id)"
      #expect(made[given.name] == given.value)
      #expect(await test.send("GET", target)[given.name] == given.value)
      #expect(await test.patch(target, ["op": "remove", "path": .string(given.name)]).status == 200)
      #expect(await test.send("GET", target)[given.name] == nil)
      await test.patch(target, ["op": "add", "path": .string(given.name), "value": given.value])
      #expect(await test.send("GET", target)[given.name] == given.value)
      let differences = try await test.ledger.rebuild().differences
      #expect(differences == [])
    }
  }

  @Test("a decimal comes back with its digits")
  func decimal() async throws {
    try await withBadges { test in
      let text =
        #"{"schemas":["\#(RequirementFixture.schema)"],"number":"1","deposit":12.50,"#
        + #""\#(RequirementFixture.addition)":{"issuer":"d"}}"#
      let made = await test.send("POST", "/Badges", text: text)
      #expect(made.status == 201)
      #expect(
        await test.send("GET", "/Badges/\(made.id)")["deposit"] == JSONNumber("12.50").map { .number($0) })
    }
  }

  static let refused: [Value] =
    values("uses", ["many", true, .number(JSONNumber("1.5") ?? JSONNumber(1))])
    + values("deposit", ["much", [1, 2]])
    + values("lost", ["perhaps", 1]) + values("expires", ["2026-01-02", "yesterday", "03:04:05Z", 7])
    + values("code", [["a": "b"], ["a", "b"]]) + values("size", ["large", 7, ["x", "y"]])

  @Test("a value of another type is refused where it stands, and nothing is made", arguments: refused)
  func wrongType(_ given: Value) async throws {
    try await withBadges { test in
      let answer = await test.send("POST", "/Badges", RequirementFixture.badge([given.name: given.value]))
      #expect(answer.status == 400 && answer.scimType == "invalidValue")
      #expect(answer.detail?.contains(given.name) == true, "\(answer.detail ?? "")")
      #expect(await test.send("GET", "/Badges").totalResults == 0)
      let id = await test.send("POST", "/Badges", RequirementFixture.badge()).id
      let patched = await test.patch(
        "/Badges/\(id)", ["op": "add", "path": .string(given.name), "value": given.value])
      #expect(patched.scimType == "invalidValue")
      #expect(await test.send("GET", "/Badges/\(id)")[given.name] == nil)
    }
  }

  @Test("an immutable attribute is set once; a PUT repeats it or leaves it out")
  func immutable() async throws {
    try await withBadges { test in
      let made = await test.send("POST", "/Badges", RequirementFixture.badge(["series": "s"]))
      let target = "/Badges/\(made.id)"
      #expect(made["series"] == "s")
      #expect(
        await test.send("PUT", target, RequirementFixture.badge(["series": "s", "holder": "a"])).status == 200
      )
      let left = await test.send("PUT", target, RequirementFixture.badge(["holder": "b"]))
      #expect(left.status == 200 && left["series"] == "s")
      let changed = await test.send("PUT", target, RequirementFixture.badge(["series": "t", "holder": "c"]))
      #expect(changed.status == 400 && changed.scimType == "mutability")
      for operation in [
        ["op": "replace", "path": "series", "value": "t"], ["op": "remove", "path": "series"],
        ["op": "add", "value": ["series": "t"]],
      ] as [JSONValue] {
        #expect(await test.patch(target, operation).scimType == "mutability")
      }
      let after = await test.send("GET", target)
      #expect(after["series"] == "s" && after["holder"] == "b")
    }
  }

  @Test("what is writeOnly or returned never is taken and shown in no answer")
  func writeOnly() async throws {
    try await withBadges { test in
      let made = await test.send("POST", "/Badges", RequirementFixture.badge(["pin": "1234"]))
      let target = "/Badges/\(made.id)"
      #expect(made.status == 201 && made["pin"] == nil)
      let answers = [
        await test.send("GET", target), await test.send("GET", target + "?attributes=pin"),
        await test.patch(target, ["op": "replace", "path": "pin", "value": "5678"]),
        await test.send("PUT", target, RequirementFixture.badge(["pin": "9"])),
      ]
      #expect(answers.allSatisfy { $0.status == 200 && $0["pin"] == nil })
      let list = await test.send("GET", "/Badges?attributes=pin,number").resources
      #expect(list.first?.objectValue?["number"] == "b-1" && list.first?.objectValue?["pin"] == nil)
    }
  }

  @Test("what is readOnly is ignored in a body and refused as a path")
  func readOnly() async throws {
    try await withBadges { test in
      let made = await test.send(
        "POST", "/Badges",
        RequirementFixture.badge(["printed": "x", "id": "mine", "meta": ["created": "2000-01-01T00:00:00Z"]]))
      #expect(made.status == 201 && made["printed"] == nil && made.id != "mine")
      #expect(made["meta"]?.objectValue?["created"] != "2000-01-01T00:00:00Z")
      let target = "/Badges/\(made.id)"
      let put = await test.send("PUT", target, RequirementFixture.badge(["printed": "x", "id": "mine"]))
      #expect(put.status == 200 && put["printed"] == nil && put.id == made.id)
      for path in ["printed", "id", "meta.created"] {
        let answer = await test.patch(target, ["op": "replace", "path": .string(path), "value": "x"])
        #expect(answer.scimType == "mutability", "\(path)")
        #expect(await test.patch(target, ["op": "remove", "path": .string(path)]).scimType == "mutability")
      }
    }
  }

  @Test("always, default and request are returned as they say")
  func returned() async throws {
    try await withBadges { test in
      let made = await test.send(
        "POST", "/Badges", RequirementFixture.badge(["remark": "r", "label": "l", "holder": "h"]))
      let target = "/Badges/\(made.id)"
      func names(_ query: String) async -> Set<String> {
        Set((await test.send("GET", target + query).json?.objectValue ?? JSONObject()).map(\.name))
      }
      let plain = await names("")
      #expect(plain.isSuperset(of: ["label", "holder", "number", "id", "schemas", "meta"]))
      #expect(!plain.contains("remark"))
      let asked = await names("?attributes=remark")
      #expect(asked == ["schemas", "id", "label", "remark"])
      let excluded = await names("?excludedAttributes=label,id,holder,schemas")
      #expect(excluded.isSuperset(of: ["label", "id", "number"]) && !excluded.contains("holder"))
    }
  }

  @Test("text is compared in a filter as caseExact says")
  func caseExact() async throws {
    try await withBadges { test in
      await test.send("POST", "/Badges", RequirementFixture.badge(["code": "MiX", "holder": "AnA"]))
      func found(_ name: String, _ value: String) async -> Int? {
        await test.send("GET", "/Badges?filter=\(name)%20eq%20%22\(value)%22").totalResults
      }
      #expect(await found("code", "MiX") == 1)
      #expect(await found("code", "mix") == 0)
      #expect(await found("holder", "ana") == 1)
      #expect(await found("number", "B-1") == 1)
      #expect(await test.send("GET", "/Badges?filter=lost%20gt%20true").scimType == "invalidFilter")
      #expect(await test.send("GET", "/Badges?filter=picture%20gt%20%22a%22").scimType == "invalidFilter")
    }
  }

  @Test("a required extension, its required attribute and its place in schemas")
  func requiredExtension() async throws {
    try await withBadges { test in
      let addition = RequirementFixture.addition
      let none = await test.send(
        "POST", "/Badges", ["schemas": [.string(RequirementFixture.schema)], "number": "1"])
      #expect(none.status == 400 && none.scimType == "invalidValue")
      #expect(none.detail?.contains(addition) == true)
      let empty = await test.send("POST", "/Badges", RequirementFixture.badge([addition: ["note": "n"]]))
      #expect(empty.scimType == "invalidValue")
      let made = await test.send(
        "POST", "/Badges", RequirementFixture.badge([addition: ["issuer": "desk", "floor": 3]]))
      #expect(made[addition] == ["issuer": "desk", "floor": 3] && made["issuer"] == nil)
      #expect(made["schemas"] == [.string(RequirementFixture.schema), .string(addition)])
      let read = await test.send("GET", "/Badges/\(made.id)")
      #expect(read[addition] == made[addition] && read["schemas"] == made["schemas"])
      let target = "/Badges/\(made.id)"
      #expect(await test.patch(target, ["op": "remove", "path": .string(addition)]).status == 400)
      #expect(
        await test.patch(target, ["op": "remove", "path": .string("\(addition):issuer")]).status == 400)
      #expect(await test.patch(target, ["op": "remove", "path": "number"]).scimType == "mutability")
      #expect(await test.send("GET", target).json == read.json)
    }
  }

  @Test("one value at most is primary, whoever wrote it last")
  func primary() async throws {
    try await withBadges { test in
      let zone: (String) -> JSONValue = { ["value": .string($0), "type": "x", "primary": true] }
      let made = await test.send(
        "POST", "/Badges", RequirementFixture.badge(["zones": [zone("a"), zone("b")]]))
      let target = "/Badges/\(made.id)"
      func primaries() async -> [String] {
        (await test.send("GET", target)["zones"]?.arrayValue ?? []).compactMap(\.objectValue)
          .filter { $0["primary"] == true }.compactMap { $0["value"]?.stringValue }
      }
      #expect(await primaries() == ["b"])
      await test.patch(target, ["op": "add", "path": "zones", "value": [zone("c")]])
      #expect(await primaries() == ["c"])
      await test.patch(target, ["op": "replace", "path": "zones[value eq \"a\"].primary", "value": true])
      #expect(await primaries() == ["a"])
    }
  }
}
