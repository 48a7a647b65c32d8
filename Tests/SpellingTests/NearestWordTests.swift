import Spelling
import Testing

@Suite struct NearestWordTests {
  private static let words = [
    "sequence", "operation", "userName", "displayName", "active", "tolerance", "scimType", "status", "Join",
    "ToLower",
  ]

  @Test(
    "a misspelt word finds the one that was meant",
    arguments: [
      ("usrName", "userName"),  // a letter left out
      ("userrName", "userName"),  // put in
      ("uzerName", "userName"),  // replaced
      ("usreName", "userName"),  // neighbours changed places
      ("USERNAME", "userName"), ("tolower", "ToLower"),  // letter case
      ("operatoin", "operation"), ("scimtyp", "scimType"), ("stauts", "status"),
      ("jon", "Join"),
      ("oper", "operation"), ("seq", "sequence"),  // a beginning
    ])
  func finds(_ written: String, _ meant: String) {
    #expect(NearestWord.to(written, among: Self.words) == meant)
  }

  @Test(
    "a word that resembles none finds none",
    arguments: ["", "x", "zz", "colour", "favouriteColour", "se", String(repeating: "u", count: 10_000)])
  func findsNone(_ written: String) {
    #expect(NearestWord.to(written, among: Self.words) == nil)
  }

  @Test("the nearest come first, of equally near ones the first, none twice, no more than wanted")
  func several() {
    var search = NearestWords(to: "anna@example.com", limit: 3)
    for name in [
      "bob@example.com", "anne@example.com", "anna@exmaple.com", "annika@example.com", "anna@example.com",
      "anne@example.com", "hannah@example.com",
    ] {
      search.take(name)
    }
    #expect(search.found == ["anna@example.com", "anne@example.com", "anna@exmaple.com"])
  }

  @Test("of addresses, those with the same domain are not all near each other")
  func addresses() {
    #expect(
      NearestWord.to("eve@example.com", among: ["ana@example.com", "evi@example.com"]) == "evi@example.com")
    #expect(NearestWord.to("eve@example.com", among: ["ana@example.com", "bo@example.com"]) == nil)
    #expect(NearestWord.to("anna@exmaple.com", among: ["anna@example.com"]) == "anna@example.com")
  }

  @Test("a search that wants none finds none")
  func wantsNone() {
    var search = NearestWords(to: "anna", limit: -1)
    search.take("anna")
    #expect(search.found.isEmpty)
  }

  @Test("the hint is a question, or the list of what would be right")
  func hints() {
    #expect(NearestWord.hint(for: "pacth", among: ["put", "patch"]) == "; did you mean patch?")
    #expect(NearestWord.hint(for: "post", among: ["put", "patch"]) == "; expected one of put, patch")
    #expect(NearestWord.question(for: "rcf", among: ["tolerant", "rfc"]) == " Did you mean rfc?")
    #expect(NearestWord.question(for: "lax", among: ["tolerant", "rfc"]) == "")
  }
}
