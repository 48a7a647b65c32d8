import EventLog
import SCIM

/// The members that a request wants in and out, gathered over its operations and compared with the rows
/// only as far as the operations name them: one member costs the same in a group of any size.
struct MemberChanges {
  private enum Wish {
    case present(GroupMember)
    case absent
  }

  private var group: Identifier?
  private var wishes: [Identifier: Wish] = [:]
  private var order: [Identifier] = []

  init() {}

  private mutating func wish(_ wish: Wish, for member: Identifier) {
    if wishes.updateValue(wish, forKey: member) == nil { order.append(member) }
  }

  mutating func apply<State: DirectoryState & ~Escapable>(
    _ change: MembersChange, to group: Identifier, in state: State
  ) throws {
    self.group = group
    switch change {
    case .add(let members):
      try add(members, in: state)
    case .remove(let values):
      for value in values {
        if let id = Identifier(value) { wish(.absent, for: id) }
      }
    case .removeWhere(let filter):
      try remove(where: filter, in: state)
    case .removeAll:
      try removeAll(in: state)
    case .replaceAll(let members):
      try removeAll(in: state)
      try add(members, in: state)
    }
  }

  private mutating func add<State: DirectoryState & ~Escapable>(_ members: [GroupMember], in state: State)
    throws
  {
    for member in try existingMembers(members, in: state) {
      if let id = Identifier(member.value) { wish(.present(member), for: id) }
    }
  }

  private mutating func removeAll<State: DirectoryState & ~Escapable>(in state: State) throws {
    for id in try current(in: state).compactMap({ Identifier($0.value) }) { wish(.absent, for: id) }
  }

  private mutating func remove<State: DirectoryState & ~Escapable>(
    where filter: Filter, in state: State
  ) throws {
    if let value = filter.memberValue {
      if let id = Identifier(value) { wish(.absent, for: id) }
      return
    }
    let condition = try ResolvedFilter(members: filter, of: .group)
    for member in try current(in: state) where condition.matches(member) {
      if let id = Identifier(member.value) { wish(.absent, for: id) }
    }
  }

  /// The members as they are with the wishes so far granted.
  private func current<State: DirectoryState & ~Escapable>(in state: State) throws -> [GroupMember] {
    guard let group else { return [] }
    var members: [GroupMember] = []
    for member in try state.members(of: group, limit: .max) {
      guard let id = Identifier(member.value), wishes[id] == nil else { continue }
      members.append(member)
    }
    for id in order {
      if case .present(let member) = wishes[id] { members.append(member) }
    }
    return members
  }

  /// What really changes: wishes that the rows fulfil already are left out.
  func settled<State: DirectoryState & ~Escapable>(
    in state: State
  ) throws -> (added: [GroupMember], removed: [String]) {
    guard let group else { return ([], []) }
    var added: [GroupMember] = []
    var removed: [String] = []
    for id in order {
      let row = try state.member(id, of: group)
      switch wishes[id] {
      case .present(let member):
        // A client that repeats a member without its name does not take the name away.
        let wanted = GroupMember(
          value: member.value, type: member.type, display: member.display ?? row?.display)
        if row != wanted { added.append(wanted) }
      case .absent:
        if row != nil { removed.append(id.description) }
      case nil: break
      }
    }
    return (added, removed)
  }
}

/// The members as rows: each must be a live resource, whose type is thereby known.
func existingMembers<State: DirectoryState & ~Escapable>(
  _ members: [GroupMember], in state: State
) throws -> [GroupMember] {
  var known: [Identifier: Int] = [:]
  var rows: [GroupMember] = []
  for (index, member) in members.enumerated() {
    guard let id = Identifier(member.value), let resource = try state.resource(id) else {
      throw SCIMError.invalidValue(
        "members[\(index)].value is not the id of a User or Group here. Create that resource first, "
          + "then use the id it was given.")
    }
    let row = GroupMember(value: id.description, type: resource.type, display: member.display)
    if let present = known[id] {
      rows[present] = row
    } else {
      known[id] = rows.count
      rows.append(row)
    }
  }
  return rows
}
