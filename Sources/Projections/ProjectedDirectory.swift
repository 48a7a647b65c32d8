public import Directory
public import EventLog
import JSONTape
public import LMDB
public import SCIM

/// The current directory as one transaction sees it.
public struct ProjectedDirectory: DirectoryState, ~Escapable {
  let log: LMDBEventLog
  let set: ProjectionTables.Set
  let view: TransactionView
  private let versions: ResourceVersions?

  @_lifetime(copy view)
  public init(log: LMDBEventLog, tables: ProjectionTables, view: TransactionView) throws {
    self.log = log
    self.set = try tables.active(in: view)
    self.view = view
    versions = tables.versions
  }

  /// The last event that this snapshot knows of.
  public func head() throws -> Position { try log.head(in: view) }

  public func resource(_ id: Identifier) throws -> StoredResource? {
    for type in ProjectionKeys.memberTypes {
      if let resource = try resource(id, type: type) { return resource }
    }
    return nil
  }

  public func resource(_ id: Identifier, type: String) throws -> StoredResource? {
    try position(of: id, type: type).flatMap { try resource(at: $0) }
  }

  /// The event that last changed a live resource.
  func position(of id: Identifier, type: String) throws -> Position? {
    let key = ProjectionKeys.resource(id, type: type)
    return try view.get(key.span, in: set.resources) { $0.position(at: 0) } ?? nil
  }

  /// The resource as the event at this position left it.
  func resource(at position: Position) throws -> StoredResource? {
    guard let versions else { return StoredResource(try event(at: position)) }
    if let known = versions[position] { return known }
    guard let resource = StoredResource(try event(at: position)) else { return nil }
    versions.keep(resource)
    return resource
  }

  func event(at position: Position) throws -> Event {
    guard let record = try log.record(at: position, in: view) else {
      throw EventLogError.missingRecord(position)
    }
    return try EventCodec.event(record)
  }

  public func identifiers(
    of type: String, where attribute: IndexedAttribute, equals value: String
  ) throws -> [Identifier] {
    let compared = attribute.caseExact ? value : CaselessValue.fold(value)
    let prefix = ProjectionKeys.value(attribute, type: type, compared)
    var candidates: [Identifier] = []
    try view.scan(set.values, from: prefix, direction: .ascending) { key, _ in
      guard key.starts(with: prefix), let id = key.identifier(at: prefix.count) else { return .stop }
      candidates.append(id)
      return .next
    }
    // Eight bytes of a hash may be those of another value too.
    return try candidates.filter { id in
      try resource(id, type: type).map {
        IndexedValues.has(attribute, compared, in: $0.image, type: type)
      } ?? false
    }
  }

  public func member(_ member: Identifier, of group: Identifier) throws -> GroupMember? {
    try view.get(ProjectionKeys.pair(group, member).span, in: set.members) { GroupMember(member, row: $0) }
  }

  public func members(of group: Identifier, limit: Int) throws -> [GroupMember] {
    var members: [GroupMember] = []
    guard limit > 0 else { return [] }
    try view.scan(set.members, from: group.bytes, direction: .ascending) { key, value in
      guard key.starts(with: group.bytes), let member = key.identifier(at: 16) else { return .stop }
      members.append(GroupMember(member, row: value))
      return members.count < limit ? .next : .stop
    }
    return members
  }

  public func groups(of member: Identifier) throws -> [Identifier] {
    var groups: [Identifier] = []
    try view.scan(set.memberships, from: member.bytes, direction: .ascending) { key, _ in
      guard key.starts(with: member.bytes), let group = key.identifier(at: 16) else { return .stop }
      groups.append(group)
      return .next
    }
    return groups
  }

  /// How many live resources there are of a type.
  public func count(ofType type: String) throws -> Int {
    Int(clamping: try Counter.read(Counter.key(ofType: type), set, in: view))
  }

  /// The live resources of a type that were changed after a position.
  func identifiers(ofType type: String, changedAfter position: Position) throws -> [Identifier] {
    var ids: [Identifier] = []
    let prefix = ProjectionKeys.prefix(ofType: type)
    try view.scan(set.resources, from: prefix, direction: .ascending) { key, value in
      guard key.starts(with: prefix), let id = key.identifier(at: prefix.count) else { return .stop }
      if let changed = value.position(at: 0), changed > position { ids.append(id) }
      return .next
    }
    return ids
  }

  /// The ids of a type in their order, which is that of creation, from `start` on.
  public func identifiers(
    ofType type: String, from start: Identifier = .none, _ body: (Identifier) throws -> ScanStep
  ) throws {
    let prefix = ProjectionKeys.prefix(ofType: type)
    try view.scan(set.resources, from: ProjectionKeys.resource(start, type: type), direction: .ascending) {
      key, _ in
      guard key.starts(with: prefix), let id = key.identifier(at: prefix.count) else { return .stop }
      return try body(id)
    }
  }
}

extension GroupMember {
  fileprivate init(_ member: Identifier, row: Span<UInt8>) {
    self.init(member, version: row.extracting(min(8, row.count)..<row.count))
  }

  /// - Parameter version: A row of a member without its position.
  init(_ member: Identifier, version: Span<UInt8>) {
    let type: String? = version.isEmpty ? nil : version[0] == 1 ? "User" : version[0] == 2 ? "Group" : nil
    let display =
      version.count > 1 ? String(decoding: version.array(1..<version.count), as: UTF8.self) : nil
    self.init(value: member.description, type: type, display: display)
  }
}
