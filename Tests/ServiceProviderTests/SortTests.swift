import LedgerTestKit
import ScimLedger
import Testing

@Suite struct SortTests {
  struct Order: Sendable, CustomTestStringConvertible {
    var query: String
    var names: [String]

    var testDescription: String { query }
  }

  static let people: [(String, JSONObject)] = [
    (
      "b",
      [
        "title": "beta", "name": ["familyName": "Öz"], "externalId": "a", "active": true,
        "emails": [["value": "z@x", "type": "home"], ["value": "a@x", "primary": true]],
      ]
    ),
    ("a", ["title": "Alpha", "name": ["familyName": "oz"], "externalId": "B", "active": false]),
    (
      "d",
      [
        "title": "alpha", "externalId": "b", "emails": [["value": "m@x"], ["value": "b@x"]],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": ["department": "Z"],
      ]
    ),
    ("c", ["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": ["department": "y"]]),
  ]

  static let orders = [
    Order(query: "sortBy=userName", names: ["a", "b", "c", "d"]),
    Order(query: "sortBy=USERNAME&sortOrder=Descending", names: ["d", "c", "b", "a"]),
    Order(query: "sortBy=title", names: ["a", "d", "b", "c"]),
    Order(query: "sortBy=title&sortOrder=descending", names: ["c", "b", "a", "d"]),
    Order(query: "sortBy=externalId", names: ["a", "b", "d", "c"]),
    Order(query: "sortBy=emails.value", names: ["b", "d", "a", "c"]),
    Order(query: "sortBy=emails", names: ["b", "d", "a", "c"]),
    Order(query: "sortBy=active", names: ["a", "b", "d", "c"]),
    Order(query: "sortBy=meta.resourceType", names: ["b", "a", "d", "c"]),
    Order(query: "sortBy=id", names: ["b", "a", "d", "c"]),
    Order(query: "sortBy=name.familyName", names: ["a", "b", "d", "c"]),
    Order(
      query: "sortBy=urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
      names: ["c", "d", "b", "a"]),
    Order(query: "sortBy=userName&startIndex=2&count=2", names: ["b", "c"]),
    Order(query: "sortBy=userName&filter=title+pr", names: ["a", "b", "d"]),
    Order(query: "sortBy=title&startIndex=4", names: ["c"]),
    Order(query: "sortBy=&sortOrder=ascending", names: ["b", "a", "d", "c"]),
  ]

  @Test("results are sorted as the attribute's type orders its values", arguments: orders)
  func sorted(_ order: Order) async throws {
    try await withTestLedger { test in
      for (name, more) in SortTests.people { await test.createUser(name, more) }
      let answer = await test.send("GET", "/Users?\(order.query)")
      #expect(answer.status == 200)
      #expect(answer.resources.compactMap { $0.objectValue?["userName"]?.stringValue } == order.names)
    }
  }

  @Test("users and groups sort together by what both have")
  func types() async throws {
    try await withTestLedger { test in
      await test.createUser("x", ["displayName": "Mia"])
      await test.createUser("y")
      await test.createGroup("Zeal")
      await test.createGroup("alps")
      let answer = await test.send("GET", "/?sortBy=displayName")
      let names = answer.resources.map { $0.objectValue?["displayName"]?.stringValue ?? "-" }
      #expect(names == ["alps", "Mia", "Zeal", "-"])
      #expect(
        await test.send("GET", "/?sortBy=userName&count=1").resources.first?.objectValue?["userName"] == "x")
    }
  }
}
