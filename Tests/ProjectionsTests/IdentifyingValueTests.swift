import LedgerTestKit
import ScimLedger
import Testing

/// Values that identify are unique and found, however long they are and however they are written.
@Suite struct IdentifyingValueTests {
  @Test("a userName longer than a key of the store is unique and found", arguments: [511, 600, 4000])
  func longUserName(length: Int) async throws {
    try await withTestLedger { test in
      let long = String(repeating: "n", count: length)
      let first = await test.send("POST", "/Users", ["userName": .string(long + "@a")])
      #expect(first.status == 201)
      let other = await test.send("POST", "/Users", ["userName": .string(long + "@b")])
      #expect(other.status == 201, "only the end differs")
      let upper = (long + "@A").uppercased()
      let duplicate = await test.send("POST", "/Users", ["userName": .string(upper)])
      #expect(duplicate.status == 409)
      let held = try test.ledger.resource(.userName(upper))
      #expect(held?.id.description == first.id)
      let found = await test.send("GET", "/Users?filter=userName+eq+%22\(long)@b%22")
      #expect(found.resources.compactMap { $0.objectValue?["id"]?.stringValue } == [other.id])
      let report = try await test.ledger.rebuild()
      #expect(report.differences == [])
    }
  }

  struct Pair: Sendable, CustomTestStringConvertible {
    var first: String
    var second: String
    var areTheSame = true

    var testDescription: String {
      "\(first.unicodeScalars.map(\.escaped)) and \(second.unicodeScalars.map(\.escaped))"
    }
  }

  static let pairs = [
    Pair(first: "jos\u{E9}", second: "jose\u{301}"), Pair(first: "jose\u{301}", second: "JOS\u{C9}"),
    Pair(first: "\u{C9}mile", second: "e\u{301}MILE"),
    Pair(first: "\u{212B}ngstrom", second: "\u{E5}ngstrom"),
    Pair(first: "\u{1E69}", second: "s\u{323}\u{307}"), Pair(first: "\u{1E69}", second: "s\u{307}\u{323}"),
    Pair(first: "\u{AC00}", second: "\u{1100}\u{1161}"), Pair(first: "\u{212A}im", second: "kim"),
    Pair(first: "\u{3A9}mega", second: "\u{2126}MEGA"),
    Pair(first: "jose", second: "jos\u{E9}", areTheSame: false),
    Pair(first: "\u{FB01}n", second: "fin", areTheSame: false),
    Pair(first: "a\u{200D}b", second: "ab", areTheSame: false),
  ]

  @Test("userNames that Unicode holds to be the same collide, in any letter case", arguments: pairs)
  func canonicalEquivalence(_ pair: Pair) async throws {
    try await withTestLedger { test in
      let first = await test.send("POST", "/Users", ["userName": .string(pair.first)])
      #expect(first.status == 201)
      #expect(first["userName"] == .string(pair.first), "what a client wrote is kept as it was written")
      let second = await test.send("POST", "/Users", ["userName": .string(pair.second)])
      #expect(second.status == (pair.areTheSame ? 409 : 201))
      let found = try test.ledger.resource(.userName(pair.second))?.id.description
      #expect(found == (pair.areTheSame ? first.id : second.id))
      let filter = Filter.comparison(AttributePath(name: "userName"), .equal, .string(pair.second))
      let page = try test.ledger.resources(ofType: "User", filter: filter)
      let scanned = try test.ledger.resources(ofType: "User", filter: .or([filter, filter]))
      #expect(page.totalResults == 1)
      #expect(scanned.resources.map(\.id) == page.resources.map(\.id), "an index finds what a scan finds")
    }
  }

  @Test("externalId is compared exactly, within one client and one type of resource")
  func externalID() async throws {
    try await withTestLedger { test in
      try await test.ledger.configure(LedgerConfiguration(uniqueExternalID: true))
      let okta = TestLedger(test.ledger, as: History.oktaClient)
      func create(_ client: TestLedger, _ name: String, _ external: String) async -> Int {
        await client.send("POST", "/Users", ["userName": .string(name), "externalId": .string(external)])
          .status
      }
      #expect(await create(test, "a", "\u{E9}-1") == 201)
      #expect(await create(test, "b", "\u{E9}-1") == 409)
      #expect(await create(test, "c", "\u{C9}-1") == 201)
      #expect(await create(test, "d", "e\u{301}-1") == 201, "other bytes are another externalId")
      #expect(await create(okta, "e", "\u{E9}-1") == 201)
      let group = await test.send("POST", "/Groups", ["displayName": "g", "externalId": "\u{E9}-1"])
      #expect(group.status == 201)
      let report = try await test.ledger.rebuild()
      #expect(report.differences == [])
    }
  }
}

extension Unicode.Scalar {
  fileprivate var escaped: String {
    isASCII ? String(self) : "U+" + String(value, radix: 16, uppercase: true)
  }
}
