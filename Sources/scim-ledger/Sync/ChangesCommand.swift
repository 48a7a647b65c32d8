import ArgumentParser
import ScimLedger

/// `sync changes`: what was done about whom.
struct ChangesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "changes",
    abstract: "List the changes of a cycle, or of one person or group: the provisioning log.",
    discussion: """
      Without --cycle and --user, the changes of the last cycle. `sync show NUMBER` shows one in full.

      EXAMPLES
        scim-ledger sync changes
        scim-ledger sync changes --status failure
        scim-ledger sync changes --user anna@example.com
        scim-ledger sync changes --cycle 0199c1f0-5b7a-7c3e-9a51-3f4e5d6c7b8a
      """)

  @OptionGroup var job: JobOptions
  @OptionGroup var output: OutputOptions

  @Option(help: ArgumentHelp("The cycle, by its id.", valueName: "id"))
  var cycle: String?

  @Option(help: ArgumentHelp("The person or group, by id, user name, address or name.", valueName: "name"))
  var user: String?

  @Option(
    help: ArgumentHelp(
      "Only those that ended so: success, failure, skipped or warning.", valueName: "status"),
    transform: { try ArgumentWords.word($0) })
  var status: ProvisioningResult?

  @Option(
    name: [.customShort("n"), .customLong("limit")],
    help: ArgumentHelp("The last so many.", valueName: "count"))
  var limit: Int?

  func validate() throws {
    if let limit, limit < 0 { throw ValidationError("-n takes a number of changes, 0 or more.") }
    if cycle != nil, user != nil { throw ValidationError("--cycle and --user don't go together.") }
  }

  func run() throws {
    let read = try job.openForReading()
    var writer = RecordWriter(columns: ChangeReport.columns, format: output.format)
    var changes = try ChangeSelection(cycle: cycle, user: user, in: read).changes()
    if let status {
      changes = try changes.filter {
        try read.ledger.summary(ofChange: $0, context: read.context)?.provisioningStatusInfo.status == status
      }
    }
    for change in changes.suffix(limit ?? .max) {
      if let cells = try ChangeReport.cells(change, in: read) { writer.write(cells) }
    }
    writer.end()
    if writer.count == 0, output.format == .table { Console.note("No such changes.") }
  }
}

/// Which changes a command is about, oldest first.
struct ChangeSelection {
  let cycle: String?
  let user: String?
  let read: ReadJob

  init(cycle: String?, user: String?, in read: ReadJob) {
    self.cycle = cycle
    self.user = user
    self.read = read
  }

  func changes() throws -> [Identifier] {
    if let user {
      return try read.ledger.changes(of: read.key(named: user), limit: .max).reversed()
    }
    guard let id = try cycleID() else { return [] }
    var found: [Identifier] = []
    while true {
      let page = try read.ledger.changes(ofCycle: id, after: found.last, limit: 1000)
      found += page
      if page.count < 1000 { return found }
    }
  }

  private func cycleID() throws -> Identifier? {
    guard let cycle else { return try read.ledger.cycles(limit: 1).first?.id }
    guard let id = Identifier(cycle), try read.ledger.cycle(id) != nil else {
      throw CommandFailure(
        .notFound, "There is no cycle \(cycle).",
        next: "List the cycles with: scim-ledger sync cycles --output jsonl\(read.options.suggestion)")
    }
    return id
  }
}

/// One change as a row.
enum ChangeReport {
  /// What changed, in short: each attribute once, extensions without their URN.
  private static func text(of properties: [String], isCreation: Bool) -> String {
    if isCreation { return "\(properties.count) attributes" }
    var names: [String] = []
    for property in properties {
      let name =
        property.hasPrefix("urn:")
        ? property.split(separator: ":").last.map(String.init) ?? property : property
      if !names.contains(name) { names.append(name) }
    }
    return names.joined(separator: ", ")
  }

  static let columns: [Column] = [
    .number("number"), .fixed("date", heading: "date (UTC)"), .fixed("action"), .fixed("type"),
    Column("name"), .fixed("status"), Column("reason"), .detail("properties"),
    .detail("code"),
    .detail("sourceId"), .detail("targetId"), .detail("milliseconds"), .detail("cycle"), .detail("change"),
  ]

  static func cells(_ change: Identifier, in read: ReadJob) throws -> [Cell]? {
    guard let summary = try read.ledger.summary(ofChange: change, context: read.context) else { return nil }
    let info = summary.provisioningStatusInfo
    let source = summary.sourceIdentity
    let date = DateTime(microseconds: summary.activityDateTime)
    let properties = summary.modifiedProperties.map(\.name)
    let said =
      info.errorInformation?.reason ?? text(of: properties, isCreation: summary.provisioningAction == .create)
    return [
      Cell(try read.ledger.events(ofChange: change).last?.position),
      Cell(date.description, shownAs: String(date.shortText.dropLast(3))),
      Cell(summary.provisioningAction.rawValue),
      Cell(source.identityType), Cell(source.displayName), Cell(info.status.rawValue),
      Cell(info.errorInformation?.reason, shownAs: said), Cell(list: properties),
      Cell(info.errorInformation?.errorCode), Cell(source.id),
      Cell(summary.targetIdentity.id.isEmpty ? nil : summary.targetIdentity.id),
      Cell(summary.durationInMilliseconds), Cell(summary.cycleID), Cell(summary.changeID),
    ]
  }
}
