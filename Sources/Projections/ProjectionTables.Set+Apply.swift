import Directory
import EventLog
import LMDB
import SCIM

extension ProjectionTables.Set {
  /// Writes one row change, and the counters that go with it.
  func apply(_ change: DirectoryChange, in transaction: borrowing WriteTransaction) throws {
    switch change {
    case .putResource(let id, let type, let position, let isActive, let isNew):
      let key = ProjectionKeys.resource(id, type: type)
      let wasActive =
        try !isNew && (transaction.get(key, in: resources) { $0.count == 9 && $0[8] == 1 } ?? false)
      try transaction.put(key, position.key + [isActive ? 1 : 0], in: resources)
      try count(type, by: isNew ? 1 : 0, active: (isActive ? 1 : 0) - (wasActive ? 1 : 0), in: transaction)
    case .removeResource(let id, let type, let wasActive):
      if try transaction.delete(ProjectionKeys.resource(id, type: type), in: resources) {
        try count(type, by: -1, active: wasActive ? -1 : 0, in: transaction)
      }
    case .addValue(let attribute, let type, let value, let id):
      try transaction.put(ProjectionKeys.value(attribute, type: type, value) + id.bytes, [], in: values)
    case .removeValue(let attribute, let type, let value, let id):
      _ = try transaction.delete(ProjectionKeys.value(attribute, type: type, value) + id.bytes, in: values)
    case .putMember(let member, let group, let position):
      try put(member, of: group, position, in: transaction)
    case .removeMember(let value, let group):
      guard let member = Identifier(value) else { return }
      try remove(member, of: group, in: transaction)
    case .removeAllMembers(let group):
      var leaving: [Identifier] = []
      try transaction.scan(members, from: group.bytes) { key, _ in
        guard key.starts(with: group.bytes), let member = key.identifier(at: 16) else { return .stop }
        leaving.append(member)
        return .next
      }
      for member in leaving { try remove(member, of: group, in: transaction) }
    }
  }

  private func put(
    _ member: GroupMember, of group: Identifier, _ position: Position,
    in transaction: borrowing WriteTransaction
  ) throws {
    guard let id = Identifier(member.value) else { return }
    let row =
      position.key + [member.type == "User" ? 1 : member.type == "Group" ? 2 : 0]
      + Array((member.display ?? "").utf8)
    let isNew = try !transaction.contains(ProjectionKeys.pair(group, id), in: members)
    try transaction.put(ProjectionKeys.pair(group, id), row, in: members)
    if isNew {
      try transaction.put(ProjectionKeys.pair(id, group), [], in: memberships)
      try Counter.add(1, to: Counter.memberships.key, self, in: transaction)
    }
  }

  private func remove(
    _ member: Identifier, of group: Identifier, in transaction: borrowing WriteTransaction
  ) throws {
    guard try transaction.delete(ProjectionKeys.pair(group, member), in: members) else { return }
    _ = try transaction.delete(ProjectionKeys.pair(member, group), in: memberships)
    try Counter.add(-1, to: Counter.memberships.key, self, in: transaction)
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
