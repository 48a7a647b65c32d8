import LedgerTestKit
import ScimLedger
import Testing

@Suite struct CursorTests {
  /// Walks through all pages, calling `between` after each, and gives what they showed.
  private func walk(
    _ test: TestLedger, _ query: String, between: (Int) async throws -> Void = { _ in }
  ) async throws -> [Answer] {
    var pages: [Answer] = []
    var cursor = ""
    repeat {
      let page = await test.send("GET", "\(query)&cursor=\(cursor)")
      try #require(page.status == 200, "\(page.detail ?? "")")
      pages.append(page)
      cursor = page["nextCursor"]?.stringValue ?? ""
      try #require(pages.count < 50)
      try await between(pages.count)
    } while !cursor.isEmpty
    return pages
  }

  private func names(_ pages: [Answer]) -> [String] {
    pages.flatMap { $0.resources.compactMap { $0.objectValue?["userName"]?.stringValue } }
  }

  static let queries = [
    "/Users?count=3", "/Users?count=7", "/Users?count=3&filter=userName+sw+%22u%22",
    "/Users?count=2&sortBy=userName", "/Users?count=100", "/Users?count=3&filter=active+eq+true",
  ]

  @Test("the pages of a walk make up the list", arguments: queries)
  func pages(_ query: String) async throws {
    try await withTestLedger { test in
      for number in 1...7 { await test.createUser("u\(number)", ["active": true]) }
      let pages = try await walk(test, query)
      #expect(names(pages) == (1...7).map { "u\($0)" })
      #expect(pages.allSatisfy { $0.totalResults == 7 })
      #expect(pages.allSatisfy { $0["itemsPerPage"]?.intValue == $0.resources.count })
      #expect(pages.allSatisfy { $0["startIndex"] == nil })
      #expect(pages.dropLast().allSatisfy { $0["nextCursor"] != nil })
      for page in pages.dropLast() {
        let cursor = page["nextCursor"]?.stringValue ?? "+"
        #expect(cursor.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._~".contains($0)) })
      }
    }
  }

  @Test(
    "a walk shows the directory as its first page found it, whatever happens meanwhile",
    arguments: ["", "&sortBy=title", "&filter=title+pr"])
  func snapshot(_ more: String) async throws {
    try await withTestLedger { test in
      var ids: [String] = []
      for number in 1...8 {
        ids.append(await test.createUser("u\(number)", ["title": .string("t\(number)"), "active": true]))
      }
      let crew = await test.createGroup("Crew", of: ids)
      let before = await test.send("GET", "/Users?count=100&cursor=\(more)")
      let pages = try await walk(test, "/Users?count=2\(more)") { number in
        await test.createUser("new\(number)", ["title": "t0"])
        await test.send("DELETE", "/Users/\(ids[8 - number])")
        await test.patch("/Users/\(ids[5])", ["op": "replace", "path": "title", "value": "a\(number)"])
        await test.patch("/Groups/\(crew)", ["op": "remove", "path": "members[value eq \"\(ids[4])\"]"])
        if number == 2 { await test.send("DELETE", "/Groups/\(crew)") }
      }
      #expect(pages.count == 4)
      #expect(pages.flatMap(\.resources) == before.resources)
      #expect(names(pages) == (1...8).map { "u\($0)" })
      #expect(names([await test.send("GET", "/Users?sortBy=title")]) != names(pages))
    }
  }

  @Test("a walk over groups shows the members of its start")
  func members() async throws {
    try await withTestLedger { test in
      let ids = [await test.createUser("a"), await test.createUser("b"), await test.createUser("c")]
      for number in 1...4 { await test.createGroup("g\(number)", of: [ids[0], ids[1]]) }
      let before = await test.send("GET", "/Groups")
      let pages = try await walk(test, "/Groups?count=1") { _ in
        for group in before.ids {
          await test.patch(
            "/Groups/\(group)", ["op": "add", "path": "members", "value": [["value": .string(ids[2])]]])
          await test.patch("/Groups/\(group)", ["op": "remove", "path": "members[value eq \"\(ids[0])\"]"])
        }
        await test.send("DELETE", "/Users/\(ids[1])")
      }
      #expect(pages.flatMap(\.resources) == before.resources)
    }
  }

