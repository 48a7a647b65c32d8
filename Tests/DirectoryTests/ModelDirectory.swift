import Directory
import EventLog
import JSONTape
import SCIM

/// The directory as dictionaries: what deciding looks at, without a store.
struct ModelDirectory: DirectoryState {
  var resources: [Identifier: StoredResource] = [:]
  var rows: [Identifier: [Identifier: GroupMember]] = [:]
  private(set) var events: [Event] = []

  var head: Position { Position(UInt64(events.count)) }

  func resource(_ id: Identifier) -> StoredResource? { resources[id] }

  func resource(_ id: Identifier, type: String) -> StoredResource? {
    resources[id].flatMap { $0.type == type ? $0 : nil }
  }

  func identifiers(
    of type: String, where attribute: IndexedAttribute, equals value: String
  ) -> [Identifier] {
    let wanted = attribute.caseExact ? value : value.lowercased()
    return resources.values.filter { resource in
      guard resource.type == type else { return false }
      return values(of: attribute, in: resource.image).contains { value in
        (attribute.caseExact ? value : value.lowercased()) == wanted
      }
    }.map(\.id).sorted()
  }

  private func values(of attribute: IndexedAttribute, in image: JSONObject) -> [String] {
    switch attribute {
    case .userName: [image["userName"]?.stringValue].compactMap { $0 }
    case .externalID: [image["externalId"]?.stringValue].compactMap { $0 }
    case .displayName: [image["displayName"]?.stringValue].compactMap { $0 }
    case .email:
      (image["emails"]?.arrayValue ?? []).compactMap { $0.objectValue?["value"]?.stringValue }
    case .named:
      image.compactMap { member in member.value.stringValue.map { IndexedValues.named(member.name, $0) } }
    }
  }

  func member(_ member: Identifier, of group: Identifier) -> GroupMember? { rows[group]?[member] }

  func members(of group: Identifier, limit: Int) -> [GroupMember] {
    (rows[group] ?? [:]).sorted { $0.key < $1.key }.prefix(limit).map(\.value)
  }

  func groups(of member: Identifier) -> [Identifier] {
    rows.filter { $0.value[member] != nil }.map(\.key).sorted()
  }

  /// Takes a decision over: its event and all that follows from it.
  mutating func apply(_ decision: Decision) {
    for event in [decision.event] + decision.consequences { apply(event) }
  }

  private mutating func apply(_ event: Event) {
    var event = event
    event.position = head.next
    events.append(event)
    guard let id = event.resource, let effect = event.effect else { return }
    if effect.isRemoval {
      resources[id] = nil
      rows[id] = nil
    } else {
      resources[id] = StoredResource(event)
      for member in effect.membersRemoved {
        if let member = Identifier(member) { rows[id]?[member] = nil }
      }
      for member in effect.membersAdded {
        if let key = Identifier(member.value) { rows[id, default: [:]][key] = member }
      }
    }
  }
}

extension ModelDirectory {
  static let entra = Client(name: "entra-token", client: "entra", tokenID: Identifier(high: 1, low: 1))
  static let okta = Client(name: "okta-token", client: "okta", tokenID: Identifier(high: 2, low: 2))

  /// The context of the next command: every number in it follows from the number of events before.
  func context(
    as actor: Client = entra, ifMatch: String? = nil, configuration: LedgerConfiguration = .init()
  ) -> DecisionContext {
    let number = head.rawValue + 1
    return DecisionContext(
      eventID: Identifier(high: 0xE, low: number << 16), time: DateTime(microseconds: Int64(number) * 1000),
      newResource: ModelDirectory.resource(number), actor: actor, protocolVersion: "2.0",
      request: Event.Request(id: "r\(number)", method: "TEST", path: "/test", ifMatch: ifMatch),
      position: head.next, configuration: configuration)
  }

  /// The id of the resource that the event at this position creates.
  static func resource(_ number: UInt64) -> Identifier { Identifier(high: 0xA, low: number) }

  @discardableResult
  mutating func run(
    _ command: Command, as actor: Client = entra, ifMatch: String? = nil,
    configuration: LedgerConfiguration = .init()
  ) throws -> Decision {
    let decision = try decide(
      command, in: self, context: context(as: actor, ifMatch: ifMatch, configuration: configuration))
    apply(decision)
    return decision
  }

  /// Ana (1), Ben (2), the group Crew (3) of both, and the group All (4) of Ana and Crew.
  static func peopled() throws -> ModelDirectory {
    var model = ModelDirectory()
    try model.run(.create(.user, body: ["userName": "ana", "externalId": "e-1", "active": true]))
    try model.run(.create(.user, body: ["userName": "ben", "externalId": "e-2", "active": true]))
    try model.run(.create(.group, body: ["displayName": "Crew", "members": members(1, 2)]))
    try model.run(.create(.group, body: ["displayName": "All", "members": members(1, 3)]))
    return model
  }

  static func members(_ numbers: UInt64...) -> JSONValue {
    .array(numbers.map { ["value": .string(resource($0).description)] })
  }

  static func patch(_ type: ResourceType, _ operations: JSONValue...) throws -> PatchRequest {
    try PatchRequest(
      ["schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": .array(operations)],
      type: type)
  }
}
