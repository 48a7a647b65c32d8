import LedgerTestKit
import ScimLedger
import Synchronization
import Testing

/// An import writes most people many at a time, and it comes to what one by one would.
@Suite struct ImportBatchesTests {
  /// People of whom some have a name twice, some are odd, and some refer to others.
  private static func text(_ count: Int) -> String {
    var lines: [String] = []
    for number in 0..<count {
      let name = number % 97 == 5 ? number - 3 : number
      switch number % 50 {
      case 7: lines.append("no JSON")
      case 11:
        lines.append(String(decoding: ImportedFile.person(number).serialized(), as: UTF8.self))
      case 13:
        lines.append(
          #"{"schemas":["\#(ImportedFile.user)"],"userName":"Person-\#(name)@example.com","active":"False"}"#)
      default:
        lines.append(
          #"{"schemas": ["\#(ImportedFile.user)"], "userName": "person-\#(name)@example.com", "#
            + #""externalId": "e-\#(number)", "displayName": "Zoë \#(number / 3)", "#
            + (number % 4 == 0 ? #""active": \#(number % 8 == 0), "# : "")
            + #""emails": [{"value": "p\#(number)@example.com", "type": "work"}]}"#)
      }
    }
    lines.append(
      String(decoding: ImportedFile.team("all", ["p-11", "p-61", "p-111"]).serialized(), as: UTF8.self))
    return lines.map { $0 + "\n" }.joined()
  }

  /// Rejects without the ids of those who were first.
  private static func told(_ rejects: [ImportReject]) -> [String] {
    rejects.sorted { $0.line < $1.line }.map { reject in
      "\(reject.line) \(reject.offset) \(reject.error.status) \(String(decoding: reject.text, as: UTF8.self))"
    }
  }

  @Test("many at a time comes to the same people, events, rejects and rows as one by one")
  func sameAsOneByOne() async throws {
    try await ImportedFile.with(Self.text(3000)) { path in
      let single = try await withTestLedger { test in
        let rejects = Mutex<[ImportReject]>([])
        let summary = try await ResourceImport().run(path, registry: test.ledger.schemaRegistry) {
          try await test.ledger.take($0, $1)
        } rejected: { reject in
          rejects.withLock { $0.append(reject) }
        } progress: { _ in
        }
        #expect(try await test.ledger.rebuild { _, _ in }.wereEqual)
        return (summary, rejects.withLock { $0 }, try await test.everybody())
      }
      try await withTestLedger { test in
        let (summary, rejects) = try await test.importing(path)
        #expect(summary == single.0)
        #expect(Self.told(rejects) == Self.told(single.1))
        #expect(try await test.everybody() == single.2)
        #expect(try await test.ledger.rebuild { _, _ in }.wereEqual)
        #expect(try await test.importing(path).summary.known == summary.created)
      }
    }
  }

  @Test("ended between two commits and begun again, it comes to the same", arguments: 1...3)
  func interrupted(commits: Int) async throws {
    try await ImportedFile.with(Self.text(6000)) { path in
      let whole = try await withTestLedger { test in
        (try await test.importing(path), try test.ledger.head(), try await test.everybody())
      }
      try await withTestLedger(seed: UInt64(commits)) { test in
        let running = Mutex<Task<Void, any Error>?>(nil)
        let seen = Mutex(0)
        let ledger = test.ledger
        let task = Task {
          _ = try await ledger.importResources(from: path) { _ in
          } progress: { _ in
            let isEnough = seen.withLock { seen in
              seen += 1
              return seen >= commits
            }
            if isEnough { running.withLock { $0?.cancel() } }
          }
        }
        running.withLock { $0 = task }
        _ = await task.result
        let (summary, rejects) = try await test.importing(path)
        #expect(summary.created + summary.known == whole.0.summary.created)
        #expect(rejects.count == whole.0.rejects.count)
        // Before anything is read, since a read becomes an event behind its answer.
        #expect(try test.ledger.head() == whole.1)
        #expect(try await test.everybody() == whole.2)
        #expect(try await test.ledger.rebuild { _, _ in }.wereEqual)
      }
    }
  }
}
