import LedgerTestKit
import ScimLedger
import Synchronization
import Testing

/// People and groups out of files.
@Suite struct ResourceImportTests {
  @Test("each person is one event, all are one cycle, and a bad line stops nothing")
  func lines() async throws {
    let text =
      ImportedFile.lines((0..<700).map { ImportedFile.person($0) }) + "{\"userName\": \n\n"
      + ImportedFile.lines([
        ImportedFile.person(3), ["schemas": ["urn:x"], "userName": "x"], ["displayName": "y"],
      ])
      + ImportedFile.lines([ImportedFile.person(700)])
    try await ImportedFile.with(text) { path in
      try await withTestLedger { test in
        let before = try test.ledger.head()
        let (summary, rejects) = try await test.importing(path)
        #expect(summary.read == 705)
        #expect(summary.created == 701)
        #expect(summary.rejected == 4)
        #expect(rejects.map(\.line).sorted() == [701, 703, 704, 705])
        #expect(Set(rejects.map(\.error.status)) == [400, 409])
        let taken = try #require(rejects.first { $0.error.status == 409 })
        #expect(taken.error.scimType == .uniqueness)
        #expect(taken.text == ImportedFile.person(3).serialized())
        // What names a type is in the log, refused or not.
        #expect(try test.ledger.head().rawValue == before.rawValue + 703)
        let cycle = try #require(try test.ledger.cycle(summary.cycle))
        #expect(cycle.kind == .marked)
        #expect(cycle.client == "import")
        #expect(cycle.counts.created == 701)
        #expect(cycle.counts.refused == 2)
        #expect(await test.send("GET", "/Users?count=0").totalResults == 701)
        #expect(try await test.ledger.rebuild { _, _ in }.wereEqual)
      }
    }
  }

  @Test("run again, it adds nothing and tells of the same rejects")
  func again() async throws {
    let text = ImportedFile.lines([0, 1, 1, 2].map { ImportedFile.person($0) })
    try await ImportedFile.with(text) { path in
      try await withTestLedger { test in
        let first = try await test.importing(path)
        let head = try test.ledger.head()
        let second = try await test.importing(path)
        #expect(try test.ledger.head() == head)
        #expect(second.summary.known == 3)
        #expect(second.summary.created == 0)
        #expect(second.rejects == first.rejects)
        var anew = ResourceImport()
        anew.run = "2"
        #expect(try await test.importing(path, anew).summary.rejected == 4)
      }
    }
  }

  private struct Ended: Error {}

