import Directory
import EventLog
import LMDB
import SCIM

/// The directory as it was at a position, as one transaction sees it.
struct PastDirectory: ~Escapable {
  let present: ProjectedDirectory
  let audit: AuditReader
  let view: TransactionView
  let moment: DirectoryMoment
  /// The snapshot that is read; nil where none is old enough.
  let snapshot: Position?

  var position: Position { moment.position }

  @_lifetime(copy view)
  init(log: LMDBEventLog, tables: ProjectionTables, view: TransactionView, moment: DirectoryMoment) throws {
    present = try ProjectedDirectory(log: log, tables: tables, view: view)
    audit = try AuditReader(tables: tables, view: view)
    snapshot = try present.set.snapshot(for: moment.position, in: view)
    self.view = view
    self.moment = moment
  }

  /// The resource as it was; nil where it was not there yet or no more.
  func resource(_ id: Identifier, type: String) throws -> StoredResource? {
    if let changed = try present.position(of: id, type: type), changed <= position {
      return try resource(at: changed)
    }
    guard let changed = try audit.change(of: id, through: position) else { return nil }
    return try resource(at: changed).flatMap { $0.type == type ? $0 : nil }
  }

  /// The user or group as it was.
  func resource(_ id: Identifier) throws -> StoredResource? {
    for type in ProjectionKeys.memberTypes {
      if let resource = try resource(id, type: type) { return resource }
    }
    return nil
  }

  func resource(at position: Position) throws -> StoredResource? {
    moment.count(records: 1)
    return try present.resource(at: position)
  }

  /// The resources of a type from an id on, in the order of ids, some at a time, and where to go on; nil at the
  /// end.
  func resources(of type: String, from start: Identifier, limit: Int) throws -> (
    resources: [StoredResource], next: Identifier?
  ) {
    let (positions, next) = try positions(of: type, from: start, limit: limit)
    return (try positions.compactMap { try resource(at: $0) }, next)
  }

  /// The events that had made the resources of a type what they were; as ``resources(of:from:limit:)``.
  func positions(of type: String, from start: Identifier, limit: Int) throws -> (
    positions: [Position], next: Identifier?
  ) {
    guard let snapshot else { return try streamedPositions(of: type, from: start, limit: limit) }
    let prefix = ProjectionKeys.prefix(ofType: type)
    let (versions, next) = try versions(
      in: snapshot, below: prefix, from: start, limit: limit)
    return (versions.map(\.position), next)
  }

  /// Goes through the streams of all resources that there have ever been.
  private func streamedPositions(of type: String, from start: Identifier, limit: Int) throws -> (
    positions: [Position], next: Identifier?
  ) {
    var positions: [Position] = []
    var next: Identifier? = position == .start ? nil : start
    for _ in 0..<limit {
      guard let from = next, let id = try audit.firstStream(from: from) else { return (positions, nil) }
      moment.count(rows: 1)
      if let resource = try resource(id, type: type) { positions.append(resource.position) }
      next = id.successor
    }
    return (positions, next)
  }

  /// A group's members as they were, in the order of their ids.
  ///
  /// Without a snapshot, the rows of a group that has not changed since are read, else its events are gone through
  /// again.
  func members(of group: Identifier) throws -> [GroupMember] {
    if let snapshot {
      let prefix = [SnapshotKeys.member] + group.bytes
      return try versions(in: snapshot, below: prefix, limit: .max).versions
        .map { GroupMember($0.id, version: $0.value.span) }
    }
    if let changed = try present.position(of: group, type: "Group"), changed <= position {
      return try present.members(of: group, limit: .max)
    }
    var members: [Identifier: GroupMember] = [:]
    for change in try audit.changes(of: group, through: position) {
      moment.count(records: 1)
      guard let effect = try present.event(at: change).effect else { continue }
      if effect.isRemoval { members = [:] }
      for removed in effect.membersRemoved {
        if let id = Identifier(removed) { members[id] = nil }
      }
      for added in effect.membersAdded {
        if let id = Identifier(added.value) { members[id] = added }
      }
    }
    return members.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Whether somebody was a member of a group.
  func isMember(_ member: Identifier, of group: Identifier) throws -> Bool {
    guard let snapshot else {
      return try members(of: group).contains { $0.value == member.description }
    }
    let row = SnapshotKeys.member(member, of: group)
    let prefix = snapshot.key + row
    var isMember = false
    try view.scan(
      present.set.snapshots ?? present.set.members,
      from: SnapshotKeys.version(row, at: position, in: snapshot), direction: .descending
    ) { key, value in
      isMember = key.starts(with: prefix) && !value.isEmpty
      return .stop
    }
    moment.count(rows: 1)
    return isMember
  }

  /// The groups that a resource was in; nil without a snapshot.
  func groups(of member: Identifier) throws -> [Identifier]? {
    guard let snapshot else { return nil }
    let prefix = [SnapshotKeys.membership] + member.bytes
    return try versions(in: snapshot, below: prefix, limit: .max).versions.map(\.id)
  }

  private typealias Version = (id: Identifier, position: Position, value: [UInt8])

  /// The versions that held at the position, of the rows of a snapshot below a prefix, by the id that follows it.
  ///
  /// - Parameter limit: How many rows are looked at, or somewhat more.
  private func versions(
    in snapshot: Position, below prefix: [UInt8], from start: Identifier = .none, limit: Int
  ) throws -> (versions: [Version], next: Identifier?) {
    guard let table = present.set.snapshots else { return ([], nil) }
    let prefix = snapshot.key + prefix
    var found: [Version] = []
    var last: Version?
    var next: Identifier?
    var rows = 0
    func settle() {
      if let last, !last.value.isEmpty { found.append(last) }
      last = nil
    }
    var seen: Identifier?
    try view.scan(table, from: prefix + start.bytes, direction: .ascending) { key, value in
      guard key.starts(with: prefix), let id = key.identifier(at: prefix.count),
        let changed = key.position(at: prefix.count + 16)
      else { return .stop }
      if id != seen {
        settle()
        if rows >= limit {
          next = id
          return .stop
        }
        seen = id
      }
      rows += 1
      if changed <= position { last = (id, changed, value.array) }
      return .next
    }
    settle()
    moment.count(rows: rows)
    return (found, next)
  }
}

extension Identifier {
  /// The next greater identifier; nil for the greatest.
  var successor: Identifier? {
    let (low, overflows) = low.addingReportingOverflow(1)
    guard overflows else { return Identifier(high: high, low: low) }
    return high == .max ? nil : Identifier(high: high + 1, low: 0)
  }
}