  @Test("a walk goes over all types at the root, and by POST as by GET")
  func root() async throws {
    try await withTestLedger { test in
      for name in ["a", "b", "c"] { await test.createUser(name) }
      await test.createGroup("g")
      let pages = try await walk(test, "/?count=2")
      #expect(pages.map(\.resources.count) == [2, 2])
      let body: JSONObject = ["schemas": SearchTests.schema, "count": 2, "cursor": ""]
      let first = await test.send("POST", "/.search", .object(body))
      var next = body
      next["cursor"] = first["nextCursor"]
      let second = await test.send("POST", "/.search", .object(next))
      #expect(first.resources + second.resources == pages.flatMap(\.resources))
      #expect(second["nextCursor"] == nil)
    }
  }

  @Test("a cursor that was altered, or is another client's or query's, is invalid")
  func invalid() async throws {
    try await withTestLedger { test in
      for number in 1...4 { await test.createUser("u\(number)") }
      let first = await test.send("GET", "/Users?count=2&cursor")
      let cursor = try #require(first["nextCursor"]?.stringValue)
      for index in stride(from: 0, to: cursor.count, by: 7) {
        var letters = Array(cursor)
        letters[index] = letters[index] == "A" ? "B" : "A"
        let answer = await test.send("GET", "/Users?count=2&cursor=\(String(letters))")
        #expect(answer.status == 400 && answer.scimType == "invalidCursor", "letter \(index)")
      }
      for query in [
        "cursor=x", "cursor=\(cursor)A", "cursor=\(cursor)&filter=id+pr", "cursor=\(cursor)&sortBy=id",
      ] {
        let answer = await test.send("GET", "/Users?count=2&\(query)")
        #expect(answer.status == 400 && answer.scimType == "invalidCursor")
      }
      #expect(await test.send("GET", "/Groups?cursor=\(cursor)").scimType == "invalidCursor")
      #expect(await test.asOkta.send("GET", "/Users?count=2&cursor=\(cursor)").scimType == "invalidCursor")
      #expect(await test.send("GET", "/Users?count=3&cursor=\(cursor)").resources.count == 2)
    }
  }

  @Test("a page must have a size, and one way of paging", arguments: ["0", "-1", "1001"])
  func count(_ count: String) async throws {
    try await withTestLedger { test in
      let answer = await test.send("GET", "/Users?cursor=&count=\(count)")
      #expect(answer.status == 400 && answer.scimType == "invalidCount")
      let both = await test.send("GET", "/Users?cursor=&startIndex=1")
      #expect(both.status == 400 && both.scimType == "invalidValue")
    }
  }

  @Test("a cursor expires, and outlives a restart of the ledger until then")
  func expiry() async throws {
    try await withTemporaryDirectory { path in
      let time = SettableTime(1_770_000_000_000_000)
      var options = testOptions()
      options.clock = { time.value }
      try ProvisioningLedger.create(at: path + "/ledger", options: options)
      var cursor = ""
      for round in 0..<3 {
        let ledger = try ProvisioningLedger(opening: path + "/ledger", options: options)
        let test = TestLedger(ledger)
        switch round {
        case 0:
          for number in 1...3 { await test.createUser("u\(number)") }
          cursor = await test.send("GET", "/Users?count=1&cursor=")["nextCursor"]?.stringValue ?? ""
          time.advance(seconds: 3599)
        case 1:
          #expect(await test.send("GET", "/Users?count=1&cursor=\(cursor)").status == 200)
          time.advance(seconds: 2)
        default:
          let answer = await test.send("GET", "/Users?count=1&cursor=\(cursor)")
          #expect(answer.status == 400 && answer.scimType == "expiredCursor")
        }
        await ledger.close()
      }
    }
  }

  @Test("the configuration says how pages are asked for")
  func discovery() async throws {
    try await withTestLedger { test in
      let answer = await test.send("GET", "/ServiceProviderConfig")
      #expect(
        answer["pagination"] == [
          "cursor": true, "index": true, "defaultPaginationMethod": "index", "defaultPageSize": 100,
          "maxPageSize": 1000, "cursorTimeout": 3600,
        ])
      #expect(answer["sort"] == ["supported": true])
    }
  }
}
