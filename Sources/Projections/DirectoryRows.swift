package import Directory
package import EventLog
import LMDB
import SCIM

/// The rows of a directory that deciding looks at, in memory and folded from records without decoding resources: a
/// replay's directory, as it is and as it was some events ago.
///
/// A person or a membership takes some hundred bytes. What is not here is found in tables alone: e-mail addresses,
/// people by displayName, the order of a list, streams, and the past.
///
/// `@unchecked Sendable`: it is changed by one thread, while no other looks at it; what many threads do with it at
/// once is looking.
package final class DirectoryRows: @unchecked Sendable {
  /// A live resource: the event that last changed it, and by what it is found.
  struct Resource: Sendable {
    var position: Position
    var type: String
    var values: ValueDigests
  }

  /// Resources in the order of their ids; nearly always one.
  enum Holders: Sendable {
    case one(Identifier)
    case many([Identifier])

    var ids: [Identifier] {
      switch self {
      case .one(let id): [id]
      case .many(let ids): ids
      }
    }

    func adding(_ id: Identifier) -> Holders {
      var ids = ids
      ids.insertInOrder(id)
      return ids.count == 1 ? .one(id) : .many(ids)
    }

    /// Nil where nobody is left.
    func removing(_ id: Identifier) -> Holders? {
      let rest = ids.filter { $0 != id }
      return rest.count > 1 ? .many(rest) : rest.first.map { .one($0) }
    }
  }

  struct Membership: Hashable, Sendable {
    var group: Identifier
    var member: Identifier
  }

  let resources = VersionedRows<Identifier, Resource>()
  /// Whom a value leads to.
  let values = VersionedRows<UInt64, Holders>()
  let members = VersionedRows<Membership, GroupMember>()
  /// The groups of each member, in the order of their ids.
  let groups = VersionedRows<Identifier, [Identifier]>()
  /// Who is in a group, and who has left it in the last changes.
  private var rosters: [Identifier: Swift.Set<Identifier>] = [:]
  private var left: [Identifier: [Identifier]] = [:]
  private var leftEarlier: [Identifier: [Identifier]] = [:]

  /// The last event that has been folded.
  package private(set) var head = Position.start
  /// The first event after which the directory can still be seen as it was.
  package private(set) var oldest = Position.start
  private var begun = Position.start
  private var isKept = false

  package init() {}

  /// Begins a run of events. Until the next but one begins, the directory can be seen as it was after each of them,
  /// and before the first.
  package func begin() {
    oldest = isKept ? begun : head
    begun = head
    isKept = true
    resources.begin()
    values.begin()
    members.begin()
    groups.begin()
    swap(&leftEarlier, &left)
    left.removeAll(keepingCapacity: true)
  }

  /// Folds the next event.
  package func fold(_ rows: RecordedRows, of record: Record) {
    head = record.position
    guard rows.hasEffect, record.stream != .none else { return }
    let (id, position) = (record.stream, record.position)
    let before = resources[id]
    let new = rows.isRemoval ? ValueDigests() : rows.values
    before?.values.forEach { digest in
      guard !new.contains(digest), let holders = values[digest] else { return }
      values.set(holders.removing(id), for: digest, at: position, isKept: isKept)
    }
    new.forEach { digest in
      if before?.values.contains(digest) == true { return }
      let holders = values[digest]?.adding(id) ?? .one(id)
      values.set(holders, for: digest, at: position, isKept: isKept)
    }
    if rows.isRemoval {
      if rows.type == "Group" {
        for member in rosters[id] ?? [] { remove(member, of: id, at: position) }
      }
      if before != nil { resources.set(nil, for: id, at: position, isKept: isKept) }
      return
    }
    for member in rows.membersRemoved {
      if let member = Identifier(member) { remove(member, of: id, at: position) }
    }
    for member in rows.membersAdded { put(member, in: id, at: position) }
    resources.set(
      Resource(position: position, type: rows.type, values: new), for: id, at: position, isKept: isKept)
  }

  private func put(_ row: GroupMember, in group: Identifier, at position: Position) {
    guard let member = Identifier(row.value) else { return }
    let key = Membership(group: group, member: member)
    if members[key] == nil {
      var groups = groups[member] ?? []
      groups.insertInOrder(group)
      self.groups.set(groups, for: member, at: position, isKept: isKept)
      rosters[group, default: []].insert(member)
    }
    members.set(row.asRow(of: member), for: key, at: position, isKept: isKept)
  }

  private func remove(_ member: Identifier, of group: Identifier, at position: Position) {
    let key = Membership(group: group, member: member)
    guard members[key] != nil else { return }
    members.set(nil, for: key, at: position, isKept: isKept)
    var groups = groups[member] ?? []
    groups.removeAll { $0 == group }
    self.groups.set(groups.isEmpty ? nil : groups, for: member, at: position, isKept: isKept)
    rosters[group]?.remove(member)
    if rosters[group]?.isEmpty == true { rosters[group] = nil }
    if isKept { left[group, default: []].append(member) }
  }

  func resource(_ id: Identifier, asOf position: Position) -> Resource? {
    resources.value(id, asOf: position)
  }

  /// Who is in a group, or has been in it lately, in the order of their ids.
  func roster(of group: Identifier) -> [Identifier] {
    var all = rosters[group] ?? []
    all.formUnion(left[group] ?? [])
    all.formUnion(leftEarlier[group] ?? [])
    return all.sorted()
  }
}

extension GroupMember {
  /// As a table's row gives it back.
  fileprivate func asRow(of member: Identifier) -> GroupMember {
    GroupMember(
      value: member.description, type: ProjectionKeys.memberTypes.contains(type ?? "") ? type : nil,
      display: display == "" ? nil : display)
  }
}

extension [Identifier] {
  fileprivate mutating func insertInOrder(_ id: Identifier) {
    let index = firstIndex { $0 >= id } ?? endIndex
    if index == endIndex || self[index] != id { insert(id, at: index) }
  }
}
