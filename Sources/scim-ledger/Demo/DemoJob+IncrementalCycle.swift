import ScimLedger

extension DemoJob {
  /// A day in the life of a directory.
  mutating func incrementalCycle() async throws {
    screen.chapter("Incremental cycle")
    try await rename()
    try await changeManager()
    try await changeMemberships()
    try await disableAndRestore()
    try await deleteForGood()
  }

  private mutating func rename() async throws {
    let person = try self.person("1008")
    let target = try target(person)
    try await client.patch(
      target,
      [
        EntraDialect.replace("displayName", "Noémie Maréchal"),
        EntraDialect.replace("name.familyName", "Maréchal"),
        EntraDialect.replace("name.formatted", "Noémie Maréchal"),
        EntraDialect.replace("emails[type eq \"work\"].value", "noemie.marechal@example.com"),
      ]
    ).expected(200, 204)
    let answer = try await client.get(target).expected(200)
    guard answer["displayName"] == "Noémie Maréchal" else { throw answer.surprise(expected: "the new name") }
    telling = try changes(of: person).last?.position
    screen.done("\(person.displayName) is now Noémie Maréchal: four operations, one attribute each")
  }

  private func changeManager() async throws {
    let person = try self.person("1404")
    let manager = try self.person("1403")
    let target = try target(person)
    let id = try id(manager.objectID)
    try await client.patch(target, [EntraDialect.setManager(id)]).expected(200, 204)
    let answer = try await client.get(target).expected(200)
    let stored = answer[EntraDialect.enterprise]?.objectValue?["manager"]?.objectValue?["value"]
    guard stored == .string(id) else { throw answer.surprise(expected: "the new manager") }
    screen.done("\(person.displayName) reports to \(manager.displayName)")
  }

  private func changeMemberships() async throws {
    let groups = DemoDirectory.groups
    guard let empty = groups.first(where: { $0.memberObjectIDs.isEmpty }),
      let sales = groups.first(where: { $0.displayName == "Sales" })
    else { throw CommandFailure(.failure, "The demo's directory lacks its groups.") }
    let newcomer = try person("1305")
    try await client.patch(
      "/Groups/" + (try id(empty.objectID)), [EntraDialect.addMembers([try id(newcomer.objectID)])]
    ).expected(200, 204)
    screen.done("\(newcomer.displayName) joins \(empty.displayName)")

    let leaver = try person("1405")
    let leaverID = try id(leaver.objectID)
    try await client.patch("/Groups/" + (try id(sales.objectID)), [EntraDialect.removeMember(leaverID)])
      .expected(200, 204)
    let answer = try await client.get("/Groups/" + (try id(sales.objectID))).expected(200)
    let members = answer["members"]?.arrayValue ?? []
    guard members.count == sales.memberObjectIDs.count - 1,
      !members.contains(where: { $0.objectValue?["value"] == .string(leaverID) })
    else { throw answer.surprise(expected: "one member less") }
    screen.done("\(leaver.displayName) leaves \(sales.displayName), and nobody else does")
  }

  private func disableAndRestore() async throws {
    let leaver = try person("1407")
    try await set("False", on: leaver, expecting: false)
    screen.done("\(leaver.displayName) is disabled by \"False\", a string, read as false and noted")
    let returner = try person("1413")
    try await set("True", on: returner, expecting: true)
    screen.done("\(returner.displayName) is enabled by \"True\"")
  }

  private func set(_ active: JSONValue, on person: DemoPerson, expecting value: Bool) async throws {
    let target = try target(person)
    try await client.patch(target, [EntraDialect.replace("active", active)]).expected(200, 204)
    let answer = try await client.get(target).expected(200)
    guard answer["active"] == .bool(value) else { throw answer.surprise(expected: "active \(value)") }
  }

  private func deleteForGood() async throws {
    let person = try self.person("1311")
    let target = try target(person)
    try await client.delete(target).expected(204)
    try await client.get(target).refused(404, nil)
    screen.done("\(person.displayName), long disabled, is deleted: gone from the directory and its groups")
    screen.aside("never from the log: history \(person.userName) still tells everything")
  }

  /// The events that changed a person, oldest first.
  private func changes(of person: DemoPerson) throws -> [Event] {
    guard let id = Identifier(try id(person.objectID)) else { return [] }
    return try ledger.history(.id(id)).filter(\.isChange)
  }
}
