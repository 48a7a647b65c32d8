import ScimLedger

extension DemoJob {
  /// Matches and creates everybody, then the groups, then sets the references between them.
  mutating func initialCycle() async throws {
    screen.chapter("Initial cycle")
    try await provisionPeople()
    try await refuseDuplicate()
    try await provisionGroups()
    try await setManagers()
  }

  private mutating func provisionPeople() async throws {
    let people = DemoDirectory.people
    let bar = ProgressBar("   Users")
    defer { bar.clear() }
    for (index, person) in people.enumerated() {
      try await client.get(EntraDialect.match("userName", person.userName, at: "/Users")).found(0)
      userIDs[person.objectID] = try await client.post("/Users", EntraDialect.user(person)).createdID()
      bar.show(UInt64(clamping: index + 1), of: UInt64(clamping: people.count))
    }
    bar.clear()
    screen.done("\(people.count) users matched by userName, found missing, and created")
    if let person = people.first(where: { $0.mail == nil }) {
      screen.aside("one of them without an e-mail address: \(person.userName)")
    }
    let disabled = people.count { !$0.isEnabled }
    if disabled > 0 { screen.aside("\(disabled) of them disabled from the start") }
  }

  private func refuseDuplicate() async throws {
    let newcomer = DemoDirectory.duplicate
    let answer = try await client.post("/Users", EntraDialect.user(newcomer)).refused(409, "uniqueness")
    screen.done("\(newcomer.userName) → 409 uniqueness: the name is taken in another spelling")
    if let detail = answer["detail"]?.stringValue { screen.aside(detail) }
  }

  private mutating func provisionGroups() async throws {
    let groups = DemoDirectory.groups
    let bar = ProgressBar("   Groups")
    defer { bar.clear() }
    var memberships = 0
    for (index, group) in groups.enumerated() {
      try await client.get(EntraDialect.match("displayName", group.displayName, at: "/Groups")).found(0)
      let id = try await client.post("/Groups", EntraDialect.group(group)).createdID()
      groupIDs[group.objectID] = id
      var left = try group.memberObjectIDs.map { try self.id($0) }[...]
      while !left.isEmpty {
        let batch = left.prefix(Self.membersInOneRequest)
        left = left.dropFirst(batch.count)
        try await client.patch("/Groups/" + id, [EntraDialect.addMembers(Array(batch))]).expected(200, 204)
        memberships += batch.count
      }
      bar.show(UInt64(clamping: index + 1), of: UInt64(clamping: groups.count))
    }
    bar.clear()
    screen.done("\(groups.count) groups created empty, then \(memberships) members added by PATCH")
  }

  private func setManagers() async throws {
    let people = DemoDirectory.people
    let bar = ProgressBar("   Managers")
    defer { bar.clear() }
    var count = 0
    for (index, person) in people.enumerated() {
      bar.show(UInt64(clamping: index + 1), of: UInt64(clamping: people.count))
      guard let manager = person.managerObjectID else { continue }
      try await client.patch(try target(person), [EntraDialect.setManager(try id(manager))])
        .expected(200, 204)
      count += 1
    }
    bar.clear()
    screen.done("\(count) managers set in a second step, each as a plain string")
  }

  private static let membersInOneRequest = 20
}
