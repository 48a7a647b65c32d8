import LedgerTestKit
import ScimLedger
import Testing

/// More resources than one snapshot of a scan takes, and a group larger than an answer.
@Suite struct LargeDirectoryTests {
  static let users = 2_103

  @Test("a directory of thousands is walked whole, and a large group changed without being sent back")
  func large() async throws {
    try await withTestLedger { test in
      await withTaskGroup(of: Void.self) { group in
        for number in 0..<LargeDirectoryTests.users {
          group.addTask { await test.createUser("user\(number)", ["active": .bool(number % 2 == 0)]) }
        }
      }
      try await scans(test)
      try await membership(test)
      let report = try await test.ledger.rebuild()
      #expect(report.differences == [])
    }
  }

  private func scans(_ test: TestLedger) async throws {
    let all = await test.send("GET", "/Users?count=1000&attributes=id")
    #expect(all.totalResults == LargeDirectoryTests.users)
    #expect(all.resources.count == 1000)
    var ids = all.ids
    for start in [1001, 2001] {
      ids += await test.send("GET", "/Users?count=1000&attributes=id&startIndex=\(start)").ids
    }
    #expect(Set(ids).count == LargeDirectoryTests.users)
    #expect(ids == ids.sorted(), "the order is that of creation, page by page")
    let scanned = await test.send(
      "GET", "/Users?count=1000&attributes=id&filter=userName+sw+%22user%22&startIndex=1001")
    #expect(scanned.totalResults == LargeDirectoryTests.users)
    #expect(scanned.ids == Array(ids[1000..<2000]))
    let active = await test.send("GET", "/Users?count=0&filter=active+eq+true")
    #expect(active.totalResults == (LargeDirectoryTests.users + 1) / 2)
    #expect(await test.send("GET", "/Users?attributes=id").resources.count == 100, "a page unless asked")
    #expect(await test.send("GET", "/Users?attributes=id&count=5000").resources.count == 1000)
  }

  private func membership(_ test: TestLedger) async throws {
    var ids: [String] = []
    try test.ledger.forEachResource(ofType: "User") { ids.append($0.id.description) }
    let target = "/Groups/\(await test.createGroup("Everyone", of: Array(ids.prefix(1000))))"
    let small = await test.patch(target, ["op": "add", "path": "displayName", "value": "All"])
    #expect(small.status == 200 && small.values("members").count == 1000)
    let added = await test.patch(
      target, ["op": "Add", "path": "members", "value": [["value": .string(ids[1000])]]])
    #expect(added.status == 204 && added.json == nil)
    #expect(added.etag != nil && added.etag != small.etag)
    let event = try #require(try test.ledger.events(backFrom: test.ledger.head(), limit: 1).first)
    #expect(event.operation == .modify && event.outcome.status == 200)
    #expect(event.effect?.membersAdded.map(\.value) == [ids[1000]], "one member, not all of them")
    #expect(await test.send("GET", target).values("members").count == 1001)
    #expect(await test.send("GET", target + "?excludedAttributes=members")["members"] == nil)
    let again = await test.patch(
      target, ["op": "Add", "path": "members", "value": [["value": .string(ids[1000])]]])
    #expect(again.status == 204 && again.etag == added.etag)
    let short = await test.patch(
      target + "?excludedAttributes=members",
      ["op": "Add", "path": "members", "value": [["value": .string(ids[1000])]]])
    #expect(short.status == 200 && short["displayName"] == "All" && short["members"] == nil)
    for version in ProtocolVersion.allCases {
      let chosen = await test.speaking(version).send(
        "PATCH", target + "?attributes=displayName",
        version == .v1
          ? ["externalId": "e1"]
          : ["Operations": [["op": "replace", "path": "externalId", "value": "e2"]]])
      #expect(chosen.status == 200 && chosen["displayName"] == "All", "\(version)")
    }
    let removed = await test.patch(
      target, ["op": "remove", "path": .string("members[value eq \"\(ids[0])\"]")])
    #expect(removed.status == 200 && removed.values("members").count == 1000)
  }
}
