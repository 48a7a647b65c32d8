import LedgerTestKit
import ScimLedger
import Testing

/// Filters on what has an index find what a scan would find.
@Suite struct PlannerTests {
  static let filters = [
    #"userName eq "ANA@x""#, #"externalId eq "e1""#, #"emails.value eq "Ana@Work""#, #"emails eq "ana@work""#,
    #"emails[type eq "work" and value eq "ana@work"]"#, #"displayName eq "ana ANAS""#,
    #"displayName eq "Ana Anas" and active eq true"#, #"active eq true and displayName eq "ana anas""#,
  ]

  @Test(
    "a user is found by each attribute that has an index, and no more once it is another's",
    arguments: filters)
  func users(_ filter: String) async throws {
    try await withTestLedger { test in
      let ana: JSONObject = [
        "externalId": "e1", "displayName": "Ana Anas", "active": true,
        "emails": [["value": "ana@work", "type": "work"]],
      ]
      let id = await test.createUser("ana@x", ana)
      await test.createUser("ben@x", ["displayName": "Ben", "active": true])
      let query = "/Users?filter=\(encoded(filter))"
      #expect(await test.send("GET", query).ids == [id])
      // The same as a scan: `not (not …)` has no index.
      #expect(await test.send("GET", "/Users?filter=\(encoded("not (not (\(filter)))"))").ids == [id])
      #expect(await test.send("GET", "\(query)&cursor=").ids == [id])
      await test.send("PUT", "/Users/\(id)", ["userName": "new@x", "displayName": "New"])
      #expect(await test.send("GET", query).ids == [])
      let other = await test.createUser("ana@x", ana)
      #expect(await test.send("GET", query).ids == [other])
      await test.send("DELETE", "/Users/\(other)")
      #expect(await test.send("GET", query).ids == [])
    }
  }

  @Test("groups are found by a member", arguments: ["members.value", "members"])
  func members(_ path: String) async throws {
    try await withTestLedger { test in
      let (ana, ben) = (await test.createUser("ana"), await test.createUser("ben"))
      let first = await test.createGroup("first", of: [ana, ben])
      await test.createGroup("second", of: [ben])
      let third = await test.createGroup("third", of: [ana])
      func found(_ filter: String) async -> [String] {
        await test.send("GET", "/Groups?filter=\(encoded(filter))").ids
      }
      #expect(await found("\(path) eq \"\(ana)\"") == [first, third])
      #expect(await found("\(path) eq \"\(ana.uppercased())\"") == [first, third])
      #expect(await found("\(path) eq \"\(ana)\" and displayName eq \"third\"") == [third])
      #expect(await found("members[value eq \"\(ana)\"]") == [first, third])
      #expect(await found("members[value eq \"\(ana)\" and type eq \"Group\"]") == [])
      #expect(await found("\(path) eq \"nobody\"") == [])
      await test.patch("/Groups/\(first)", ["op": "remove", "path": .string("members[value eq \"\(ana)\"]")])
      #expect(await found("\(path) eq \"\(ana)\"") == [third])
    }
  }

  private func encoded(_ filter: String) -> String {
    filter.map { character in
      switch character {
      case " ": "%20"
      case "\"": "%22"
      case "[": "%5B"
      case "]": "%5D"
      default: String(character)
      }
    }.joined()
  }
}
