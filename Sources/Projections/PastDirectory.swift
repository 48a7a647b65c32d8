import Directory
import EventLog
import LMDB
import SCIM

/// The directory as it was at a position, as one transaction sees it.
struct PastDirectory: ~Escapable {
  let present: ProjectedDirectory
  let audit: AuditReader
  let view: TransactionView
  let position: Position

  @_lifetime(copy view)
  init(log: LMDBEventLog, tables: ProjectionTables, view: TransactionView, position: Position) throws {
    present = try ProjectedDirectory(log: log, tables: tables, view: view)
    audit = try AuditReader(tables: tables, view: view)
    self.view = view
    self.position = position
  }

  /// The resource as it was; nil where it was not there yet or no more.
  func resource(_ id: Identifier, type: String) throws -> StoredResource? {
    if let changed = try present.position(of: id, type: type), changed <= position {
      return try present.resource(at: changed)
    }
    return try past(id).flatMap { $0.type == type ? $0 : nil }
  }

  /// The user or group as it was.
  func resource(_ id: Identifier) throws -> StoredResource? {
    for type in ProjectionKeys.memberTypes {
      if let resource = try resource(id, type: type) { return resource }
    }
    return nil
  }

  private func past(_ id: Identifier) throws -> StoredResource? {
    guard let changed = try audit.change(of: id, through: position) else { return nil }
    return try present.resource(at: changed)
  }

  /// The resources of a type from an id on, in the order of ids, among the first `limit` ids there are, and
  /// where to go on; nil at the end.
  func resources(of type: String, from start: Identifier, limit: Int) throws -> (
    resources: [StoredResource], next: Identifier?
  ) {
    var resources: [StoredResource] = []
    var next: Identifier? = start
    for _ in 0..<limit {
      guard let from = next, let id = try audit.firstStream(from: from) else { return (resources, nil) }
      if let resource = try resource(id, type: type) { resources.append(resource) }
      next = id.successor
    }
    return (resources, next)
  }

  /// A group's members as they were, in the order of their ids.
  ///
  /// Of a group that has not changed since, the rows are read; else its events are gone through again.
  func members(of group: Identifier) throws -> [GroupMember] {
    if let changed = try present.position(of: group, type: "Group"), changed <= position {
      return try present.members(of: group, limit: .max)
    }
    var members: [Identifier: GroupMember] = [:]
    for change in try audit.changes(of: group, through: position) {
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
}

extension Identifier {
  /// The next greater identifier; nil for the greatest.
  var successor: Identifier? {
    let (low, overflows) = low.addingReportingOverflow(1)
    guard overflows else { return Identifier(high: high, low: low) }
    return high == .max ? nil : Identifier(high: high + 1, low: 0)
  }
}
