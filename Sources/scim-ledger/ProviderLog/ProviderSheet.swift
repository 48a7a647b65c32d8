import ScimLedger

/// The identity provider's side of a change, and the requests here that belong to it.
struct ProviderSheet {
  private let entry: LogCorrelation.Entry
  private let summary: ProvisioningObjectSummary
  private let record: ProviderRecord
  private let side: Side
  private let requests: [[Cell]]
  /// Where the job's own ledger tells where each value came from.
  private var mappings: ModifiedPropertyTable?

  /// Whose account of the change it is.
  enum Side {
    /// The record that the event itself brought in.
    case record
    /// The identity provider's log, where the event is a request.
    case provider
    /// A provisioning job's own ledger.
    case job
  }

  private var isOfRecord: Bool { side == .record }

  /// - Returns: nil where the identity provider's log has nothing of the event.
  init?(_ event: Event, in ledger: ProvisioningLedger) throws {
    guard let entry = try ledger.correlation(of: event), let record = entry.record else { return nil }
    self.entry = entry
    self.record = record
    summary = record.record.summary
    side = record.position == event.position ? .record : .provider
    var names = ResourceNames(ledger)
    var requests: [[Cell]] = []
    for change in entry.changes {
      if let event = try ledger.event(at: change.position) {
        requests.append(EventReport.cells(event, &names))
      }
    }
    self.requests = requests
  }

  /// The job's side of a request.
  ///
  /// - Returns: nil where the job did not make it.
  init?(_ event: Event, in ledger: ProvisioningLedger, job read: ReadJob) throws {
    guard let entry = try ledger.correlation(of: event, with: read.ledger, of: read.job),
      let record = entry.record
    else { return nil }
    self.entry = entry
    self.record = record
    summary = record.record.summary
    side = .job
    requests = []
    if let change = Identifier(summary.changeID) {
      mappings = try ModifiedPropertyTable(read.ledger.events(ofChange: change), in: read)
    }
  }

  func show() {
    Console.write("\n" + listing().rendered())
    if !summary.provisioningSteps.isEmpty {
      Console.line("\n" + TextStyle.bold(isOfRecord ? "Steps" : "Steps there"))
      StepList.show(summary.provisioningSteps)
    }
    if !summary.modifiedProperties.isEmpty {
      Console.line("\n" + TextStyle.bold(isOfRecord ? "Modified Properties" : "Modified Properties there"))
      if let mappings, !mappings.rows.isEmpty { return mappings.show(indent: "  ") }
      ChangeSummary.show(
        summary.modifiedProperties.map { ModifiedProperty(path: $0.name, old: $0.old, new: $0.new) })
    }
    if isOfRecord { showRequests() }
  }

  private func listing() -> Listing {
    let info = summary.provisioningStatusInfo
    let error = info.errorInformation
    var listing = Listing(heading)
    listing.add("Action", summary.provisioningAction.rawValue)
    listing.add("Status", info.status.rawValue)
    listing.add(
      "Reason", error.map { [$0.errorCode, $0.reason].filter { !$0.isEmpty }.joined(separator: ": ") })
    listing.add("Details", error?.additionalDetails)
    listing.add("What to do", error?.recommendedAction)
    listing.add("Date", DateTime(microseconds: summary.activityDateTime).longText + distance)
    listing.add("Source", party(summary.sourceIdentity, of: summary.sourceSystem))
    listing.add("Source id", summary.sourceIdentity.id)
    listing.add("Target", party(summary.targetIdentity, of: summary.targetSystem))
    listing.add("Target id", summary.targetIdentity.id)
    listing.add("Duration", "\(summary.durationInMilliseconds) ms")
    listing.add("Cycle", summary.cycleID)
    listing.add("Change id", summary.changeID)
    listing.add("Record id", summary.id)
    if !isOfRecord { listing.add("Both sides", verdict) }
    return listing
  }

  private var heading: String {
    switch side {
    case .record: "What it says"
    case .provider: "The identity provider's side, event \(record.position)"
    case .job: "The job's side, change \(record.position)"
    }
  }

  /// ` (1.4 s after the request here)`; nothing where there is none.
  private var distance: String {
    guard let change = entry.changes.first else { return "" }
    let apart = summary.activityDateTime &- change.time.microseconds
    let tenths = apart.magnitude / 100_000
    guard tenths > 0 else { return " (when the request came here)" }
    return " (\(tenths / 10).\(tenths % 10) s \(apart < 0 ? "before" : "after") the request here)"
  }

  private var verdict: String {
    switch entry.standing {
    case .matched: "tell the same"
    case .disagreeing: "tell of different outcomes"
    case .notSent: "the provider sent nothing"
    case .onlyProvider: "no such request came here"
    case .onlyLedger: "the provider's log has no record"
    }
  }

  private func party(
    _ identity: ProvisioningObjectSummary.Identity, of system: LogContext.System
  ) -> String? {
    let name = [identity.identityType, identity.displayName].filter { !$0.isEmpty }.joined(separator: " ")
    return [name, system.displayName.isEmpty ? "" : "in \(system.displayName)"].filter { !$0.isEmpty }
      .joined(separator: " ")
  }

  private func showRequests() {
    Console.line("\n" + TextStyle.bold("The requests here"))
    guard !requests.isEmpty else {
      StepList.paragraph("None: \(verdict).", indent: 2)
      return
    }
    var writer = RecordWriter(columns: EventReport.columns, format: .table)
    for request in requests { writer.write(request) }
    writer.end()
    if entry.standing == .disagreeing { StepList.paragraph("Both sides \(verdict).", indent: 2) }
  }

  /// Both sides for programs; the record in Graph's form, and as it came.
  var json: JSONValue {
    [
      "standing": .string(entry.standing.rawValue),
      "sequence": .number(JSONNumber(Int(clamping: record.position.rawValue))),
      "events": .array(
        entry.changes.map { .number(JSONNumber(Int(clamping: $0.position.rawValue))) }),
      "record": .object(summary.json), "original": .object(record.record.json),
    ]
  }
}
