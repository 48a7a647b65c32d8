import ScimLedger

/// The five steps of provisioning on demand.
struct OnDemandSheet {
  private let report: OnDemandReport
  private let read: ReadJob
  private let summary: ProvisioningObjectSummary?
  private let imported: SourceImported?

  init(_ report: OnDemandReport, in read: ReadJob) throws {
    self.report = report
    self.read = read
    summary = try report.change.flatMap { try read.ledger.summary(ofChange: $0, context: read.context) }
    imported = try read.ledger.importEvent(of: report.events)?.facts(as: SourceImported.self)
  }

  /// The status to end with; nil where all went well.
  var status: ExitStatus? {
    if !report.test.passed { return .unavailable }
    return report.outcome == .succeeded ? nil : .partialFailure
  }

  func show(as format: OutputFormat) throws {
    guard format == .table else {
      let json = JSONValue.object(json)
      return Console.line(format == .json ? json.pretty() : json.description.visibleJSON)
    }
    showTest()
    guard report.test.passed else { return }
    showImport()
    try showScope()
    try showMatch()
    try showAction()
  }

  private var json: JSONObject {
    let info = summary?.provisioningStatusInfo
    let result = info?.status.rawValue ?? "failure"
    let error = info?.errorInformation?.errorCode ?? report.test.failure?.code
    return [
      "key": [
        "result": .string(result.prefix(1).uppercased() + result.dropFirst()),
        "details": ["errorCode": error.map { .string($0) } ?? .null],
      ],
      "value": summary.map { .object($0.json) } ?? .null,
    ]
  }

  // MARK: - The steps

  private func heading(_ number: Int, _ title: String, _ result: ProvisioningResult) {
    if number > 1 { Console.line() }
    Console.line("\(StepList.symbol(result)) " + TextStyle.bold("\(number)  \(title)"))
  }

  private func listing(_ pairs: [(String, String)]) {
    var listing = Listing()
    for (label, text) in pairs { listing.add(label, text) }
    for line in listing.rendered().split(separator: "\n") { Console.line("     " + line) }
  }

  private func showTest() {
    heading(1, "Test connection", report.test.passed ? .success : .failure)
    if let failure = report.test.failure { StepList.paragraph("\(failure)", indent: 5) }
    if report.test.passed {
      let asked = report.test.probes.map(\.type).joined(separator: " and ")
      StepList.paragraph("Asked for a \(asked) that can't exist; the answers were well-formed.", indent: 5)
    }
  }

  private func showImport() {
    heading(2, "Import \(report.key.type.lowercased())", .success)
    let attributes = imported?.attributes ?? [:]
    listing(
      [("id", report.key.id)] + attributes.map { ($0.name, PropertyText.plain($0.value)) }
        + (imported?.references ?? [:]).sorted { $0.key < $1.key }.map { name, ids in
          (name, ids.count > 3 ? "\(ids.count) objects" : ids.joined(separator: ", "))
        })
  }

  private func showScope() throws {
    guard let facts = try report.events.compactMap({ try $0.facts(as: ScopeEvaluated.self) }).first else {
      return
    }
    heading(
      3, "Determine if \(report.key.type.lowercased()) is in scope", facts.isInScope ? .success : .skipped)
    let evaluation = facts.evaluation
    let checks = [
      ("isActive", "Active in source system"), ("isAssigned", "Assigned to application"),
      ("syncsAll", "Scope sync all"), ("hasRequiredRole", "\(report.key.type) has required role"),
      ("passesFilter", "Scoping filter"),
    ]
    listing(checks.map { name, label in (label, evaluation[name]?.boolValue == true ? "True" : "False") })
    for reason in evaluation["reasons"]?.arrayValue?.compactMap(\.stringValue) ?? [] {
      StepList.paragraph(reason, indent: 5)
    }
  }

  private func showMatch() throws {
    let queries = try report.events.compactMap { try $0.facts(as: MatchQueried.self) }
    guard !queries.isEmpty else { return }
    let isFailed = queries.contains { $0.failure != nil || ($0.count ?? 0) > 1 }
    let title = "Match \(report.key.type.lowercased()) between source and target system"
    heading(4, title, isFailed ? .failure : .success)
    for query in queries {
      let asked = query.attribute.map { "\($0) \(PropertyText.plain(query.value))" } ?? "the linked account"
      let found =
        query.failure?["reason"]?.stringValue
        ?? ["none was found", "one was found"].dropFirst(query.count ?? 0).first
        ?? "\(query.count ?? 0) were found"
      let ids = query.resources.compactMap { $0["id"]?.stringValue }.joined(separator: ", ")
      listing([(asked, found + (ids.isEmpty ? "" : ": \(ids)"))])
    }
  }

  private func showAction() throws {
    let info = summary?.provisioningStatusInfo
    heading(5, "Perform action", info?.status ?? .failure)
    listing([
      ("Action", summary?.provisioningAction.rawValue ?? "none"),
      ("Status", info?.status.rawValue ?? "failure"),
      ("Reason", info?.errorInformation.map { "\($0.errorCode): \($0.reason)" } ?? ""),
      ("Target id", summary?.targetIdentity.id ?? ""),
    ])
    let table = try ModifiedPropertyTable(report.events, in: read)
    if !table.rows.isEmpty { Console.line() }
    table.show(indent: "     ")
  }
}
