import LedgerTestKit
import ScimLedger
import Testing

@Suite struct FilterTests {
  struct Search: Sendable, CustomTestStringConvertible {
    var filter: String
    var names: [String]
    var endpoint = "/Users"

    init(_ filter: String, _ names: [String], at endpoint: String = "/Users") {
      (self.filter, self.names, self.endpoint) = (filter, names, endpoint)
    }

    var testDescription: String { filter }
  }

  static let searches = [
    Search(#"userName eq "ANA@example.com""#, ["ana@example.com"]), Search(#"userName eq "ana""#, []),
    Search(#"userName eq "ana@example.com" and active eq false"#, []),
    Search(#"externalId eq "e-1""#, ["ana@example.com", "okta@example.com"]),
    Search(#"externalId eq "E-1""#, []),
    Search("externalId eq e-1", ["ana@example.com", "okta@example.com"]),
    Search(#"emails.value eq "SHARED@example.com""#, ["ana@example.com", "ben@example.com"]),
    Search(#"emails[type eq "work" and value eq "shared@example.com"]"#, ["ana@example.com"]),
    Search(#"emails[type eq "work"].value eq "shared@example.com""#, ["ana@example.com"]),
    Search(#"emails eq "shared@example.com""#, ["ana@example.com", "ben@example.com"]),
    Search(#"emails co "shared" and active eq false"#, ["ben@example.com"]),
    Search(#"urn:ietf:params:scim:schemas:core:2.0:User:userName eq "ben@example.com""#, ["ben@example.com"]),
    Search(#"displayName eq "Crew""#, ["ben@example.com"]),
    Search(#"displayName eq "crew""#, ["Crew"], at: "/Groups"),
    Search(#"externalId eq "g-1""#, [], at: "/Groups"),
    Search(#"noSuch eq "a""#, []),
    Search(#"userName pr and not (userName eq "ana@example.com")"#, ["ben@example.com", "okta@example.com"]),
  ]

  @Test("a filter finds the same with an index and without", arguments: searches)
  func indexed(_ search: Search) async throws {
    try await withTestLedger { test in
      await populate(test)
      for filter in [
        search.filter, "(\(search.filter)) or (\(search.filter))", "not (not (\(search.filter)))",
      ] {
        let answer = await test.send("GET", "\(search.endpoint)?filter=\(encoded(filter))")
        #expect(answer.status == 200, "\(answer.detail ?? "")")
        #expect(answer.totalResults == search.names.count)
        let name = search.endpoint == "/Users" ? "userName" : "displayName"
        #expect(
          answer.resources.compactMap { $0.objectValue?[name]?.stringValue } == search.names, "\(filter)")
      }
    }
  }

  @Test("references are found whole and by id, quoted or not")
  func references() async throws {
    try await withTestLedger { test in
      await populate(test)
      let ana = try #require(try test.ledger.resource(.userName("ana@example.com"))?.id.description)
      let crew = try #require(try test.ledger.resource(.displayName("Crew"))?.id.description)
      let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
      let managed = await test.createUser("m", [enterprise: ["manager": ["value": .string(ana)]]])
      func find(_ target: String) async -> [String] { await test.send("GET", target).ids }
      #expect(await find("/Users?filter=id eq \(managed) and manager eq \(ana)&attributes=id") == [managed])
      #expect(await find("/Users?filter=id eq \"\(managed)\" and manager eq \"\(crew)\"") == [])
      #expect(await find("/Groups?filter=id eq \(crew) and members eq \(ana)&attributes=id") == [crew])
      #expect(await find("/Groups?filter=members[value eq \"\(ana)\"]") == [crew])
      #expect(await find("/Groups?filter=id eq \"\(crew)\" and members.value eq \"\(managed)\"") == [])
      #expect(await find("/Users?filter=groups.value eq \"\(crew)\"") == [ana])
      #expect(await find("/Users?filter=id eq \"\(crew)\"") == [])
    }
  }

  @Test(
    "a filter that can't be read or applied says so",
    arguments: [
      "userName", "userName eq", "userName xx \"a\"", "(userName eq \"a\"",
      "userName eq \"a\" and", "emails[type eq \"work\"", "active gt true", "",
    ])
  func invalid(_ filter: String) async throws {
    try await withTestLedger { test in
      let events = try await test.events {
        let answer = await test.send("GET", "/Users?filter=\(encoded(filter))")
        #expect(answer.status == 400 && answer.scimType == "invalidFilter")
      }
      #expect(events.map(\.outcome.scimType) == ["invalidFilter"])
    }
  }

  private func populate(_ test: TestLedger) async {
    let shared: JSONValue = ["value": "shared@example.com", "type": "work"]
    let ana = await test.createUser("ana@example.com", ["externalId": "e-1", "emails": [shared]])
    await test.createUser(
      "ben@example.com",
      [
        "externalId": "e-2", "active": false, "displayName": "Crew",
        "emails": [["value": "Shared@Example.com", "type": "home"], ["value": "b@x", "type": "work"]],
      ])
    await test.asOkta.createUser("okta@example.com", ["externalId": "e-1"])
    await test.createGroup("Crew", of: [ana])
    await test.createGroup("Other")
  }

  private func encoded(_ filter: String) -> String {
    filter.replacing("%", with: "%25").replacing(" ", with: "%20").replacing("\"", with: "%22")
      .replacing("+", with: "%2B").replacing("&", with: "%26")
  }
}
