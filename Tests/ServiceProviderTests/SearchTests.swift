import LedgerTestKit
import ScimLedger
import Testing

@Suite struct SearchTests {
  static let schema: JSONValue = ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"]

  @Test("a search by POST finds what the same query by GET finds")
  func likeGET() async throws {
    try await withTestLedger { test in
      for number in 1...5 { await test.createUser("u\(number)", ["title": .string("T\(number % 2)")]) }
      let posted = await test.send(
        "POST", "/Users/.search",
        [
          "schemas": SearchTests.schema, "attributes": ["userName"], "filter": #"title eq "T1""#,
          "sortBy": "userName", "sortOrder": "descending", "startIndex": 2, "count": 2,
        ])
      let query = "attributes=userName&filter=title+eq+%22T1%22&sortBy=userName&sortOrder=descending"
      let got = await test.send("GET", "/Users?\(query)&startIndex=2&count=2")
      #expect(posted.status == 200)
      #expect(posted.json == got.json)
      #expect(posted.totalResults == 3)
      #expect(posted.resources.map { $0.objectValue?["userName"] } == ["u3", "u1"])
      #expect(posted.resources.first?.objectValue?.contains("title") == false)
    }
  }

  @Test("a search at the root goes over all types", arguments: ["POST", "GET"])
  func root(_ method: String) async throws {
    try await withTestLedger { test in
      let ana = await test.createUser("ana", ["displayName": "Crew"])
      await test.createUser("ben")
      let crew = await test.createGroup("Crew", of: [ana])
      let answer =
        method == "POST"
        ? await test.send(
          "POST", "/.search", ["schemas": SearchTests.schema, "filter": #"displayName eq "crew""#])
        : await test.send("GET", "/?filter=displayName+eq+%22crew%22")
      #expect(answer.totalResults == 2)
      #expect(answer.ids == [ana, crew])
      let types = await test.send("GET", "/?filter=meta.resourceType+eq+%22Group%22")
      #expect(types.ids == [crew])
      let page = await test.send("GET", "/?startIndex=2&count=2")
      #expect(page.totalResults == 3 && page.ids.count == 2 && page.ids.last == crew)
      #expect(page["startIndex"] == 2)
    }
  }

  @Test("a search leaves one event of a query with its body, less passwords")
  func event() async throws {
    try await withTestLedger { test in
      await test.createUser("ana")
      let events = try await test.events {
        await test.send(
          "POST", "/Users/.search",
          ["schemas": SearchTests.schema, "filter": #"userName eq "ana" and password eq "secret1""#])
      }
      #expect(events.map(\.operation) == [.query])
      let body = String(decoding: events.first?.request?.body ?? [], as: UTF8.self)
      #expect(body.contains("ana") && !body.contains("secret1"))
      #expect(events.first?.resourceType == "User")
    }
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    var body: String
    var status: Int
    var scimType: String?

    var testDescription: String { body }
  }

  static let refusals = [
    Refusal(body: "[]", status: 400, scimType: "invalidSyntax"),
    Refusal(body: "{", status: 400, scimType: "invalidSyntax"),
    Refusal(body: #"{"schemas": ["urn:x"]}"#, status: 400, scimType: "invalidSyntax"),
    Refusal(body: #"{"count": "3"}"#, status: 400, scimType: "invalidValue"),
    Refusal(body: #"{"attributes": [1]}"#, status: 400, scimType: "invalidValue"),
    Refusal(body: #"{"filter": "userName"}"#, status: 400, scimType: "invalidFilter"),
    Refusal(body: #"{"sortOrder": "up"}"#, status: 400, scimType: "invalidValue"),
    Refusal(body: #"{"sortBy": "nothing"}"#, status: 400, scimType: "invalidPath"),
    Refusal(body: #"{"sortBy": "name"}"#, status: 400, scimType: "invalidPath"),
    Refusal(body: #"{"sortBy": "password"}"#, status: 400, scimType: "invalidPath"),
  ]

  @Test("what is no search request is refused by name", arguments: refusals)
  func refused(_ refusal: Refusal) async throws {
    try await withTestLedger { test in
      let answer = await test.send("POST", "/Users/.search", text: refusal.body)
      #expect(answer.status == refusal.status)
      #expect(answer.scimType == refusal.scimType)
    }
  }

  @Test("other methods on a search say which one it takes")
  func methods() async throws {
    try await withTestLedger { test in
      for target in ["/.search", "/Users/.search", "/Groups/.search"] {
        let answer = await test.send("GET", target)
        #expect(answer.status == 405 && answer.headers["Allow"] == "POST")
      }
      #expect(await test.send("GET", "/Me").status == 501)
    }
  }
}