  @Test("ended at any moment and begun again, it comes to the same", arguments: 0..<6)
  func interrupted(seed: Int) async throws {
    var values = (0..<1300).map { ImportedFile.person($0 % 1250) }
    values.insert(ImportedFile.team("all", (0..<30).map { "p-\($0 * 40)" }), at: 0)
    values.append(ImportedFile.team("nested", ["all", "p-1"]))
    let expected = try await ImportedFile.with(ImportedFile.lines(values)) { path in
      try await withTestLedger { test in
        let whole = try await test.importing(path)
        return (head: try test.ledger.head(), people: try await test.everybody(), rejects: whole.rejects)
      }
    }
    #expect(expected.people.count == 1252)
    try await ImportedFile.with(ImportedFile.lines(values)) { path in
      try await withTestLedger(seed: UInt64(seed) + 7) { test in
        var random = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<3 {
          let commits = Int.random(in: 0...3, using: &random)
          let part = Int.random(in: 1...500, using: &random)
          let count = Mutex(0)
          await #expect(throws: Ended.self) {
            _ = try await ResourceImport().run(path, registry: test.ledger.schemaRegistry) {
              resources, rules in
              let isLast = count.withLock { count in
                count += 1
                return count > commits
              }
              // Some of it is in the log, and nobody was told.
              let results = try await test.ledger.take(
                isLast ? Array(resources.prefix(part)) : resources, rules)
              if isLast { throw Ended() }
              return results
            } rejected: { _ in
            } progress: { _ in
            }
          }
        }
        let last = try await test.importing(path)
        #expect(last.rejects.count == expected.rejects.count)
        // Before anything is read, since a read becomes an event behind its answer.
        #expect(try test.ledger.head() == expected.head)
        #expect(try await test.everybody() == expected.people)
        #expect(try await test.ledger.rebuild { _, _ in }.wereEqual)
      }
    }
  }

  @Test("groups and managers find those they name, wherever these stand in the file")
  func references() async throws {
    let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
    let managed = ImportedFile.person(
      1,
      [
        "schemas": [.string(ImportedFile.user), .string(enterprise)],
        enterprise: ["manager": ["value": "p-2"]],
      ])
    let text = ImportedFile.lines([
      ImportedFile.team("outer", ["inner", "p-1"]), ImportedFile.team("inner", ["p-2"]), managed,
      ImportedFile.person(2), ImportedFile.team("lost", ["nobody"]),
    ])
    try await ImportedFile.with(text) { path in
      try await withTestLedger { test in
        let (summary, rejects) = try await test.importing(path)
        #expect(summary.created == 4)
        #expect(rejects.map(\.line) == [5])
        let people = await test.send("GET", "/Users").resources.compactMap(\.objectValue)
        let two = try #require(people.first { $0["externalId"] == "e-2" }?["id"]?.stringValue)
        let one = try #require(people.first { $0["externalId"] == "e-1" })
        #expect(one[enterprise]?.objectValue?["manager"]?.objectValue?["value"] == .string(two))
        #expect(try await test.everybody().contains { $0.hasSuffix("[\"inner\", \"person-1@example.com\"]") })
      }
    }
  }

  @Test("an update changes who is there, and makes no event of who is as the file says")
  func update() async throws {
    var options = ResourceImport()
    options.updatesExisting = true
    try await withTestLedger { test in
      _ = try await ImportedFile.with(ImportedFile.lines((0..<5).map { ImportedFile.person($0) })) { path in
        try await test.importing(path)
      }
      let head = try test.ledger.head()
      let changed = ImportedFile.lines(
        [ImportedFile.person(0), ImportedFile.person(1, ["title": "Clerk"]), ImportedFile.person(7)]
          + [["schemas": [.string(ImportedFile.user)], "userName": "PERSON-2@example.com", "active": false]])
      try await ImportedFile.with(changed) { path in
        let (summary, rejects) = try await test.importing(path, options)
        #expect(rejects == [])
        #expect(summary.unchanged == 1)
        #expect(summary.updated == 2)
        #expect(summary.created == 1)
        #expect(try test.ledger.head().rawValue == head.rawValue + 3)
        let two = await test.send("GET", "/Users?filter=externalId%20pr%20and%20active%20eq%20false")
          .resources
        #expect(two.first?.objectValue?["displayName"] == "Person 2")
        #expect(try await test.importing(path, options).summary.known == 3)
      }
    }
  }

  @Test("a dry run decides all of it, what is twice in the file too, and writes nothing")
  func dryRun() async throws {
    let text = ImportedFile.lines((0..<1200).map { ImportedFile.person($0 % 1100) })
    try await ImportedFile.with(text) { path in
      try await withTestLedger { test in
        let head = try test.ledger.head()
        let rejects = Mutex(0)
        let tried = try await test.ledger.tryImport(of: path) { _ in rejects.withLock { $0 += 1 } }
        #expect(tried.created == 1100)
        #expect(tried.rejected == 100)
        #expect(rejects.withLock { $0 } == 100)
        #expect(try test.ledger.head() == head)
        let (summary, _) = try await test.importing(path)
        #expect(summary.created == 1100)
        #expect(summary.rejected == 100)
      }
    }
  }

  @Test("it stops once more lines are refused than it may")
  func mostRejected() async throws {
    let text = String(repeating: "no\n", count: 50) + ImportedFile.lines([ImportedFile.person(1)])
    try await ImportedFile.with(text) { path in
      try await withTestLedger { test in
        var options = ResourceImport()
        options.mostRejected = 10
        let (summary, rejects) = try await test.importing(path, options)
        #expect(summary.isStopped)
        #expect(rejects.count == 11)
        #expect(summary.created == 0)
      }
    }
  }
}
