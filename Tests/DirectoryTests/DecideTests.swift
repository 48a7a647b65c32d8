import Directory
import EventLog
import JSONTape
import SCIM
import Testing

@Suite struct DecideTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var command: Command
    var actor = ModelDirectory.entra
    var ifMatch: String?
    var configuration = LedgerConfiguration()
    var status: Int
    var scimType: String?

    var testDescription: String { name }
  }

  static let ana = ModelDirectory.resource(1)
  static let crew = ModelDirectory.resource(3)
  static let nobody = ModelDirectory.resource(99)

  static func cases() throws -> [Case] {
    let strict = LedgerConfiguration(uniqueExternalID: true)
    let disable = try ModelDirectory.patch(.user, ["op": "replace", "path": "active", "value": false])
    let enable = try ModelDirectory.patch(.user, ["op": "replace", "path": "active", "value": true])
    let rename = try ModelDirectory.patch(.user, ["op": "replace", "path": "userName", "value": "BEN"])
    let stranger = try ModelDirectory.patch(
      .group, ["op": "add", "path": "members", "value": ModelDirectory.members(99)])
    let leave = try ModelDirectory.patch(
      .group, ["op": "remove", "path": "members", "value": ModelDirectory.members(1)])
    return [
      Case(name: "create", command: .create(.user, body: ["userName": "cy"]), status: 201),
      Case(
        name: "create a userName that is taken in another letter case",
        command: .create(.user, body: ["userName": "ANA"]), status: 409, scimType: "uniqueness"),
      Case(
        name: "create an externalId that the same client has given",
        command: .create(.user, body: ["userName": "cy", "externalId": "e-1"]), status: 201),
      Case(
        name: "create an externalId that the same client has given, where that is refused",
        command: .create(.user, body: ["userName": "cy", "externalId": "e-1"]), configuration: strict,
        status: 409, scimType: "uniqueness"),
      Case(
        name: "create an externalId that another client has given",
        command: .create(.user, body: ["userName": "cy", "externalId": "e-1"]), actor: ModelDirectory.okta,
        configuration: strict, status: 201),
      Case(
        name: "create an externalId that differs in letter case",
        command: .create(.user, body: ["userName": "cy", "externalId": "E-1"]), configuration: strict,
        status: 201),
      Case(
        name: "create a group whose displayName is taken",
        command: .create(.group, body: ["displayName": "CREW"]), status: 409, scimType: "uniqueness"),
      Case(
        name: "create a person with a group's displayName",
        command: .create(.user, body: ["userName": "cy", "displayName": "Crew"]), status: 201),
      Case(
        name: "create without a userName", command: .create(.user, body: ["active": true]), status: 400,
        scimType: "invalidValue"),
      Case(
        name: "create a group of strangers",
        command: .create(.group, body: ["displayName": "New", "members": ModelDirectory.members(99)]),
        status: 400, scimType: "invalidValue"),
      Case(name: "replace", command: .replace(.user, ana, body: ["userName": "ana2"]), status: 200),
      Case(
        name: "replace by another's userName", command: .replace(.user, ana, body: ["userName": "Ben"]),
        status: 409, scimType: "uniqueness"),
      Case(name: "replace nobody", command: .replace(.user, nobody, body: ["userName": "x"]), status: 404),
      Case(
        name: "replace a group as a person", command: .replace(.user, crew, body: ["userName": "x"]),
        status: 404),
      Case(name: "disable", command: .modify(.user, ana, disable), status: 200),
      Case(name: "enable who is enabled", command: .modify(.user, ana, enable), status: 200),
      Case(
        name: "rename to another's userName", command: .modify(.user, ana, rename), status: 409,
        scimType: "uniqueness"),
      Case(
        name: "add a stranger", command: .modify(.group, crew, stranger), status: 400,
        scimType: "invalidValue"),
      Case(name: "take a member out", command: .modify(.group, crew, leave), status: 200),
      Case(
        name: "disable the version that is there", command: .modify(.user, ana, disable),
        ifMatch: "W/\"1\"", status: 200),
      Case(
        name: "disable a version that is gone", command: .modify(.user, ana, disable), ifMatch: "W/\"0\"",
        status: 412),
      Case(
        name: "delete a version that is gone", command: .delete(.user, ana), ifMatch: "\"9\"", status: 412),
      Case(name: "delete", command: .delete(.user, ana), status: 204),
      Case(name: "delete a group", command: .delete(.group, crew), status: 204),
      Case(name: "delete nobody", command: .delete(.user, nobody), status: 404),
    ]
  }

  @Test("the same state, command and context give the same decision", arguments: try cases())
  func deterministic(_ row: Case) throws {
    let model = try ModelDirectory.peopled()
    let context = model.context(as: row.actor, ifMatch: row.ifMatch, configuration: row.configuration)
    let first = try decide(row.command, in: model, context: context)
    let second = try decide(row.command, in: try ModelDirectory.peopled(), context: context)
    #expect(first.event == second.event)
    #expect(first.consequences == second.consequences)
    #expect(first.resource == second.resource)
    #expect(first.event.outcome.status == row.status, "\(first.event.outcome)")
    #expect(first.event.outcome.scimType == row.scimType)
    #expect(first.event.isRefused == (row.status >= 400))
    #expect((first.event.outcome.detail == nil) == (row.status < 400))
    if first.event.isRefused {
      #expect(first.event.effect == nil && first.resource == nil && first.consequences.isEmpty)
    }
    #expect(first.event.id == context.eventID)
    #expect(first.event.time == context.time)
    #expect(first.event.actor == row.actor)
    #expect(first.event.request == context.request)
  }

  @Test("what was decided, folded by evolve, is the directory that deciding then sees")
  func evolveAgrees() throws {
    for row in try DecideTests.cases() {
      var model = try ModelDirectory.peopled()
      try model.run(row.command, as: row.actor, ifMatch: row.ifMatch, configuration: row.configuration)
      var rows = EvolvedRows()
      for event in model.events { rows.apply(event) }
      #expect(rows.positions == model.resources.mapValues(\.position), "\(row.name)")
      #expect(rows.members == model.rows.filter { !$0.value.isEmpty }, "\(row.name)")
    }
  }

  @Test("a change that changes nothing makes no version")
  func unchanged() throws {
    let model = try ModelDirectory.peopled()
    let patch = try ModelDirectory.patch(.user, ["op": "replace", "path": "active", "value": true])
    let decision = try decide(.modify(.user, DecideTests.ana, patch), in: model, context: model.context())
    #expect(decision.event.isUnchanged)
    #expect(decision.event.effect == nil)
    #expect(decision.event.previous == Position(1))
    #expect(decision.resource?.position == Position(1))
    let present = try ModelDirectory.patch(
      .group, ["op": "add", "path": "members", "value": ModelDirectory.members(1, 2)])
    let second = try decide(.modify(.group, DecideTests.crew, present), in: model, context: model.context())
    #expect(second.event.isUnchanged)
  }

  @Test("a deleted person leaves every group, by events of their own")
  func consequences() throws {
    let model = try ModelDirectory.peopled()
    var context = model.context()
    context.cycle = Identifier(high: 0xC, low: 1)
    let decision = try decide(.delete(.user, DecideTests.ana), in: model, context: context)
    #expect(decision.event.cycle == context.cycle)
    #expect(
      decision.consequences.map(\.resource) == [ModelDirectory.resource(3), ModelDirectory.resource(4)])
    #expect(decision.consequences.map(\.previous) == [Position(3), Position(4)])
    for event in decision.consequences {
      #expect(event.operation == .leaveGroup)
      #expect(event.cause == context.position)
      #expect(event.cycle == context.cycle)
      #expect(event.effect?.membersRemoved == [DecideTests.ana.description])
      #expect(event.effect?.image?["displayName"] != nil)
      #expect(event.request == nil)
    }
    #expect(Set(decision.consequences.map(\.id) + [context.eventID]).count == 3)
  }

  @Test("who changes the externalId owns it; who changes anything else does not")
  func owner() throws {
    var model = try ModelDirectory.peopled()
    let title = try ModelDirectory.patch(.user, ["op": "add", "path": "title", "value": "T"])
    try model.run(.modify(.user, DecideTests.ana, title), as: ModelDirectory.okta)
    #expect(model.resources[DecideTests.ana]?.owner == "entra")
    let external = try ModelDirectory.patch(.user, ["op": "replace", "path": "externalId", "value": "o-1"])
    try model.run(.modify(.user, DecideTests.ana, external), as: ModelDirectory.okta)
    #expect(model.resources[DecideTests.ana]?.owner == "okta")
    let strict = LedgerConfiguration(uniqueExternalID: true)
    let create = Command.create(.user, body: ["userName": "cy", "externalId": "o-1"])
    let owned = try decide(
      create, in: model, context: model.context(as: ModelDirectory.okta, configuration: strict))
    #expect(owned.event.outcome.status == 409)
    let again = try model.run(create, configuration: strict)
    #expect(again.event.outcome.status == 201)
  }
}

/// Rows as the changes that `evolve` lists make them.
private struct EvolvedRows {
  var positions: [Identifier: Position] = [:]
  var members: [Identifier: [Identifier: GroupMember]] = [:]
  var stored: [Identifier: StoredResource] = [:]

  mutating func apply(_ event: Event) {
    let before = event.resource.flatMap { stored[$0] }
    for change in evolve(event, before: before) { apply(change) }
    if event.effect != nil, let id = event.resource { stored[id] = StoredResource(event) }
  }

  private mutating func apply(_ change: DirectoryChange) {
    switch change {
    case .putResource(let id, _, let position, _, _): positions[id] = position
    case .removeResource(let id, _, _): positions[id] = nil
    case .putMember(let member, let group, _):
      if let id = Identifier(member.value) { members[group, default: [:]][id] = member }
    case .removeMember(let member, let group):
      if let id = Identifier(member) { members[group]?[id] = nil }
      if members[group]?.isEmpty == true { members[group] = nil }
    case .removeAllMembers(let group): members[group] = nil
    case .addValue, .removeValue: break
    }
  }
}
