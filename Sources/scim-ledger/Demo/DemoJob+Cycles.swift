import ScimLedger

extension DemoJob {
  /// Everything in the source is looked at, matched and created, then the references between them are set.
  mutating func initialCycle() async throws {
    screen.chapter("Initial cycle")
    let cycle = try await cycle()
    let enabled = source.people.count(where: \.isEnabled)
    let status = try ledger.status()
    try expect(status.users == enabled, "\(enabled) users, not \(status.users)")
    try expect(status.groups == source.groups.count, "\(source.groups.count) groups")
    let inStep = CycleFigures.duration(cycle)
    screen.done("\(cycle.counts.imported) objects read from \(shownFolder)")
    screen.done(
      "\(enabled) users matched by userName, found missing, and created; \(status.groups) groups too")
    screen.aside("\(source.people.count - enabled) are disabled in the source: their accounts are not made")
    screen.done("\(status.memberships) memberships and all managers set in a second step")
    screen.done("\(cycle.counts.exports) write requests in \(inStep)")
  }

  private var shownFolder: String {
    let folder = files.source
    return folder.count > 40 ? "…/" + folder.split(separator: "/").suffix(2).joined(separator: "/") : folder
  }

  /// A day in the life of a directory: the files are edited, and the engine finds out what that means.
  mutating func incrementalCycle() async throws {
    screen.chapter("Edits in the source, and an incremental cycle")
    try editSource()
    let cycle = try await cycle()
    try expect(cycle.kind == .incremental, "an incremental cycle")
    try showChanges(of: cycle)
    try checkEdits()
    try source.edit("1407") { $0.isEnabled = true }
    try source.write()
    let second = try await self.cycle()
    let returner = try source.person("1407")
    try expect(try account(returner)?.isActive == true, "\(returner.displayName) to be enabled again")
    screen.done(
      "and \(returner.displayName) is back: one more cycle, \(CycleFigures.text(of: second.counts))")
  }

  private mutating func editSource() throws {
    try source.edit("1008") { person in
      person.familyName = "Maréchal"
      person.displayName = "Noémie Maréchal"
      person.mail = "noemie.marechal@example.com"
    }
    try source.edit("1404") { $0.managerObjectID = DemoDirectory.objectID(ofEmployee: "1403") }
    try source.edit("1407") { $0.isEnabled = false }
    try source.edit("1412") { $0.isEnabled = false }
    try source.edit("1413") { $0.isEnabled = true }
    let newcomer = try source.person("1305").objectID
    try source.editGroup("Visiting Researchers") { $0.memberObjectIDs.append(newcomer) }
    let leaver = try source.person("1405").objectID
    try source.editGroup("Sales") { $0.memberObjectIDs.removeAll { $0 == leaver } }
    try source.remove("1436")
    try source.write()
    screen.done("edited: a new name and address, a new manager, two to disable,")
    screen.aside("one to enable, one who joins a group, one who leaves one, one gone for good")
  }

  /// Each change with what it changed.
  private mutating func showChanges(of cycle: CycleSummary) throws {
    let read = read
    for change in try job.ledger.changes(ofCycle: cycle.id, limit: 1000) {
      guard let summary = try read.ledger.summary(ofChange: change, context: read.context),
        summary.provisioningStatusInfo.status == .success, summary.provisioningAction != .other
      else { continue }
      let properties = summary.modifiedProperties.map {
        $0.name.split(separator: ":").last.map(String.init) ?? ""
      }
      if properties.contains("displayName"), summary.provisioningAction == .update { telling = change }
      var named: [String] = []
      for name in properties where !named.contains(name) { named.append(name) }
      let what = summary.provisioningAction == .update ? ": " + named.joined(separator: ", ") : ""
      screen.done(
        "\(Self.done[summary.provisioningAction] ?? "") \(summary.sourceIdentity.displayName)\(what)")
    }
  }

  private static let done: [ProvisioningObjectSummary.Action: String] = [
    .create: "created", .update: "updated", .disable: "disabled", .delete: "deleted",
  ]

  private func checkEdits() throws {
    try expect(try account(source.person("1008"))?.displayName == "Noémie Maréchal", "the new name")
    let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
    let manager = try account(source.person("1404"))?.image[enterprise]?.objectValue?["manager"]?.objectValue
    let wanted = try account(source.person("1403"))?.id.description
    try expect(manager?["value"]?.stringValue == wanted && wanted != nil, "the new manager")
    try expect(try account(source.person("1407"))?.isActive == false, "a disabled account")
    try expect(try account(source.person("1412"))?.isActive == false, "an account that stays disabled")
    try expect(try account(source.person("1413"))?.isActive == true, "an account of who was enabled")
    let gone = DemoDirectory.people.first { $0.employeeNumber == "1436" }
    try expect(try gone.map { try account($0) == nil } == true, "a deleted account")
    let sales = try ledger.resource(.displayName("Sales"))
    try expect(sales?.members?.contains { $0.display == "Signe Kjærgaard" } == false, "one member less")
    let visitors = try ledger.resource(.displayName("Visiting Researchers"))
    try expect(visitors?.members?.count == 1, "one member more")
  }

  /// "Clear current state and restart synchronization": everybody is looked at again, and nothing is sent.
  mutating func restart() async throws {
    screen.chapter("Clear current state and restart synchronization")
    screen.done(try await JobRequest.restart(RestartScope.standard).perform(on: job.ledger, actor: "demo"))
    let cycle = try await cycle()
    try expect(cycle.kind == .initial, "an initial cycle")
    try expect(cycle.counts.exports == 0, "no exports, not \(cycle.counts.exports)")
    screen.done("an initial cycle of \(cycle.counts.imported) objects that exports nothing:")
    screen.aside("the links are kept, and the target has everything already")
  }

  /// Current Status, the audit log and one change, as `sync status`, `sync audit` and `sync show` print them.
  mutating func provisioningPages() throws {
    screen.chapter("What the provisioning job knows")
    Console.line()
    let read = read
    try CurrentStatus(read).show(as: .table)
    let person = try source.person("1008")
    guard let telling else { throw CommandFailure(.failure, "The demo expected a change of the new name.") }
    Console.line("\n" + TextStyle.bold("Audit log of \(person.displayName)"))
    let key = SourceKey(type: "User", id: person.objectID)
    let creation = try read.ledger.changes(of: key, limit: 100).last
    let entries = try [creation, telling].compactMap { $0 }.flatMap {
      try read.ledger.auditEntries(ofChange: $0, context: read.context)
    }
    try AuditTable(format: .table).show(entries[...])
    let events = try read.ledger.events(ofChange: telling)
    let number = events.last?.position.description ?? ""
    Console.line("\n" + TextStyle.bold("Modified Properties of change \(number)"))
    try ModifiedPropertyTable(events, in: read).show()
  }
}
