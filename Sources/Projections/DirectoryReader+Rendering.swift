import Directory
public import EventLog
import JSONTape
import LMDB
public import SCIM

extension DirectoryReader {
  /// The members with a name for each that the client gave none, as they are or were.
  public func namedMembers(of group: Identifier, at moment: DirectoryMoment?) throws -> [GroupMember] {
    guard let moment else { return try read { try $0.namedMembers(of: group, limit: .max) } }
    return try read(at: moment) { directory in
      try directory.members(of: group).map { member in
        guard member.display == nil, let id = Identifier(member.value) else { return member }
        let image = try directory.resource(id)?.image
        let name = image?["displayName"] ?? image?["userName"]
        return GroupMember(value: member.value, type: member.type, display: name?.stringValue)
      }
    }
  }

  /// The groups of a resource as its readOnly `groups` attribute shows them (RFC 7643 §4.1.2), as they are
  /// or were.
  public func groupReferences(of member: Identifier, at moment: DirectoryMoment?) throws -> [GroupReference] {
    guard let moment else { return try read { try $0.groupReferences(of: member) } }
    let groups = try groups(of: member, at: moment)
    return try read(at: moment) { directory in
      try groups.map { group in
        let name = try directory.resource(group, type: "Group")?.image["displayName"]?.stringValue
        return GroupReference(value: group.description, display: name)
      }
    }
  }

  /// A snapshot tells them. Without one, rows tell of the groups that have not changed since, and the others are
  /// looked up once for a moment.
  func groups(of member: Identifier, at moment: DirectoryMoment) throws -> [Identifier] {
    if let groups = try read(at: moment, { try $0.groups(of: member) }) { return groups }
    let changed = try changedGroups(since: moment)[member] ?? []
    let unchanged = try read { directory in
      try directory.groups(of: member).filter { group in
        try directory.position(of: group, type: "Group").map { $0 <= moment.position } ?? false
      }
    }
    return (unchanged + changed).sorted()
  }

  private func changedGroups(since moment: DirectoryMoment) throws -> [Identifier: [Identifier]] {
    if let known = moment.changedGroups.withLock({ $0 }) { return known }
    let head = try log.head()
    var groups = try read { try $0.identifiers(ofType: "Group", changedAfter: moment.position) }
    groups += try removedGroups(after: moment.position, through: head)
    var found: [Identifier: [Identifier]] = [:]
    for group in Set(groups) {
      for member in try read(at: moment, { try $0.members(of: group) }) {
        if let id = Identifier(member.value) { found[id, default: []].append(group) }
      }
    }
    let result = found
    moment.changedGroups.withLock { $0 = result }
    return result
  }

  /// The groups that were removed in a stretch of the log, read in pieces.
  private func removedGroups(after start: Position, through head: Position) throws -> [Identifier] {
    var removed: [Identifier] = []
    var next = start.next
    while next <= head {
      let records = try log.records(from: next, limit: 500)
      guard let last = records.last else { break }
      for record in records where record.kind == Event.Operation.delete.rawValue {
        let event = try EventCodec.event(record)
        if event.resourceType == "Group", event.effect?.isRemoval == true, let id = event.resource {
          removed.append(id)
        }
      }
      next = last.position.next
    }
    return removed
  }
}
