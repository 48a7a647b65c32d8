import LedgerTestKit
import ScimLedger
import Testing

@Suite struct ChangeHistoryTests {
  private func column(_ answer: Answer, _ name: String) -> [JSONValue?] {
    answer.resources.map { $0.objectValue?[name] }
  }

  @Test("a history lists what was done to a resource and what was refused, but no reads")
  func history() async throws {
    try await withTestLedger { test in
      let id = await test.createUser("ana", ["title": "one"])
      let target = "/Users/\(id)"
      await test.send("GET", target)
      await test.patch(target, ["op": "replace", "path": "title", "value": "two"])
      await test.asOkta.patch(target, ["op": "replace", "path": "nothing", "value": "two"])
      await test.patch(target, ["op": "replace", "path": "title", "value": "two"])
      await test.send("DELETE", target)
      let answer = await test.send("GET", "\(target)/history")
      #expect(answer.status == 200 && answer.totalResults == 5)
      #expect(column(answer, "operation") == ["create", "modify", "modify", "modify", "delete"])
      #expect(column(answer, "status") == [201, 200, 400, 200, 204])
      #expect(column(answer, "scimType") == [nil, nil, "invalidPath", nil, nil])
      let actors = column(answer, "actor").map { $0?.objectValue?["client"] }
      #expect(actors == ["entra", "entra", "okta", "entra", "entra"])
      let changed = column(answer, "modifiedProperties")
      #expect(changed[1] == [["path": "title", "oldValue": #""one""#, "newValue": #""two""#]])
      #expect(changed[2] == [] && changed[3] == [])
      let positions = column(answer, "position").compactMap { $0?.intValue }
      #expect(positions == positions.sorted() && positions.count == 5)
      for change in answer.resources.dropLast() {
        guard let position = change.objectValue?["position"]?.intValue else { continue }
        #expect(await test.send("GET", "\(target)?asOf=\(position)").status == 200)
      }
    }
  }

  @Test("a history comes a page at a time, from either end")
  func pages() async throws {
    try await withTestLedger { test in
      let id = await test.createUser("ana")
      for number in 1...4 {
        await test.patch("/Users/\(id)", ["op": "add", "path": "title", "value": .string("t\(number)")])
      }
      let page = await test.send("GET", "/Users/\(id)/history?startIndex=2&count=2")
      #expect(page.totalResults == 5 && page["startIndex"] == 2 && page["itemsPerPage"] == 2)
      let last = await test.send("GET", "/Users/\(id)/history?sortOrder=descending&count=1")
      let properties = last.resources.first?.objectValue?["modifiedProperties"]?.arrayValue
      #expect(properties?.first?.objectValue?["newValue"] == #""t4""#)
      #expect(await test.send("GET", "/Users/\(id)/history?startIndex=9").resources == [])
    }
  }

  @Test("a group's history tells who came and went, and why")
  func group() async throws {
    try await withTestLedger { test in
      let id = await test.createUser("ana")
      let crew = await test.createGroup("Crew", of: [id])
      await test.send("DELETE", "/Users/\(id)")
      let answer = await test.send("GET", "/Groups/\(crew)/history")
      #expect(column(answer, "operation") == ["create", "leaveGroup"])
      let left = answer.resources.last?.objectValue
      #expect(left?["modifiedProperties"] == [["path": "members", "oldValue": .string("\"\(id)\"")]])
      let removed = await test.send("GET", "/Users/\(id)/history").resources.last?.objectValue
      #expect(left?["cause"] == removed?["position"] && left?["cause"] != nil)
    }
  }

  @Test("what never was has no history, nor can one be filtered or written")
  func refused() async throws {
    try await withTestLedger { test in
      let id = await test.createUser("ana")
      let unknown = "01900000-0000-7000-8000-000000000009"
      await test.send("DELETE", "/Users/\(unknown)")
      for target in ["/Users/x", "/Users/\(unknown)", "/Groups/\(id)"] {
        #expect(await test.send("GET", "\(target)/history").status == 404)
      }
      #expect(await test.send("GET", "/Users/\(id)/history?filter=id+pr").scimType == "invalidFilter")
      let posted = await test.send("POST", "/Users/\(id)/history", ["a": 1])
      #expect(posted.status == 405 && posted.headers["Allow"] == "GET")
      let events = try await test.events { await test.send("GET", "/Users/\(id)/history") }
      #expect(events.map(\.operation) == [.query] && events.first?.results == 1)
      #expect(events.first?.resource?.description == id)
    }
  }
}
