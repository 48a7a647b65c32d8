import Directory
import EventLog
import JSONTape
import LedgerTestKit
import SCIM
import Testing

@Suite struct EventCodecTests {
  @Test("what is written is read back whole", arguments: EventFixtures.all.map(\.name))
  func roundTrip(_ name: String) throws {
    let event = try #require(EventFixtures.all.first { $0.name == name }?.event)
    #expect(try EventCodec.event(record(event)) == event)
  }

  @Test("every operation has a fixture")
  func everyOperation() {
    let covered = Set(EventFixtures.all.map(\.event.operation))
    #expect(covered == Set(Event.Operation.allCases))
  }

  @Test("operations have the numbers and names that stored logs use")
  func operationNumbers() {
    let numbers = Event.Operation.allCases.map { "\($0.rawValue) \($0.name)" }
    #expect(
      numbers == [
        "1 createLedger", "2 issueToken", "3 revokeToken", "4 configure", "5 registerSchema",
        "6 issueCredential", "7 revokeCredential", "8 importLogRecord", "16 create", "17 replace",
        "18 modify", "19 delete",
        "20 read", "21 query", "22 discover", "23 unsupported", "24 bulk", "32 leaveGroup",
      ])
    #expect(Event.Operation.allCases.filter(\.isRead).map(\.name) == ["read", "query", "discover"])
  }

  @Test("nothing personal stands in the sections that are not personal")
  func personalSections() throws {
    for (name, event) in EventFixtures.all where event.details == nil {
      for section in EventCodec.draft(event).sections where section.kind == 1 {
        let text = String(decoding: section.bytes, as: UTF8.self)
        #expect(!text.contains("example.com") && !text.contains("Zoë") && !text.contains("/Users"), "\(name)")
      }
    }
  }

  struct Damage: Sendable, CustomTestStringConvertible {
    var name: String
    var reason: String
    var change: @Sendable (inout Record) -> Void

    var testDescription: String { name }
  }

  static let damages: [Damage] = [
    Damage(name: "an unknown kind", reason: "kind 999") { $0.kind = 999 },
    Damage(name: "no facts", reason: "no facts") { $0.sections.removeAll { $0.kind == 1 } },
    Damage(name: "facts that are no JSON", reason: "facts") { $0.set(1, "{") },
    Damage(name: "facts that are no object", reason: "facts") { $0.set(1, "[]") },
    Damage(name: "facts of a later version", reason: "version") {
      $0.set(1, #"{"version":2,"actor":"a","client":"c","status":200}"#)
    },
    Damage(name: "facts without a version", reason: "version") {
      $0.set(1, #"{"actor":"a","client":"c","status":200}"#)
    },
    Damage(name: "facts without an actor", reason: "actor") {
      $0.set(1, #"{"version":1,"client":"c","status":200}"#)
    },
    Damage(name: "facts without a status", reason: "status") {
      $0.set(1, #"{"version":1,"actor":"a","client":"c"}"#)
    },
    Damage(name: "a request that is no JSON", reason: "request") { $0.set(2, "nonsense") },
    Damage(name: "an image that is no object", reason: "image") { $0.set(4, "7") },
    Damage(name: "an effect without its image", reason: "image") { $0.sections.removeAll { $0.kind == 4 } },
    Damage(name: "a removal with an image", reason: "image") {
      $0.set(
        1, #"{"version":1,"actor":"a","client":"c","status":204,"created":1,"owner":"c","removed":true}"#)
    },
    Damage(name: "members that are no object", reason: "members") { $0.set(5, "[]") },
    Damage(name: "details that are no object", reason: "details") { $0.set(6, "\"x\"") },
  ]

  @Test("an event that can't be read says which and why", arguments: damages)
  func decodeErrors(_ damage: Damage) throws {
    var record = record(EventFixtures.create)
    record.position = Position(4711)
    damage.change(&record)
    let error = #expect(throws: EventCodecError.self) { try EventCodec.event(record) }
    #expect(error?.position == Position(4711))
    #expect(error?.description.contains("position 4711") == true)
    #expect(error?.reason.contains(damage.reason) == true, "\(error?.reason ?? "")")
    #expect(error?.description.contains("example.com") == false)
  }

  @Test("damaged bytes are refused or read, and never trap", arguments: [1, 2, 3, 4] as [UInt64])
  func damagedBytes(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var refused = 0
    for _ in 0..<400 {
      guard let (_, event) = EventFixtures.all.randomElement(using: &generator) else { return }
      var record = record(event)
      let index = Int.random(in: record.sections.indices, using: &generator)
      guard let byte = record.sections[index].bytes.indices.randomElement(using: &generator) else { continue }
      record.sections[index].bytes[byte] = UInt8.random(in: .min ... .max, using: &generator)
      do {
        _ = try EventCodec.event(record)
      } catch {
        refused += 1
        #expect(error.position == record.position, "seed \(seed)")
      }
    }
    #expect(refused > 0, "seed \(seed)")
  }

  private func record(_ event: Event) -> Record {
    let draft = EventCodec.draft(event)
    return Record(
      position: event.position, eventID: draft.eventID, time: draft.time, kind: draft.kind,
      stream: draft.stream, previous: draft.previous, subject: draft.subject, sections: draft.sections)
  }
}

extension Record {
  fileprivate mutating func set(_ kind: UInt16, _ text: String) {
    sections.removeAll { $0.kind == kind }
    sections.append(Section(kind: kind, bytes: Array(text.utf8)))
  }
}
