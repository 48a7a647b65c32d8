import Directory
import EventLog
import LMDB
import SCIM

extension ProjectionTables.Set {
  /// Writes one row change of an event, and the counters that go with it.
  ///
  /// - Parameter snapshots: Where the versions of rows are noted too; nil where they are not.
  func apply(
    _ change: DirectoryChange, at position: Position, _ snapshots: inout SnapshotState?,
    in transaction: borrowing WriteTransaction
  ) throws {
    switch change {
    case .putResource(let id, let type, let position, let isActive, let isNew):
      let key = ProjectionKeys.resource(id, type: type)
      let old = isNew ? nil : try transaction.bytes(for: key, in: resources)
      let wasActive = old.map { $0.count == 9 && $0[8] == 1 } ?? false
      try transaction.put(key, position.key + [isActive ? 1 : 0], in: resources)
      try count(type, by: isNew ? 1 : 0, active: (isActive ? 1 : 0) - (wasActive ? 1 : 0), in: transaction)
      try note(key, [1], at: position, &snapshots, in: transaction) {
        old?.span.position(at: 0).map { ($0, [1]) }
      }
    case .removeResource(let id, let type, let wasActive):
      let key = ProjectionKeys.resource(id, type: type)
      let old = try transaction.get(key, in: resources) { $0.position(at: 0) } ?? nil
      if try transaction.delete(key, in: resources) {
        try count(type, by: -1, active: wasActive ? -1 : 0, in: transaction)
        try note(key, [], at: position, &snapshots, in: transaction) { old.map { ($0, [1]) } }
      }
    case .addValue(let attribute, let type, let value, let id):
      try transaction.put(ProjectionKeys.value(attribute, type: type, value) + id.bytes, [], in: values)
    case .removeValue(let attribute, let type, let value, let id):
      _ = try transaction.delete(ProjectionKeys.value(attribute, type: type, value) + id.bytes, in: values)
    case .putMember(let member, let group, let position):
      try put(member, of: group, position, &snapshots, in: transaction)
    case .removeMember(let value, let group):
      guard let member = Identifier(value) else { return }
      try remove(member, of: group, position, &snapshots, in: transaction)
    case .removeAllMembers(let group):
      var leaving: [Identifier] = []
      try transaction.scan(members, from: group.bytes) { key, _ in
        guard key.starts(with: group.bytes), let member = key.identifier(at: 16) else { return .stop }
        leaving.append(member)
        return .next
      }
      for member in leaving { try remove(member, of: group, position, &snapshots, in: transaction) }
    }
  }

  private func put(
    _ member: GroupMember, of group: Identifier, _ position: Position, _ snapshots: inout SnapshotState?,
    in transaction: borrowing WriteTransaction
  ) throws {
    guard let id = Identifier(member.value) else { return }
    let row =
      position.key + [member.type == "User" ? 1 : member.type == "Group" ? 2 : 0]
      + Array((member.display ?? "").utf8)
    let old = try transaction.bytes(for: ProjectionKeys.pair(group, id), in: members)
    try transaction.put(ProjectionKeys.pair(group, id), row, in: members)
    if old == nil {
      try transaction.put(ProjectionKeys.pair(id, group), [], in: memberships)
      try Counter.add(1, to: Counter.memberships.key, self, in: transaction)
    }
    try note(id, of: group, Array(row.dropFirst(8)), position, &snapshots, in: transaction, old: old)
  }

  private func remove(
    _ member: Identifier, of group: Identifier, _ position: Position, _ snapshots: inout SnapshotState?,
    in transaction: borrowing WriteTransaction
  ) throws {
    let isCopying = snapshots.map { $0.pending != .start } ?? false
    let old = isCopying ? try transaction.bytes(for: ProjectionKeys.pair(group, member), in: members) : nil
    guard try transaction.delete(ProjectionKeys.pair(group, member), in: members) else { return }
    _ = try transaction.delete(ProjectionKeys.pair(member, group), in: memberships)
    try Counter.add(-1, to: Counter.memberships.key, self, in: transaction)
    try note(member, of: group, [], position, &snapshots, in: transaction, old: old)
  }

  /// Notes a membership from both of its ends.
  private func note(
    _ member: Identifier, of group: Identifier, _ value: [UInt8], _ position: Position,
    _ snapshots: inout SnapshotState?, in transaction: borrowing WriteTransaction, old bytes: [UInt8]?
  ) throws {
    let since = bytes?.span.position(at: 0)
    let row = SnapshotKeys.member(member, of: group)
    try note(row, value, at: position, &snapshots, in: transaction) {
      since.map { ($0, Array((bytes ?? []).dropFirst(8))) }
    }
    let reverse = SnapshotKeys.membership(of: member, in: group)
    try note(reverse, value.isEmpty ? [] : [1], at: position, &snapshots, in: transaction) {
      since.map { ($0, [1]) }
    }
  }

  private func count(
    _ type: String, by amount: Int64, active: Int64, in transaction: borrowing WriteTransaction
  ) throws {
    switch type {
    case "User":
      try Counter.add(amount, to: Counter.users.key, self, in: transaction)
      try Counter.add(active, to: Counter.activeUsers.key, self, in: transaction)
    case "Group":
      try Counter.add(amount, to: Counter.groups.key, self, in: transaction)
    default:
      try Counter.add(amount, to: Counter.key(ofType: type), self, in: transaction)
    }
  }
}
