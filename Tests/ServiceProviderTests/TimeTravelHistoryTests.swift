import LedgerTestKit
import ScimLedger
import Testing

/// Whatever is done to a directory, each of its pasts is shown as it was shown when it was the present.
@Suite struct TimeTravelHistoryTests {
  private struct Walk {
    var generator: SeededGenerator
    var users: [String] = []
    var groups: [String] = []
    var made = 0

    mutating func pick(_ list: [String]) -> String? { list.randomElement(using: &generator) }

    mutating func some() -> [String] { users.filter { _ in Bool.random(using: &generator) } }

    mutating func step(_ test: TestLedger) async {
      made += 1
      let choice = Int.random(in: 0..<9, using: &generator)
      let (user, group) = (pick(users), pick(groups))
      switch (choice, user, group) {
      case (0, let user?, _) where users.count > 3:
        await test.send("DELETE", "/Users/\(user)")
        users.removeAll { $0 == user }
      case (1, _, let group?) where groups.count > 1:
        await test.send("DELETE", "/Groups/\(group)")
        groups.removeAll { $0 == group }
      case (2, let user?, _):
        await test.patch(
          "/Users/\(user)", ["op": "replace", "path": "displayName", "value": .string("n\(made)")])
      case (3, _, let group?):
        await test.patch(
          "/Groups/\(group)", ["op": "replace", "path": "displayName", "value": .string("g\(made)")])
      case (4, let user?, let group?):
        await test.patch(
          "/Groups/\(group)", ["op": "add", "path": "members", "value": [["value": .string(user)]]])
      case (5, let user?, let group?):
        await test.patch(
          "/Groups/\(group)", ["op": "remove", "path": .string("members[value eq \"\(user)\"]")])
      case (6, _, let group?):
        let members = some().map { JSONValue.object(["value": .string($0)]) }
        await test.send(
          "PUT", "/Groups/\(group)", ["displayName": .string("p\(made)"), "members": .array(members)])
      case (7, _, _):
        groups.append(await test.createGroup("group\(made)", of: some()))
      default:
        users.append(await test.createUser("user\(made)"))
      }
    }
  }

  @Test("every past is shown as it was when it was the present", arguments: [1, 2, 3, 4] as [UInt64])
  func pasts(seed: UInt64) async throws {
    try await withTestLedger(seed: seed) { test in
      var walk = Walk(generator: SeededGenerator(seed: seed))
      let queries = ["/Users?", "/Groups?", "/Groups?sortBy=displayName", "/Users?filter=groups+pr"]
      var shown: [(position: Position, answers: [JSONValue?])] = []
      for _ in 0..<50 {
        await walk.step(test)
        let position = try await test.drainedHead()
        var answers: [JSONValue?] = []
        for query in queries { answers.append(await test.send("GET", query).json) }
        shown.append((position, answers))
      }
      for (position, answers) in shown {
        for (query, answer) in zip(queries, answers) {
          let past = await test.send("GET", "\(query)&asOf=\(position)")
          #expect(past.json == answer, "seed \(seed), position \(position), \(query)")
        }
      }
    }
  }
}
