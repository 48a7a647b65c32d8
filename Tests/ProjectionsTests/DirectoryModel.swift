/// What a directory should hold after a history: dictionaries, and no more of SCIM than a reader can check
/// by eye.
struct DirectoryModel {
  struct User: Equatable {
    var userName: String
    var externalID: String?
    var owner: String
    var active: Bool
    var givenName: String?
    var title: String?
    var workEmail: String?
  }

  struct Group: Equatable {
    var displayName: String
    var externalID: String?
    var owner: String
    var members: Set<String> = []
  }

  /// Whether one client's externalId may be had by one resource of a type only.
  let uniqueExternalID: Bool
  private(set) var users: [String: User] = [:]
  private(set) var groups: [String: Group] = [:]
  /// Live ids in the order of creation, since a dictionary has none that a seed could repeat.
  private(set) var userIDs: [String] = []
  private(set) var groupIDs: [String] = []
  private(set) var gone: [String] = []
  /// How many events should have followed from others.
  private(set) var consequences = 0

  init(uniqueExternalID: Bool = false) { self.uniqueExternalID = uniqueExternalID }

  var memberships: Int { groups.values.reduce(0) { $0 + $1.members.count } }
  var activeUsers: Int { users.values.count { $0.active } }

  func users(named userName: String) -> [String] {
    userIDs.filter { users[$0]?.userName.lowercased() == userName.lowercased() }
  }

  func groups(named displayName: String) -> [String] {
    groupIDs.filter { groups[$0]?.displayName.lowercased() == displayName.lowercased() }
  }

  func groups(of member: String) -> Set<String> {
    Set(groups.filter { $0.value.members.contains(member) }.keys)
  }

  func accepts(_ user: User, as id: String?) -> Bool {
    !userIDs.contains { other in
      guard other != id, let present = users[other] else { return false }
      return present.userName.lowercased() == user.userName.lowercased()
        || (uniqueExternalID && user.externalID != nil && present.externalID == user.externalID
          && present.owner == user.owner)
    }
  }

  func accepts(_ group: Group, as id: String?) -> Bool {
    !groupIDs.contains { other in
      guard other != id, let present = groups[other] else { return false }
      return present.displayName.lowercased() == group.displayName.lowercased()
        || (uniqueExternalID && group.externalID != nil && present.externalID == group.externalID
          && present.owner == group.owner)
    }
  }

  mutating func put(_ user: User, as id: String) {
    if users.updateValue(user, forKey: id) == nil { userIDs.append(id) }
  }

  mutating func put(_ group: Group, as id: String) {
    if groups.updateValue(group, forKey: id) == nil { groupIDs.append(id) }
  }

  mutating func remove(_ id: String) {
    consequences += groups(of: id).subtracting([id]).count
    users[id] = nil
    groups[id] = nil
    userIDs.removeAll { $0 == id }
    groupIDs.removeAll { $0 == id }
    for group in groupIDs { groups[group]?.members.remove(id) }
    gone.append(id)
  }
}
