import Foundation
import LMDB
import LedgerTestKit
@testable import ScimLedger
import Testing

/// The directory of any past position costs what it held, whatever has happened since and before.
@Suite struct SnapshotTests {
  /// Every row, with names in place of ids.
  static func rows(of ledger: ProvisioningLedger, _ names: [String: String]) throws -> [String] {
    let table = try ledger.log.environment.table("snapshots@a")
    func text(_ bytes: Span<UInt8>) -> String {
      var text = ""
      for index in 0..<bytes.count {
        let digits = String(bytes[index], radix: 16)
        text += (digits.count == 1 ? "0" : "") + digits
      }
      for (id, name) in names {
        text = text.replacing(id.lowercased().replacing("-", with: ""), with: " \(name) ")
      }
      return text
    }
    return try ledger.log.environment.read { transaction in
      var found: [String] = []
      try transaction.scan(table, from: nil, direction: .ascending) { key, value in
        found.append("\(text(key)) = \(text(value))".replacing("  ", with: " "))
        return .next
      }
      return found
    }
  }

  @Test("has the rows that its format says, byte for byte")
  func golden() async throws {
    try await withTestLedger { (test) async throws in
      let ana = await test.send("POST", "/Users", ["userName": "ana"]).id
      let ben = await test.send("POST", "/Users", ["userName": "ben"]).id
      let staff = await test.send(
        "POST", "/Groups",
        [
          "displayName": "Staff",
          "members": [["value": .string(ana), "display": "A"], ["value": .string(ben)]],
        ]
      ).id
      await test.send("DELETE", "/Users/\(ben)")
      let small = try Self.rows(of: test.ledger, [ana: "ana", ben: "ben", staff: "staff"])
      for index in 0..<256 {
        await test.send("PUT", "/Users/\(ana)", ["userName": "ana", "title": .string("\(index)")])
      }
      let all = try Self.rows(of: test.ledger, [ana: "ana", ben: "ben", staff: "staff"])
      let second = all.filter { !$0.hasPrefix("0000000000000001") }
      let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Golden").appendingPathComponent("snapshots-v1.txt")
      let expected = String(decoding: try Data(contentsOf: file), as: UTF8.self)
      #expect((small + [""] + second).joined(separator: "\n") + "\n" == expected)
    }
  }

  /// The starts of the snapshots that are whole.
  static func snapshots(of ledger: ProvisioningLedger) throws -> [UInt64] {
    let table = try ledger.log.environment.table("snapshots@a")
    return try ledger.log.environment.read { transaction in
      var found: [UInt64] = []
      try transaction.scan(table, from: nil, direction: .ascending) { key, _ in
        guard key.count == 16 else { return .stop }
        var position: UInt64 = 0
        for index in 8..<16 { position = position << 8 | UInt64(key[index]) }
        if position > 0 { found.append(position) }
        return .next
      }
      return found
    }
  }

  @Test("is what the log says at any position, before and after a rebuild", arguments: [31, 32] as [UInt64])
  func anyPosition(seed: UInt64) async throws {
    try await withTestLedger(seed: seed) { (test) async throws in
      var history = History(test.ledger, seed: seed)
      await history.run(700)
      let snapshots = try Self.snapshots(of: test.ledger)
      #expect(snapshots.count > 2, "seed \(seed): too few changes")
      let head = try test.ledger.head().rawValue
      let around = snapshots.flatMap { [$0 &- 1, $0 + 1] }
      let positions = Set(around + stride(from: 0, through: head, by: 229) + [head]).filter { $0 <= head }
      func check(_ when: String) throws {
        var model = PastModel()
        for position in positions.sorted() {
          try model.advance(to: Position(position), in: test.ledger)
          try model.check(test.ledger, "seed \(seed), as of \(position), \(when)")
        }
      }
      try check("as it was written")
      #expect(try await test.ledger.rebuild().differences == [])
      try check("rebuilt")
    }
  }

