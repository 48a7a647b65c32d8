import LedgerTestKit
import ScimLedger
import Testing

/// Each request leaves one event that says who asked for what, and what came of it.
@Suite struct RecordingTests {
  @Test("a change is recorded with its request, its effect and what was tolerated")
  func change() async throws {
    try await withTestLedger { test in
      let head = try await test.drainedHead()
      let events = try await test.asOkta.events {
        await test.asOkta.send(
          "POST", "/Users?attributes=userName", ["userName": "ana", "active": "True", "shoeSize": 43],
          ifMatch: "W/\"1\"")
      }
      let event = try #require(events.first)
      #expect(events.count == 1)
      #expect(event.position > head)
      #expect(event.operation == .create)
      #expect(event.outcome == .init(status: 201))
      #expect(event.actor == TestLedger.okta)
      #expect(event.protocolVersion == "2.0")
      #expect(event.resourceType == "User")
      #expect(event.previous == nil && event.snapshot == nil && event.results == nil)
      let rules = Set(event.tolerances.map(\.rule))
      #expect(rules.isSuperset(of: ["booleanAsString", "unknownAttributeIgnored", "schemasMissing"]))
      #expect(event.effect?.owner == "okta")
      #expect(event.effect?.image?["userName"] == "ana")
      let request = try #require(event.request)
      #expect(request.method == "POST" && request.path == "/Users" && request.query == "attributes=userName")
      #expect(request.userAgent == "ledger-test" && request.ifMatch == "W/\"1\"" && request.id == "test")
      let body = try JSONValue(parsing: request.body ?? [])
      #expect(
        body == ["userName": "ana", "active": "True", "shoeSize": 43], "as it was sent, not as it was read")
    }
  }

  @Test("the cycle that a client names stands in the event of every kind of request, and of what follows")
  func cycle() async throws {
    try await withTestLedger { test in
      let named = test.inCycle(Identifier(high: 0xC, low: 7))
      let id = await test.createUser("ana")
      await test.createGroup("Crew", of: [id])
      let events = try await test.events {
        await named.send("POST", "/Users", ["userName": "ben"])
        await named.send("POST", "/Users", ["userName": "ANA"])
        await named.send("PUT", "/Users/\(id)", ["userName": "ana", "title": "Dr"])
        await named.send("PATCH", "/Users/\(id)", text: "no JSON")
        await named.speaking(.v1).send("GET", "/Users/\(id)")
        await named.send("GET", "/Users?filter=userName%20xx%201")
        await named.send("POST", "/.search", ["filter": "userName pr"])
        await named.send("GET", "/Schemas")
        await named.send("GET", "/Me")
        await named.send("POST", "/Bulk", [:])
        await named.bulk([
          Operation.user("cy"), Operation.delete("/Users/none"), Operation.delete("/Nothing"),
        ])
        await named.send("DELETE", "/Users/\(id)")
      }
      #expect(events.count == 15)
      for event in events { #expect(event.cycle == named.cycle, "\(event.operation.name)") }
      #expect(events.last?.operation == .leaveGroup)
      #expect(try await test.events { await test.send("GET", "/Users") }.map(\.cycle) == [nil])
    }
  }

  @Test("every operation leaves an event with its outcome")
  func operations() async throws {
    try await withTestLedger { test in
      let id = await test.createUser("ana")
      let group = await test.createGroup("Crew", of: [id])
      let events = try await test.events {
        await test.send("PUT", "/Users/\(id)", ["userName": "ana", "title": "Dr"])
        await test.patch("/Users/\(id)", ["op": "Replace", "path": "active", "value": "False"])
        await test.patch("/Users/\(id)", ["op": "replace", "path": "active", "value": false])
        await test.send("POST", "/Users", ["userName": "ANA"])
        await test.patch("/Users/\(id)", ["op": "replace", "path": "nothing.here", "value": 1])
        await test.send("PUT", "/Users/\(id)", ["title": "no name"])
        await test.send("PATCH", "/Groups/\(group)", ["Operations": []])
        await test.send("DELETE", "/Groups/\(group)")
        await test.send("DELETE", "/Groups/\(group)")
        await test.send("GET", "/Users/\(id)")
        await test.send("GET", "/Users?filter=externalId%20eq%20x")
        await test.send("GET", "/Schemas")
        await test.send("POST", "/Bulk", [:])
      }
      #expect(
        events.map { "\($0.operation.name) \($0.outcome.status) \($0.outcome.scimType ?? "-")" } == [
          "replace 200 -", "modify 200 -", "modify 200 -", "create 409 uniqueness", "modify 400 invalidPath",
          "replace 400 invalidValue", "modify 400 invalidSyntax", "delete 204 -", "delete 404 -",
          "read 200 -",
          "query 200 -", "discover 200 -", "bulk 400 invalidSyntax",
        ])
      #expect(
        events.map { $0.effect != nil }.prefix(9) == [
          true, true, false, false, false, false, false, true, false,
        ])
      #expect(events.map(\.isUnchanged).prefix(3) == [false, false, true])
      #expect(events[1].tolerances.map(\.rule).contains("booleanAsString"))
      #expect(events[10].tolerances.map(\.rule) == ["unquotedFilterValue"])
      #expect(events.allSatisfy { $0.actor == TestLedger.client && $0.protocolVersion == "2.0" })
      #expect(
        events.allSatisfy { $0.outcome.detail?.isEmpty != true && ($0.outcome.detail != nil) == $0.isRefused }
      )
      #expect(Set(events.map(\.id)).count == events.count)
      #expect(zip(events, events.dropFirst()).allSatisfy { $0.time < $1.time })
      let refused = try #require(events[4].resource)
      #expect(refused.description == id)
      #expect(events[4].previous == events[1].position, "a refusal names the version it met")
    }
  }

  @Test("a read is recorded with what it saw")
  func reads() async throws {
    try await withTestLedger { test in
      let id = await test.createUser("ana")
      await test.createUser("ben")
      let head = try await test.drainedHead()
      let events = try await test.events {
        await test.send("GET", "/Users?count=1")
        await test.send("GET", "/Users/\(id)")
        await test.send("GET", "/Users/\(id)", ifNoneMatch: "*")
        await test.send("GET", "/Users/\(UserTests.absent)")
        await test.send("GET", "/Groups?filter=displayName%20eq%20%22x%22&excludedAttributes=members")
      }
      #expect(events.map(\.outcome.status) == [200, 200, 304, 404, 200])
      #expect(events.map(\.results) == [2, nil, nil, nil, 0], "all that match, not those on the page")
      #expect(
        events.allSatisfy { event in event.snapshot.map { $0 >= head && $0 < event.position } ?? false })
      #expect(events[1].resource?.description == id && events[1].previous == Position(2))
      #expect(events[2].previous == Position(2))
      #expect(events[3].resource?.description == UserTests.absent && events[3].previous == nil)
      #expect(events[4].request?.query == "filter=displayName%20eq%20%22x%22&excludedAttributes=members")
      #expect(events[4].resourceType == "Group")
    }
  }

  @Test("reads that nothing follows are recorded too, once the ledger is closed")
  func closing() async throws {
    try await withTemporaryDirectory { path in
      let directory = path + "/ledger"
      try ProvisioningLedger.create(at: directory, options: testOptions())
      var ledger = try ProvisioningLedger(opening: directory, options: testOptions())
      for _ in 0..<300 { await TestLedger(ledger).send("GET", "/Users") }
      await ledger.close()
      let late = await TestLedger(ledger).send("GET", "/Users")
      #expect(late.status >= 500, "what can't be recorded is not answered")
      ledger = try ProvisioningLedger(opening: directory, access: .readOnly, options: testOptions())
      let head = try ledger.head()
      #expect(head == Position(301))
      await ledger.close()
    }
  }

  @Test("a long User-Agent is cut")
  func userAgent() async throws {
    try await withTestLedger { test in
      let events = try await test.events {
        _ = await test.ledger.handle(
          SCIMRequest(method: "GET", path: "/Users", userAgent: String(repeating: "u", count: 9000)),
          as: test.client)
      }
      #expect(events.first?.request?.userAgent?.count == 256)
    }
  }
}
