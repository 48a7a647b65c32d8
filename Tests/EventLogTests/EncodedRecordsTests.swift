import EventLog
import LMDB
import LedgerTestKit
import Testing

/// Events that are encoded before they come to the writer are the same events.
@Suite(.timeLimit(.minutes(1))) struct EncodedRecordsTests {
  /// Three events of which the last one has no sections.
  private static let drafts = [
    RecordDraft(
      eventID: Identifier(high: 1, low: 7), time: 1_000, kind: 3, stream: Identifier(high: 9, low: 9),
      sections: [.init(kind: 1, bytes: [1, 2, 3]), .init(kind: 5, bytes: [])]),
    RecordDraft(
      eventID: Identifier(high: 2, low: 7), time: -1, kind: .max,
      sections: [.init(kind: .max, bytes: [UInt8](repeating: 0xFF, count: 3_000))]),
    RecordDraft(eventID: Identifier(high: 3, low: 7), time: .max, kind: 0, sections: []),
  ]

  private static func encoded(_ drafts: [RecordDraft]) throws -> EncodedRecords {
    var records = EncodedRecords()
    for draft in drafts {
      records.begin(draft.eventID, time: draft.time, kind: draft.kind, stream: draft.stream)
      for section in draft.sections { records.section(section.kind) { $0 += section.bytes } }
      try records.end()
    }
    return records
  }

  private static func append(_ drafts: [RecordDraft], to log: LMDBEventLog) async throws -> [Appended] {
    let records = try encoded(drafts)
    let writer = try #require(log.writer)
    return try await writer.perform { transaction, appender in
      try (0..<records.count).map { try appender.append(records, $0, in: transaction) }
    }
  }

  @Test func `they become what their drafts become`() async throws {
    try await withLog { drafted in
      try await withLog { log in
        let writer = try #require(drafted.writer)
        try await writer.perform { transaction, appender in
          for draft in Self.drafts { _ = try appender.append(draft, in: transaction) }
        }
        let appended = try await Self.append(Self.drafts, to: log)
        #expect(appended == (1...3).map { Appended(position: Position($0), isNew: true) })
        for position in (1...3).map({ Position($0) }) {
          #expect(try log.record(at: position) == drafted.record(at: position))
        }
        let root = try log.environment.read { try log.rootHash(in: $0.view) }
        #expect(try drafted.environment.read { try drafted.rootHash(in: $0.view) } == root)
        #expect(try log.verify().findings.isEmpty)
      }
    }
  }

  @Test func `one that is there already is found, and another under its id is refused`() async throws {
    try await withLog { log in
      _ = try await Self.append(Self.drafts, to: log)
      let again = try await Self.append([Self.drafts[1]], to: log)
      #expect(again == [Appended(position: Position(2), isNew: false)])
      var other = Self.drafts[1]
      other.sections[0].bytes[5] = 0
      await #expect(throws: EventLogError.eventIDTaken(other.eventID, at: Position(2))) {
        _ = try await Self.append([other], to: log)
      }
      #expect(try log.head() == Position(3))
    }
  }
}
