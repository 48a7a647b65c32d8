import ScimLedger

extension DemoJob {
  /// What the ledger knows now, as the commands print it.
  mutating func findings() async throws {
    try await settle()
    screen.chapter("What the server's ledger knows")
    screen.done("\(try ledger.head()) events: each request with a token is one, refused ones and reads too")
    let own = Set(try job.ledger.cycles(limit: .max).map(\.id))
    let cycles = try ledger.cycles(limit: .max).count { own.contains($0.id) }
    screen.done("\(cycles) cycles, by the ids that the provisioning job sent along")
    Console.line("")
    StatusSheet(status: try ledger.status()).show()

    Console.line("\n" + TextStyle.bold("The end of the log, without reads"))
    var page = LogPage(
      ledger: ledger, writer: RecordWriter(columns: EventReport.columns, format: .table))
    page.selects = { $0.isChange || $0.isRefused }
    try page.writeLast(Self.eventsShown, through: try ledger.head())
    page.end()
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
    let job = try self.job.ledger.verify()
    guard job.isClean else {
      throw CommandFailure(
        .integrity, "The job's ledger is damaged: \(job.differences.joined(separator: " "))")
    }
    screen.done("the job's ledger too: \(job.log.events) events, \(job.rows) rows as the log makes them")
  }

  private static let eventsShown = 12
}
