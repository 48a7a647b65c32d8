import LedgerTestKit
import ScimLedger
import Testing

/// Resources of one bulk request that refer to each other (RFC 7644 §3.7.1).
@Suite struct BulkCircleTests {
  private func manager(of id: String, _ test: TestLedger) async -> String? {
    await test.send("GET", "/Users/\(id)")[Operation.enterprise]?.objectValue?["manager"]?
      .objectValue?["value"]?.stringValue
  }

  @Test("two people may be each other's managers, and one his own")
  func managers() async throws {
    try await withTestLedger { test in
      let events = try await test.events {
        let answer = await test.bulk([
          Operation.user("ana", manager: "bulkId:ben"), Operation.user("cy", manager: "bulkId:cy"),
          Operation.user("ben", manager: "bulkId:ana"),
        ])
        #expect(answer.statuses == ["201", "201", "201"])
        let ids = (0..<3).map { answer.id(ofOperation: $0) }
        #expect(await manager(of: ids[0], test) == ids[2])
        #expect(await manager(of: ids[1], test) == ids[1])
        #expect(await manager(of: ids[2], test) == ids[0])
        for (index, id) in ids.enumerated() {
          let etag = await test.send("GET", "/Users/\(id)").etag
          #expect(answer.operations[index]["version"]?.stringValue == etag, "the version it has in the end")
        }
      }
      let changes = events.filter { $0.bulk != nil }
      #expect(
        changes.map { "\($0.operation.name) \($0.bulk?.index ?? -1)" } == [
          "create 0", "create 2", "modify 0", "create 1", "modify 1",
        ], "the last of a circle finds the others there")
      #expect(Set(changes.compactMap(\.bulk?.id)).count == 1)
      #expect(changes.map(\.bulk?.bulkID) == ["ana", "ben", "ana", "cy", "cy"])
    }
  }

  @Test("groups may hold each other, with what refers to them waiting for all of it")
  func groups() async throws {
    try await withTestLedger { test in
      let answer = await test.bulk([
        Operation.patch(
          "/Groups/bulkId:A", ["op": "add", "path": "members", "value": [["value": "bulkId:ana"]]]),
        Operation.group("A", of: ["bulkId:B", "bulkId:ana"]), Operation.group("B", of: ["bulkId:C"]),
        Operation.group("C", of: ["bulkId:A", "bulkId:A"]), Operation.user("ana"),
      ])
      #expect(answer.statuses == ["200", "201", "201", "201", "201"])
      let ids = (1..<5).map { answer.id(ofOperation: $0) }
      #expect(Set(await test.send("GET", "/Groups/\(ids[0])").values("members")) == [ids[1], ids[3]])
      #expect(await test.send("GET", "/Groups/\(ids[1])").values("members") == [ids[2]])
      #expect(await test.send("GET", "/Groups/\(ids[2])").values("members") == [ids[0]])
    }
  }

  @Test("a person's groups are the service provider's to state, and make no circle")
  func readOnlyGroups() async throws {
    try await withTestLedger { test in
      let user: JSONValue = [
        "method": "POST", "path": "/Users", "bulkId": "ana",
        "data": ["userName": "ana", "groups": [["value": "bulkId:Crew"], ["value": "bulkId:none"]]],
      ]
      let events = try await test.events {
        let answer = await test.bulk([user, Operation.group("Crew", of: ["bulkId:ana"])])
        #expect(answer.statuses == ["201", "201"])
      }
      #expect(events.map(\.operation) == [.create, .create])
    }
  }

  @Test("where one of a circle can't be made, none stays")
  func failure() async throws {
    try await withTestLedger { test in
      await test.createUser("ben")
      let events = try await test.events {
        let answer = await test.bulk([
          Operation.user("ana", manager: "bulkId:ben"), Operation.user("ben", manager: "bulkId:cy"),
          Operation.user("cy", manager: "bulkId:ana"), Operation.user("dan"),
          Operation.group("Crew", of: ["bulkId:ana"]),
        ])
        #expect(answer.statuses == ["409", "409", "409", "201", "409"])
        #expect(
          answer.operations.map { $0["response"]?.objectValue?["scimType"]?.stringValue } == [
            nil, "uniqueness", nil, nil, nil,
          ])
        #expect(answer.operations.map { $0["location"] != nil } == [false, false, false, true, false])
      }
      #expect(
        events.map { "\($0.operation.name) \($0.outcome.status) \($0.bulk?.index ?? -1)" } == [
          "create 201 0", "create 409 1", "delete 204 0", "create 409 0", "create 409 2", "create 201 3",
          "create 409 4",
        ])
      let users = await test.send("GET", "/Users")
      #expect(users.resources.compactMap { $0.objectValue?["userName"]?.stringValue } == ["ben", "dan"])
    }
  }

  @Test("where a reference of a circle can't be set, none stays")
  func unsettable() async throws {
    try await withTestLedger { test in
      let ana: JSONValue = [
        "method": "POST", "path": "/Users", "bulkId": "ana",
        "data": ["userName": "ana", "emails": [["value": "bulkId:ben", "primary": 7]]],
      ]
      let events = try await test.events {
        let answer = await test.bulk([ana, Operation.user("ben", manager: "bulkId:ana")])
        #expect(answer.statuses == ["400", "409"])
      }
      #expect(await test.send("GET", "/Users").totalResults == 0)
      #expect(
        events.map { "\($0.operation.name) \($0.outcome.status) \($0.bulk?.index ?? -1)" } == [
          "create 201 0", "create 201 1", "modify 400 0", "delete 204 1", "delete 204 0", "create 400 0",
          "create 409 1",
        ])
      let status = try test.ledger.status()
      #expect(status.projectionPosition == status.head)
    }
  }
}
