import LedgerTestKit
import ScimLedger
import Testing

@Suite struct NearestNameTests {
  @Test(
    "a name that nobody has finds those who were meant",
    arguments: [
      ("anna@example.com", ["ana@example.com"]), ("Ana@exmaple.com", ["ana@example.com"]),
      ("userName=ana@example.co", ["ana@example.com"]), ("ana", ["ana@example.com"]),
      ("Stuff", ["Staff"]), ("displayName=Staf", ["Staff"]), ("somebody else", []), ("", []),
    ])
  func names(_ written: String, _ meant: [String]) async throws {
    try await AskedLedger.with { asked in
      let near = try asked.ledger.names(near: written)
      #expect(near == meant)
    }
  }

  @Test("only the types that are asked for are looked at, and no more names given than wanted")
  func bounds() async throws {
    try await AskedLedger.with { asked in
      let ledger = asked.ledger
      let (users, none) = (
        try ledger.names(near: "Staf", types: ["User"]), try ledger.names(near: "Staf", limit: 0)
      )
      #expect(users.isEmpty)
      #expect(none.isEmpty)
    }
  }

  @Test(
    "a path that no type has finds the attribute that was meant",
    arguments: [
      ("activ", "active"), ("usrName", "userName"), ("name.familName", "name.familyName"),
      ("departement", "department"), ("memebers", "members"), ("emails.vlaue", "emails.value"),
      ("meta.creatd", "meta.created"), ("shoeSize", nil),
    ])
  func attributes(_ written: String, _ meant: String?) async throws {
    try await AskedLedger.with { asked in
      #expect(asked.ledger.attribute(near: written) == meant)
      #expect(throws: QuestionError.unknownAttribute(written, nearest: meant)) {
        try asked.ledger.requireAttribute(written)
      }
      let filter = try Filter(parsing: "userName pr and \(written) pr")
      #expect(throws: QuestionError.unknownAttribute(written, nearest: meant)) {
        try asked.ledger.requireAttributes(of: filter)
      }
    }
  }

  @Test(
    "an attribute that there is may be asked for",
    arguments: [
      "active", "NAME.familyName", #"emails[type eq "work"].value"#, "members", "department", "meta.created",
      "id",
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
    ])
  func known(_ path: String) async throws {
    try await AskedLedger.with { asked in
      #expect(throws: Never.self) { try asked.ledger.requireAttribute(path) }
    }
  }

  @Test("the attributes of a filter are looked for in the types that are meant")
  func types() async throws {
    try await AskedLedger.with { asked in
      let filter = try Filter(parsing: "members pr")
      #expect(throws: Never.self) { try asked.ledger.requireAttributes(of: filter, types: ["Group"]) }
      #expect(throws: QuestionError.self) { try asked.ledger.requireAttributes(of: filter, types: ["User"]) }
    }
  }

  @Test("a value that an account never had finds the one that it has")
  func blame() async throws {
    try await AskedLedger.with { asked in
      let refusal = QuestionError.noSuchAttribute("titel", nearest: "title")
      #expect(throws: refusal) {
        try asked.ledger.blame(Selector("ana@example.com"), attribute: "titel")
      }
    }
  }

  @Test("a cycle's id that there is not finds the cycle that was meant")
  func cycles() async throws {
    try await AskedLedger.with { asked in
      let cycle = try #require(try asked.ledger.cycles().first)
      let id = cycle.id.description
      #expect(try asked.ledger.cycle(near: String(id.dropLast(2))) == cycle.id)
      #expect(try asked.ledger.cycle(near: "none") == nil)
    }
  }

  @Test("a profile that there is not names the one that was meant")
  func profiles() {
    #expect(
      "\(LedgerError.unknownProfile("rcf"))"
        == "There is no profile rcf. Did you mean rfc? There are tolerant, rfc, thousandeyes.")
  }
}
