import EventLog
import Foundation
import JSONTape
import Provisioning
import ProvisioningJobs
import Testing

/// The stored form of every kind of event, pinned: a log written by this version must stay readable, so the file
/// may grow and must never change.
@Suite struct FactGoldenTests {
  struct Pinned: Sendable {
    var name: String
    var kind: Int
    var facts: String
  }

  static let pinned: [String: Pinned] = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Golden").appendingPathComponent("job-event-v1.jsonl")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [:] }
    var pinned: [String: Pinned] = [:]
    for line in text.split(separator: "\n") {
      guard let row = (try? JSONValue(parsing: Array(line.utf8)))?.objectValue,
        let name = row["name"]?.stringValue, let kind = row["kind"]?.intValue, let facts = row["facts"]
      else { continue }
      pinned[name] = Pinned(name: name, kind: kind, facts: facts.description)
    }
    return pinned
  }()

  @Test func `every kind of event is pinned`() {
    let kinds = Set(FactFixtures.all.map { Int(type(of: $0.facts).kind.rawValue) })
    #expect(kinds == Set(JobEvent.Kind.allCases.map { Int($0.rawValue) }))
    #expect(Set(FactGoldenTests.pinned.keys) == Set(FactFixtures.all.map(\.name)))
  }

  @Test(arguments: FactFixtures.all)
  func `facts are written as they always were`(_ fixture: FactFixtures.Fixture) throws {
    let kind = type(of: fixture.facts).kind.rawValue
    let pinned = try #require(
      FactGoldenTests.pinned[fixture.name],
      "add the line {\"name\":\"\(fixture.name)\",\"kind\":\(kind),\"facts\":\(fixture.facts.json)}")
    #expect(pinned.kind == Int(kind))
    #expect(pinned.facts == fixture.facts.json.description)
    var text: [UInt8] = []
    fixture.facts.write(into: &text)
    #expect(String(decoding: text, as: UTF8.self) == pinned.facts)
  }

  @Test(arguments: FactFixtures.all)
  func `facts written long ago are read as they were meant`(_ fixture: FactFixtures.Fixture) throws {
    let pinned = try #require(FactGoldenTests.pinned[fixture.name])
    let json = try #require(try JSONValue(parsing: Array(pinned.facts.utf8)).objectValue)
    #expect(try isEqual(fixture.facts, json))
  }

  @Test func `mappings that said with each attribute what it read are read as well`() throws {
    let earlier: JSONObject = [
      "flows": [
        [
          "attribute": "active", "expression": "Switch([IsSoftDeleted], , \"False\", \"True\")",
          "inputs": ["IsSoftDeleted": "False"], "outcome": "value", "value": true,
        ],
        ["attribute": "nickName", "expression": "[nick]", "inputs": ["nick": .null], "outcome": "nothing"],
      ]
    ]
    #expect(
      try MappingEvaluated(json: earlier)
        == MappingEvaluated(
          flows: [
            .init(attribute: "active", outcome: .value, value: true),
            .init(attribute: "nickName", outcome: .nothing),
          ], inputs: ["IsSoftDeleted": "False", "nick": .null]))
  }

  private func isEqual<Facts: JobFacts>(_ facts: Facts, _ json: JSONObject) throws -> Bool {
    try Facts(json: json) == facts
  }

  @Test(arguments: FactFixtures.all)
  func `an event goes into a record and comes back`(_ fixture: FactFixtures.Fixture) throws {
    var event = JobEvent(
      id: EventMaker.id(1), time: 12, kind: type(of: fixture.facts).kind, cycle: EventMaker.id(2),
      change: EventMaker.id(3), source: .user("ü/1"), targetID: "t 1", facts: fixture.facts.json)
    let draft = JobEventCodec.draft(event)
    let record = Record(
      position: Position(9), eventID: draft.eventID, time: draft.time, kind: draft.kind, stream: draft.stream,
      previous: draft.previous, subject: draft.subject, sections: draft.sections)
    event.position = Position(9)
    #expect(try JobEventCodec.event(record) == event)
  }

  @Test func `what can't be read says which member is wrong`() {
    #expect {
      _ = try SourceRead(json: ["changes": 1, "problems": [["place": "a"]]])
    } throws: { ($0 as? JobFactsError)?.member == "problems[0].reason" }
    #expect {
      _ = try CycleStarted(json: ["kind": "weekly"])
    } throws: { ($0 as? JobFactsError)?.member == "kind" }
    #expect {
      _ = try ChangeCompleted(json: ["action": "create", "result": "success", "link": 5, "microseconds": 0])
    } throws: { ($0 as? JobFactsError)?.member == "link" }
  }
}
