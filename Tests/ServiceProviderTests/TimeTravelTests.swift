import LedgerTestKit
import ScimLedger
import Testing

@Suite struct TimeTravelTests {
  @Test("a user is shown as of every position of its life")
  func positions() async throws {
    try await withTestLedger { test in
      let start = try test.ledger.head()
      let id = await test.createUser("ana", ["title": "one"])
      let target = "/Users/\(id)"
      var shown: [(position: String, json: JSONValue?)] = []
      func remember() async throws {
        let answer = await test.send("GET", target)
        shown.append((try await test.drainedHead().description, answer.json))
      }
      try await remember()
      await test.patch(target, ["op": "replace", "path": "title", "value": "two"])
      try await remember()
      let crew = await test.createGroup("Crew", of: [id])
      try await remember()
      await test.patch("/Groups/\(crew)", ["op": "replace", "path": "displayName", "value": "Staff"])
      try await remember()
      await test.patch("/Groups/\(crew)", ["op": "remove", "path": "members[value eq \"\(id)\"]"])
      try await remember()
      await test.patch(
        "/Groups/\(crew)", ["op": "add", "path": "members", "value": [["value": .string(id)]]])
      try await remember()
      await test.send("DELETE", "/Groups/\(crew)")
      try await remember()
      await test.send("DELETE", target)
      #expect(await test.send("GET", target).status == 404)
      for (position, json) in shown {
        let answer = await test.send("GET", "\(target)?asOf=\(position)")
        #expect(answer.status == 200 && answer.json == json, "position \(position)")
      }
      #expect(await test.send("GET", "\(target)?asOf=\(start)").status == 404)
      #expect(await test.send("GET", "\(target)?asOf=\(try await test.drainedHead())").status == 404)
    }
  }

  @Test("a list is shown as of a position, filtered and sorted")
  func lists() async throws {
    try await withTestLedger { test in
      var ids: [String] = []
      for name in ["c", "a", "b"] { ids.append(await test.createUser(name, ["title": .string(name)])) }
      let crew = await test.createGroup("Crew", of: [ids[0], ids[1]])
      let position = try await test.drainedHead()
      let queries = [
        "/Users?", "/Users?filter=userName+eq+%22a%22", "/Users?sortBy=userName&count=2", "/Groups?",
        "/Users?filter=title+pr&startIndex=2", "/Groups?filter=members.value+eq+%22\(ids[1])%22",
        "/Users?filter=groups.value+eq+%22\(crew)%22", "/Users?filter=groups.display+eq+%22Crew%22", "/?",
        "/Users?filter=id+eq+%22\(ids[2])%22",
      ]
      var before: [JSONValue?] = []
      for query in queries { before.append(await test.send("GET", query).json) }
      await test.send("DELETE", "/Users/\(ids[1])")
      await test.patch("/Users/\(ids[0])", ["op": "replace", "path": "userName", "value": "z"])
      await test.patch("/Groups/\(crew)", ["op": "replace", "path": "displayName", "value": "Staff"])
      await test.createUser("d", ["title": "d"])
      for (query, json) in zip(queries, before) {
        let answer = await test.send("GET", "\(query)&asOf=\(position)")
        #expect(answer.json == json, "\(query)")
        #expect(await test.send("GET", query).json != json || query.contains(ids[2]), "\(query)")
      }
      let posted = await test.send(
        "POST", "/Users/.search",
        ["schemas": SearchTests.schema, "asOf": .number(JSONNumber(Int(position.rawValue)))])
      #expect(posted.json == before[0])
      var pages: [JSONValue] = []
      var cursor = ""
      repeat {
        let page = await test.send("GET", "/Users?count=1&cursor=\(cursor)&asOf=\(position)")
        pages += page.resources
        cursor = page["nextCursor"]?.stringValue ?? ""
      } while !cursor.isEmpty && pages.count < 9
      #expect(pages == before[0]?.objectValue?["Resources"]?.arrayValue)
    }
  }

  @Test("an instant stands for the last event of its millisecond or before")
  func instants() async throws {
    try await withTemporaryDirectory { path in
      let time = SettableTime(1_770_000_000_000_000)
      var options = testOptions()
      options.clock = { time.value }
      try ProvisioningLedger.create(at: path + "/ledger", options: options)
      let ledger = try ProvisioningLedger(opening: path + "/ledger", options: options)
      let test = TestLedger(ledger)
      time.advance(seconds: 60)
      let created = await test.send("POST", "/Users", ["userName": "ana", "title": "one"])
      time.advance(seconds: 60)
      let target = "/Users/\(created.id)"
      await test.patch(target, ["op": "replace", "path": "title", "value": "two"])
      let stated = created["meta"]?.objectValue?["lastModified"]?.stringValue ?? ""
      #expect(stated == "2026-02-02T02:41:00.000Z")
      let titles: [(String, JSONValue?)] = [
        ("2026-02-02T02:40:59.999Z", nil), (stated, "one"), ("2026-02-02T02:41:59Z", "one"),
        ("2026-02-02T03:41:59%2B01:00", "one"), ("2026-02-02T03:41:59+01:00", "one"),
        ("2026-02-02T02:42:00Z", "two"), ("2099-01-01T00:00:00Z", "two"), ("1999-01-01T00:00:00Z", nil),
      ]
      for (instant, title) in titles {
        let answer = await test.send("GET", "\(target)?asOf=\(instant)")
        #expect(answer["title"] == title, "\(instant)")
        #expect(answer.status == (title == nil ? 404 : 200), "\(instant)")
      }
      await ledger.close()
    }
  }

  @Test("a time that is none, or has not come, is refused", arguments: ["yesterday", "99999", "-1", "1.5"])
  func refused(_ asOf: String) async throws {
    try await withTestLedger { test in
      let id = await test.createUser("ana")
      for target in ["/Users/\(id)", "/Users"] {
        let answer = await test.send("GET", "\(target)?asOf=\(asOf)")
        #expect(answer.status == 400 && answer.scimType == "invalidValue")
      }
    }
  }

  @Test("a version of the past has its tag")
  func tag() async throws {
    try await withTestLedger { test in
      let created = await test.send("POST", "/Users", ["userName": "ana"])
      let target = "/Users/\(created.id)"
      await test.patch(target, ["op": "add", "path": "title", "value": "Dr"])
      let position = created.etag?.filter(\.isNumber) ?? ""
      let past = await test.send("GET", "\(target)?asOf=\(position)")
      #expect(past.etag == created.etag)
      #expect(await test.send("GET", "\(target)?asOf=\(position)", ifNoneMatch: created.etag).status == 304)
      #expect(await test.send("GET", target, ifNoneMatch: created.etag).status == 200)
      let events = try await test.events { await test.send("GET", "\(target)?asOf=\(position)") }
      #expect(events.first?.snapshot?.description == position)
    }
  }

  @Test("the configuration tells of it to those who ask")
  func discovery() async throws {
    try await withTestLedger { test in
      let urn = "urn:scim-ledger:params:scim:schemas:extension:timetravel:1.0:ServiceProviderConfig"
      #expect(await test.send("GET", "/ServiceProviderConfig")[urn] == nil)
      let answer = await test.send("GET", "/ServiceProviderConfig?attributes=\(urn)")
      #expect(answer[urn] == ["asOf": true, "history": true])
      #expect(await test.send("GET", "/Schemas/\(urn)").status == 200)
    }
  }
}
