import JSONTape

/// Which groups have which members, held in memory while a directory is read.
///
/// It takes about 8 bytes a membership, and 60 for each object that occurs.
struct MembershipTable: Sendable {
  private var ids = IdentifierTable()
  private var pairs: [(key: Int32, value: Int32)] = []
  private var groups: GroupedPairs?

  mutating func add(group: String, member: String) {
    pairs.append((Int32(clamping: ids.insert(group)), Int32(clamping: ids.insert(member))))
  }

  /// To be called when everything was added.
  mutating func close() {
    groups = GroupedPairs(pairs, keys: ids.count)
    pairs = []
  }

  func members(of group: String) -> [String] {
    guard let groups, let index = ids.firstIndex(of: group) else { return [] }
    return groups[index].map { ids[$0] }
  }
}

/// Which users and groups have which of an application's roles.
///
/// It takes about 8 bytes an assignment, 60 for each principal, and each role is there once.
struct AssignmentTable: Sendable {
  private var principals = IdentifierTable()
  private var roles: [JSONObject] = []
  private var positions: [JSONObject: Int32] = [:]
  private var pairs: [(key: Int32, value: Int32)] = []
  private var groups: GroupedPairs?

  mutating func add(principal: String, role: JSONObject) {
    let position = positions[role] ?? Int32(clamping: roles.count)
    if Int(position) == roles.count {
      roles.append(role)
      positions[role] = position
    }
    pairs.append((Int32(clamping: principals.insert(principal)), position))
  }

  /// To be called when everything was added.
  mutating func close() {
    groups = GroupedPairs(pairs, keys: principals.count)
    pairs = []
    positions = [:]
  }

  func roles(of principal: String) -> [JSONValue] {
    guard let groups, let index = principals.firstIndex(of: principal) else { return [] }
    return groups[index].map { .object(roles[$0]) }
  }
}
