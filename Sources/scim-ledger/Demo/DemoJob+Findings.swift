import ScimLedger

extension DemoJob {
  /// What the ledger knows now, as the commands print it.
  mutating func findings() async throws {
    try await settle()
    screen.chapter("What the ledger knows")
    let requests = await client.recorded
    screen.done("\(requests) requests with a token, \(requests) events: one each, refused ones and reads too")
    Console.line("")
    StatusSheet(status: try ledger.status()).show()

    Console.line("\n" + TextStyle.bold("The end of the log"))
    var page = LogPage(
      ledger: ledger, writer: RecordWriter(columns: EventReport.columns, format: .table))
    try page.writeLast(Self.eventsShown, through: try ledger.head())
    page.end()
    try showTellingChange()
  }

  private func showTellingChange() throws {
    guard let telling, let event = try ledger.event(at: telling) else {
      throw CommandFailure(.failure, "The event of the new name was expected in the log.")
    }
    let properties = try ledger.modifiedProperties(of: event)
    guard properties.contains(where: { $0.path == "displayName" }) else {
      throw CommandFailure(.failure, "Event \(telling) was expected to have changed displayName.")
    }
    Console.line("\n" + TextStyle.bold("Modified Properties of event \(telling)"))
    ChangeSummary.show(properties)
  }

  /// That the log is whole, and the directory nothing but what it says.
  mutating func proofs() async throws {
    screen.chapter("Proof")
    let bar = ProgressBar("   Reading the log")
    defer { bar.clear() }
    let log = try ledger.verify { bar.show($0, of: $1) }
    bar.clear()
    guard log.isClean else {
      throw CommandFailure(.integrity, "The log is damaged: \(log.findings.joined(separator: " "))")
    }
    screen.done("all \(log.events) events are what was written; root hash")
    screen.aside(log.rootHash)

    let report = try await ledger.rebuild { bar.show($0, of: $1) }
    bar.clear()
    guard report.wereEqual else {
      let differences = report.differences.joined(separator: " ")
      throw CommandFailure(.differences, "The rebuilt directory was expected to be equal: \(differences)")
    }
    screen.done("the directory, rebuilt from the log alone: \(report.rows) rows, equal byte for byte")
  }

  private static let eventsShown = 12
}
