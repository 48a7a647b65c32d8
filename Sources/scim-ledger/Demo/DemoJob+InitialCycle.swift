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
    let client = client
    try await Self.sideBySide(people, bar) { person in
      try await client.get(EntraDialect.match("userName", person.userName, at: "/Users")).found(0)
      return try await client.post("/Users", EntraDialect.user(person)).createdID()
    } then: { person, id in
      userIDs[person.objectID] = id
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
    let references = try DemoDirectory.people.compactMap { person in
      try person.managerObjectID.map { (target: try target(person), manager: try id($0)) }
    }
    let bar = ProgressBar("   Managers")
    defer { bar.clear() }
    let client = client
    try await Self.sideBySide(references, bar) { reference in
      try await client.patch(reference.target, [EntraDialect.setManager(reference.manager)])
        .expected(200, 204)
    } then: { _, _ in
    }
    bar.clear()
    screen.done("\(references.count) managers set in a second step, each as a plain string")
  }

  /// Does the work for all items, a few at a time, as a provisioning service does.
  private static func sideBySide<Item: Sendable, Result: Sendable>(
    _ items: [Item], _ bar: ProgressBar,
    _ work: @escaping @Sendable (Item) async throws -> Result,
    then: (Item, Result) -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: (Item, Result).self) { group in
      var done: UInt64 = 0
      for (index, item) in items.enumerated() {
        if index >= requestsAtOnce, let (item, result) = try await group.next() {
          then(item, result)
          done += 1
          bar.show(done, of: UInt64(clamping: items.count))
        }
        group.addTask { (item, try await work(item)) }
      }
      for try await (item, result) in group { then(item, result) }
    }
  }

  private static let requestsAtOnce = 8
  private static let membersInOneRequest = 20
}
