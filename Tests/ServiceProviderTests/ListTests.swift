import LedgerTestKit
import ScimLedger
import Testing

@Suite struct ListTests {
  struct Page: Sendable, CustomTestStringConvertible {
    var query: String
    var startIndex: Int
    var numbers: ClosedRange<Int>?

    var testDescription: String { query }
  }

  static let pages = [
    Page(query: "", startIndex: 1, numbers: 1...7), Page(query: "count=3", startIndex: 1, numbers: 1...3),
    Page(query: "startIndex=3&count=2", startIndex: 3, numbers: 3...4),
    Page(query: "startIndex=7", startIndex: 7, numbers: 7...7),
    Page(query: "startIndex=8", startIndex: 8, numbers: nil),
    Page(query: "startIndex=0", startIndex: 1, numbers: 1...7),
    Page(query: "startIndex=-4&count=1", startIndex: 1, numbers: 1...1),
    Page(query: "count=0", startIndex: 1, numbers: nil), Page(query: "count=-3", startIndex: 1, numbers: nil),
    Page(query: "count=100000", startIndex: 1, numbers: 1...7),
    Page(query: "startIndex=9223372036854775807&count=9223372036854775807", startIndex: .max, numbers: nil),
    Page(query: "startIndex=&count=", startIndex: 1, numbers: 1...7),
    Page(query: "STARTINDEX=2&Count=1", startIndex: 2, numbers: 2...2),
    Page(query: "startIndex=2&count=2&filter=userName%20sw%20%22u%22", startIndex: 2, numbers: 2...3),
    Page(query: "startIndex=2&count=2&filter=active+eq+true", startIndex: 2, numbers: 2...3),
  ]

  @Test("a page starts and ends where it was asked to", arguments: pages)
  func paging(_ page: Page) async throws {
    try await withTestLedger { test in
      for number in 1...7 { await test.createUser("u\(number)") }
      let answer = await test.send("GET", "/Users" + (page.query.isEmpty ? "" : "?\(page.query)"))
      #expect(answer.status == 200)
      #expect(answer["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:ListResponse"])
      #expect(answer.totalResults == 7)
      #expect(answer["startIndex"]?.intValue == page.startIndex)
      let names = answer.resources.compactMap { $0.objectValue?["userName"]?.stringValue }
      #expect(names == (page.numbers.map { $0.map { "u\($0)" } } ?? []))
      #expect(answer["itemsPerPage"]?.intValue == names.count)
    }
  }

  @Test(
    "a page bound that is no number is refused",
    arguments: [
      "startIndex=x", "count=1.5", "count=99999999999999999999", "startIndex=%20",
    ])
  func badBounds(_ query: String) async throws {
    try await withTestLedger { test in
      let events = try await test.events {
        let answer = await test.send("GET", "/Users?\(query)")
        #expect(answer.status == 400 && answer.scimType == "invalidValue")
      }
      #expect(events.map(\.operation) == [.query])
      #expect(events.first?.results == nil)
    }
  }

  @Test("an empty directory is an empty list")
  func empty() async throws {
    try await withTestLedger { test in
      for target in ["/Users", "/Groups", "/Users?filter=userName+eq+%22x%22", "/Groups?filter=id+pr"] {
        let answer = await test.send("GET", target)
        #expect(answer.status == 200 && answer.totalResults == 0)
        #expect(answer["Resources"] == [])
      }
    }
  }
}
