import ScimLedger

/// One change with everything that the job's ledger knows about it.
struct ChangeSheet {
  private let read: ReadJob
  private let events: [JobEvent]
  private let summary: ProvisioningObjectSummary

  init?(_ change: Identifier, in read: ReadJob) throws {
    guard let summary = try read.ledger.summary(ofChange: change, context: read.context) else { return nil }
    self.read = read
    self.summary = summary
    events = try read.ledger.events(ofChange: change)
  }

  var json: JSONObject { summary.json }

  func show() throws {
    Console.write(heading().rendered())
    Console.line("\n" + TextStyle.bold("Steps"))
    StepList.show(summary.provisioningSteps)
    let table = try ModifiedPropertyTable(events, in: read)
    if !table.rows.isEmpty {
      Console.line("\n" + TextStyle.bold("Modified Properties"))
      table.show(indent: "  ")
    }
    try ExchangeList(events).show()
  }

  private func heading() -> Listing {
    let info = summary.provisioningStatusInfo
    let source = summary.sourceIdentity
    var listing = Listing("Change \(events.last?.position.description ?? "")")
    listing.add("Action", summary.provisioningAction.rawValue)
    listing.add("Status", info.status.rawValue)
    listing.add("Reason", info.errorInformation.map { "\($0.errorCode): \($0.reason)" })
    listing.add("Details", info.errorInformation?.additionalDetails)
    listing.add("What to do", info.errorInformation?.recommendedAction)
    listing.add("Date", DateTime(microseconds: summary.activityDateTime).longText)
    listing.add("Source", "\(source.identityType) \(source.displayName)")
    listing.add("Source id", source.id)
    listing.add("Target", "\(summary.targetSystem.displayName) at \(summary.targetSystem.id)")
    listing.add("Target id", summary.targetIdentity.id)
    listing.add("Duration", "\(summary.durationInMilliseconds) ms")
    listing.add("Cycle", summary.cycleID)
    listing.add("Change id", summary.changeID)
    return listing
  }
}

/// The requests of a change that would change the target, with their answers.
struct ExchangeList {
  private var exchanges: [(request: ExportRequested, answer: ExportAnswered?)] = []

  init(_ events: [JobEvent]) throws {
    for event in events {
      if let request = try event.facts(as: ExportRequested.self) { exchanges.append((request, nil)) }
      if let answer = try event.facts(as: ExportAnswered.self), !exchanges.isEmpty {
        exchanges[exchanges.count - 1].answer = answer
      }
    }
  }

  func show() {
    for (request, answer) in exchanges {
      let attempt = request.attempt > 1 ? ", attempt \(request.attempt)" : ""
      Console.line("\n" + TextStyle.bold("Request and answer\(attempt)"))
      let query = request.query.isEmpty ? "" : "?" + request.query
      Console.line("  \(request.method) \((request.path + query).visible)")
      if let body = request.body {
        for line in JSONValue.object(body).pretty().split(separator: "\n") { Console.line("  " + line) }
      }
      guard let answer else { continue }
      let status = answer.status.map(String.init) ?? "no answer"
      let reason = answer.failure?["reason"]?.stringValue.map { ": " + $0.visible } ?? ""
      Console.line("  → \(status)\(reason), after \(answer.microseconds / 1000) ms")
    }
  }
}
