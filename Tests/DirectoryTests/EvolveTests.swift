import Directory
import EventLog
import JSONTape
import SCIM
import Testing

@Suite struct EvolveTests {
  struct Step: Sendable, CustomTestStringConvertible {
    var name: String
    var before: JSONObject?
    var effect: Event.Effect?
    var type = "User"
    var changes: [DirectoryChange]

    var testDescription: String { name }
  }

  static let id = Identifier(high: 1, low: 2)
  static let position = Position(9)

  static func effect(
    _ image: JSONObject?, added: [GroupMember] = [], removed: [String] = []
  ) -> Event.Effect {
    Event.Effect(
      image: image, created: DateTime(microseconds: 1), owner: "c", membersAdded: added,
      membersRemoved: removed)
  }

  static func put(_ type: String = "User", isActive: Bool = true, isNew: Bool = false) -> DirectoryChange {
    .putResource(id, type: type, position: position, isActive: isActive, isNew: isNew)
  }

  static let steps: [Step] = [
    Step(
      name: "a person comes", before: nil,
      effect: effect([
        "userName": "Ana@X", "externalId": "E-1", "displayName": "Ana",
        "emails": [["value": "A@x"], ["value": "a@X"], ["value": "b@x"]], "active": true,
      ]),
      changes: [
        .addValue(.userName, type: "User", value: "ana@x", id),
        .addValue(.externalID, type: "User", value: "E-1", id),
        .addValue(.displayName, type: "User", value: "ana", id),
        .addValue(.email, type: "User", value: "a@x", id),
        .addValue(.email, type: "User", value: "b@x", id), put(isNew: true),
      ]),
    Step(
      name: "a person is renamed", before: ["userName": "ana"], effect: effect(["userName": "Anna"]),
      changes: [
        .removeValue(.userName, type: "User", value: "ana", id),
        .addValue(.userName, type: "User", value: "anna", id), put(),
      ]),
    Step(
      name: "a rename in letter case alone moves no row", before: ["userName": "ana"],
      effect: effect(["userName": "ANA"]), changes: [put()]),
    Step(
      name: "an externalId that differs in letter case is another", before: ["externalId": "e"],
      effect: effect(["externalId": "E"]),
      changes: [
        .removeValue(.externalID, type: "User", value: "e", id),
        .addValue(.externalID, type: "User", value: "E", id), put(),
      ]),
    Step(
      name: "one e-mail of two changes", before: ["emails": [["value": "a"], ["value": "b"]]],
      effect: effect(["emails": [["value": "b"], ["value": "c"]]]),
      changes: [
        .removeValue(.email, type: "User", value: "a", id), .addValue(.email, type: "User", value: "c", id),
        put(),
      ]),
    Step(
      name: "a person is disabled", before: ["userName": "ana", "active": true],
      effect: effect(["userName": "ana", "active": false]), changes: [put(isActive: false)]),
    Step(
      name: "a disabled person goes", before: ["userName": "ana", "active": false], effect: effect(nil),
      changes: [
        .removeValue(.userName, type: "User", value: "ana", id),
        .removeResource(id, type: "User", wasActive: false),
      ]),
    Step(
      name: "a group comes with its members", before: nil,
      effect: effect(["displayName": "Crew"], added: [GroupMember(value: "m", type: "User")]), type: "Group",
      changes: [
        .addValue(.displayName, type: "Group", value: "crew", id),
        .putMember(GroupMember(value: "m", type: "User"), of: id, position: position),
        put("Group", isNew: true),
      ]),
    Step(
      name: "members come and go", before: ["displayName": "Crew"],
      effect: effect(["displayName": "Crew"], added: [GroupMember(value: "m")], removed: ["n", "o"]),
      type: "Group",
      changes: [
        .removeMember("n", of: id), .removeMember("o", of: id),
        .putMember(GroupMember(value: "m"), of: id, position: position), put("Group"),
      ]),
    Step(
      name: "a group goes with its members", before: ["displayName": "Crew"], effect: effect(nil),
      type: "Group",
      changes: [
        .removeValue(.displayName, type: "Group", value: "crew", id), .removeAllMembers(of: id),
        .removeResource(id, type: "Group", wasActive: true),
      ]),
    Step(name: "an event without an effect changes nothing", before: ["userName": "a"], changes: []),
  ]

  @Test("an event changes the rows listed", arguments: steps)
  func evolves(_ step: Step) {
    var event = Event(
      id: .none, time: DateTime(microseconds: 9), operation: .modify, actor: .local,
      outcome: .init(status: 200))
    event.position = EvolveTests.position
    event.resource = EvolveTests.id
    event.resourceType = step.type
    event.effect = step.effect
    let before = step.before.map { image in
      StoredResource(
        id: EvolveTests.id, type: step.type, image: image, created: DateTime(microseconds: 1),
        lastModified: DateTime(microseconds: 1), position: Position(3), owner: "c")
    }
    #expect(evolve(event, before: before) == step.changes)
    #expect(evolve(event, before: before) == evolve(event, before: before))
  }

  @Test("an event of no resource changes nothing")
  func noResource() {
    #expect(evolve(EventFixtures.issueToken, before: nil) == [])
    #expect(evolve(EventFixtures.query, before: nil) == [])
  }

  @Test("a resource's version is the position of its event")
  func storedResource() {
    let stored = StoredResource(EventFixtures.modify)
    #expect(stored?.version == "W/\"3\"")
    #expect(stored?.lastModified == EventFixtures.modify.time)
    #expect(stored?.created == EventFixtures.create.effect?.created)
    #expect(StoredResource(EventFixtures.delete) == nil)
    #expect(StoredResource(EventFixtures.read) == nil)
  }
}