  @Test("costs rows in proportion to what it held, and a record for each resource")
  func cost() async throws {
    try await withTestLedger { (test) async throws in
      var kept: [String] = []
      for index in 0..<500 {
        kept.append(await test.send("POST", "/Users", ["userName": .string("user\(index)")]).id)
      }
      var gone = 0
      for round in 0..<300 {
        for index in 0..<2 {
          let answer = await test.send("POST", "/Users", ["userName": .string("gone\(round)-\(index)")])
          await test.send("DELETE", "/Users/\(answer.id)")
          gone += 1
        }
        await test.send(
          "PUT", "/Users/\(kept[round % 50])",
          ["userName": .string("user\(round % 50)"), "title": .string("title \(round)")])
        await test.send("GET", "/Users/\(kept[round])")
      }
      for id in kept.prefix(430) { await test.send("DELETE", "/Users/\(id)") }
      let head = try test.ledger.head().rawValue
      var model = PastModel()
      for position in stride(from: 0, through: head, by: 157).map({ Position($0) }) {
        try model.advance(to: position, in: test.ledger)
        let moment = DirectoryMoment(position)
        var found: [Position] = []
        try test.ledger.reader.forEach(ResourceQuery(type: .user, filter: nil, moment: moment)) {
          found.append($0.position)
        }
        #expect(found == model.positions(ofType: "User"))
        #expect(moment.recordsRead == model.size)
        // The fewest changes that make a snapshot, and those that come while it is copied.
        let least = 2 * 256
        #expect(
          moment.rowsRead <= 3 * model.size + least,
          "\(moment.rowsRead) rows for \(model.size) resources, as of \(position)")
      }
      #expect(gone == 600)
    }
  }

  @Test("a page of a past list reads the records of the page alone")
  func page() async throws {
    try await withTestLedger { (test) async throws in
      for index in 0..<120 { await test.send("POST", "/Users", ["userName": .string("user\(index)")]) }
      let position = try test.ledger.head()
      for index in 0..<20 { await test.send("POST", "/Users", ["userName": .string("later\(index)")]) }
      let moment = DirectoryMoment(position)
      let query = try ResourceQuery(type: .user, filter: nil, moment: moment)
      var names: [String?] = []
      let page = try test.ledger.reader.page(query, startIndex: 101, count: 5) {
        names.append($0.image["userName"]?.stringValue)
      }
      #expect(page.total == 120)
      #expect(names == (100..<105).map { "user\($0)" })
      #expect(moment.recordsRead == 5)
    }
  }

  @Test(
    "a ledger that was made without snapshots tells its past without them, and gets them as it is written")
  func oldLedger() async throws {
    try await withTemporaryDirectory { path in
      let directory = path + "/ledger"
      let options = testOptions()
      try ProvisioningLedger.create(at: directory, options: options)
      var ledger = try ProvisioningLedger(opening: directory, options: options)
      var history = History(ledger, seed: 33)
      await history.run(200)
      await ledger.close()
      let environment = try Environment(
        opening: directory + "/log", options: Environment.Options(mapSize: 1 << 32, freeSpaceReserve: 0))
      for name in ["snapshots@a", "snapshots@b"] {
        let table = try environment.table(name)
        try environment.write { transaction in try transaction.dropTable(table) }
      }
      environment.close()
      func check(_ ledger: ProvisioningLedger, _ when: String) throws {
        var model = PastModel()
        for position in stride(from: 0, through: try ledger.head().rawValue, by: 53) {
          try model.advance(to: Position(position), in: ledger)
          try model.check(ledger, "as of \(position), \(when)")
        }
      }
      ledger = try ProvisioningLedger(opening: directory, access: .readOnly, options: options)
      try check(ledger, "read only")
      #expect(try ledger.checkProjections().differences == [])
      await ledger.close()
      ledger = try ProvisioningLedger(opening: directory, options: options)
      let before = try ledger.head()
      for index in 0..<150 {
        await TestLedger(ledger).send("POST", "/Users", ["userName": .string("later\(index)")])
      }
      #expect(try Self.snapshots(of: ledger).first.map { $0 > before.rawValue } == true)
      try check(ledger, "written on")
      #expect(try ledger.checkProjections().differences == [])
      #expect(try await !ledger.rebuild().wereEqual)
      #expect(try await ledger.rebuild().differences == [])
      try check(ledger, "rebuilt")
      #expect(try Self.snapshots(of: ledger).first == 1)
      await ledger.close()
    }
  }
}
