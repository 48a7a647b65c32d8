import LMDB
import LedgerTestKit
import Merkle
import Testing

@testable import EventLog

/// Whatever is changed in a closed log's tables, `verify` says what and where.
@Suite(.timeLimit(.minutes(2))) struct VerificationTests {
  /// One way to tamper with a log of eleven events.
  struct Damage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// What the first finding says.
    let finding: String
    /// How many events are whole before it.
    let whole: UInt64
    let change: @Sendable (borrowing WriteTransaction, RawLog) throws -> Void

    init(
      _ description: String, finds finding: String, whole: UInt64 = 11,
      _ change: @escaping @Sendable (borrowing WriteTransaction, RawLog) throws -> Void
    ) {
      testDescription = description
      self.finding = finding
      self.whole = whole
      self.change = change
    }
  }

  /// Damage that leaves head and frontier in agreement.
  static let damages = [
    Damage(
      "a byte of a record is flipped",
      finds: "The event at position 5 is damaged: its SHA-256 hash is not the one stored with it", whole: 4
    ) { transaction, tables in
      try transaction.changeRecord(5, in: tables) { $0[100] ^= 0x20 }
    },
    Damage("a record is cut off", finds: "The event at position 6 is damaged: its lengths do not", whole: 5) {
      try $0.changeRecord(6, in: $1) { $0.removeLast() }
    },
    Damage("a record is emptied", finds: "The event at position 6 is damaged: it is only 0 bytes", whole: 5) {
      try $0.put(Position(6).key, [], in: $1.log)
    },
    Damage(
      "a record has a newer format", finds: "The event at position 2 has record format 3", whole: 1
    ) { transaction, tables in
      try transaction.changeRecord(2, in: tables) { bytes in
        bytes[5] = 3
        bytes = rehashed(bytes)
      }
    },
    Damage(
      "a record is rewritten with its hash",
      finds: "The tree's node 2 on level 1, over the events up to 6, is not the hash of those events"
    ) { transaction, tables in
      try transaction.changeRecord(5, in: tables) { bytes in
        bytes[bytes.count - 33] ^= 1
        bytes = rehashed(bytes)
      }
    },
    Damage(
      "the last record, which no inner node covers, is rewritten with its hash",
      finds: "The stored root is not the root of the 11 events"
    ) { transaction, tables in
      try transaction.changeRecord(11, in: tables) { bytes in
        bytes[bytes.count - 33] ^= 1
        bytes = rehashed(bytes)
      }
    },
    Damage(
      "two records are swapped",
      finds: "The event at position 3 is damaged: it says it stands at position 8", whole: 2
    ) { transaction, tables in
      let third = try transaction.bytes(for: Position(3).key, in: tables.log) ?? []
      let eighth = try transaction.bytes(for: Position(8).key, in: tables.log) ?? []
      try transaction.put(Position(3).key, eighth, in: tables.log)
      try transaction.put(Position(8).key, third, in: tables.log)
    },
    Damage("a record is deleted", finds: "There is no event at position 4,", whole: 3) {
      _ = try $0.delete(Position(4).key, in: $1.log)
    },
    Damage("the first record is deleted", finds: "There is no event at position 1,", whole: 0) {
      _ = try $0.delete(Position(1).key, in: $1.log)
    },
    Damage("a key is lengthened", finds: "There is no event at position 5,", whole: 4) {
      try $0.put(Position(4).key + [0], [1], in: $1.log)
    },
    Damage(
      "a tree node is altered",
      finds: "The tree's node 0 on level 3, over the events up to 8, is not the hash of those events"
    ) {
      try $0.put(RawLog.node(level: 3, index: 0), [UInt8](repeating: 7, count: 32), in: $1.tree)
    },
    Damage(
      "a tree node is deleted",
      finds: "The tree's node 4 on level 1, over the events up to 10, is not the hash of those events"
    ) {
      _ = try $0.delete(RawLog.node(level: 1, index: 4), in: $1.tree)
    },
    Damage("an event id is deleted", finds: "The id of the event at position 7 does not lead back to it.") {
      _ = try $0.delete(Identifier.event(7).bytes, in: $1.eventIDs)
    },
    Damage("an event id leads elsewhere", finds: "The id of the event at position 7 does not lead back") {
      try $0.put(Identifier.event(7).bytes, Position(8).key, in: $1.eventIDs)
    },
    Damage("an event id is added", finds: "There are 12 event ids for 11 events.") {
      try $0.put(Identifier.event(77).bytes, Position(7).key, in: $1.eventIDs)
    },
    Damage("the frontier is altered", finds: "The stored root is not the root of the 11 events.") {
      var frontier = try $0.bytes(for: RawLog.frontierKey, in: $1.state) ?? []
      frontier[frontier.count - 1] ^= 1
      try $0.put(RawLog.frontierKey, frontier, in: $1.state)
    },
  ]

  @Test(arguments: damages)
  func `damage is found where it is`(damage: Damage) async throws {
    try await withClosedLog(events: 11) { directory in
      let clean = try await withLog(opening: directory) { try $0.verify() }
      #expect(clean.isClean && clean.events == 11)
      try RawLog.change(directory, damage.change)
      for access in [.readWrite, .readOnly] as [Environment.Options.Access] {
        let found = try await withLog(opening: directory, access: access) { try $0.verify() }
        #expect(!found.isClean)
        #expect(found.findings.first?.hasPrefix(damage.finding) == true, "\(found.findings)")
        #expect(found.events == damage.whole)
      }
    }
  }

  @Test(arguments: 1...30 as ClosedRange<UInt64>)
  func `a flip of any bit of any record is found at its position`(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let position = UInt64.random(in: 1...11, using: &generator)
    let choice = generator.next()
    try await withClosedLog(events: 11) { directory in
      try RawLog.change(directory) { transaction, tables in
        try transaction.changeRecord(position, in: tables) { bytes in
          bytes[Int(choice % UInt64(bytes.count))] ^= 1 << UInt8(choice >> 56 & 7)
        }
      }
      try await withLog(opening: directory) { log async throws in
        let found = try log.verify()
        #expect(found.events == position - 1, "seed \(seed)")
        #expect(
          found.findings.first?.hasPrefix("The event at position \(position) ") == true,
          "seed \(seed): \(found.findings)")
        #expect(throws: EventLogError.self, "seed \(seed)") { try log.record(at: Position(position)) }
        // Those before it can still be read.
        #expect(try log.records(from: .start, limit: Int(position) - 1).count == position - 1, "seed \(seed)")
      }
    }
  }

  /// What leaves head and frontier in contradiction, and what `verify` then finds.
  static let contradictions = [
    Damage(
      "the last record is deleted", finds: "The stored root is not the root of the 10 events.", whole: 10
    ) { _ = try $0.delete(Position(11).key, in: $1.log) },
    Damage("the frontier is deleted", finds: "The stored root is not the root of the 11 events.") {
      _ = try $0.delete(RawLog.frontierKey, in: $1.state)
    },
    Damage("the frontier is of an older log", finds: "The stored root is not the root of the 11 events.") {
      try $0.put(RawLog.frontierKey, Frontier().encoded, in: $1.state)
    },
    Damage("the frontier is cut off", finds: "The stored root is not the root of the 11 events.") {
      try $0.put(RawLog.frontierKey, [1, 2, 3], in: $1.state)
    },
    Damage("all records are deleted", finds: "The stored root is not the root of the 0 events.", whole: 0) {
      try $0.removeAll(in: $1.log)
    },
  ]

  @Test(arguments: contradictions)
  func `a log whose head and frontier disagree takes no writes, and verify says why`(
    damage: Damage
  ) async throws {
    try await withClosedLog(events: 11) { directory in
      try RawLog.change(directory, damage.change)
      for _ in 0..<2 {
        let error = #expect(throws: EventLogError.self) {
          try LMDBEventLog(opening: directory, options: logOptions())
        }
        guard case .inconsistent = error else {
          Issue.record("\(String(describing: error))")
          return
        }
      }
      let found = try await withLog(opening: directory, access: .readOnly) { try $0.verify() }
      #expect(found.findings.first == damage.finding)
      #expect(found.events == damage.whole)
    }
  }

  @Test func `a log is verified beside its writer`() async throws {
    try await withLog { log async throws in
      let writing = Task {
        for number in 1...120 as ClosedRange<UInt64> {
          _ = try await log.append([draft(number)], expecting: .any)
        }
      }
      while try log.head() < Position(120) {
        let verification = try log.verify()
        #expect(verification.isClean, "\(verification.findings)")
        await Task.yield()
      }
      try await writing.value
      #expect(try log.verify().events == 120)
    }
  }
}

extension WriteTransaction {
  /// Changes a stored record's bytes.
  func changeRecord(_ position: UInt64, in tables: RawLog, _ change: (inout [UInt8]) -> Void) throws {
    var bytes = try #require(try self.bytes(for: Position(position).key, in: tables.log))
    change(&bytes)
    try put(Position(position).key, bytes, in: tables.log)
  }
}
