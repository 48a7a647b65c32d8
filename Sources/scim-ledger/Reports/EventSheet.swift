import ScimLedger

/// One event with everything the log knows about it, as an audit page shows it.
struct EventSheet {
  private let event: Event
  private let name: String?
  private let membership: String?
  private let properties: [ModifiedProperty]
  private let row: [Cell]
  private let cycle: ProvisioningCycle?
  private let provider: ProviderSheet?
  private let job: ProviderSheet?

  /// - Parameters:
  ///   - ledger: Where the names of resources and members are looked up.
  ///   - job: The provisioning job whose side is to be told too.
  init(
    _ event: Event, properties: [ModifiedProperty], in ledger: ProvisioningLedger, job: ReadJob? = nil
  ) throws {
    self.event = event
    self.properties = properties
    var names = ResourceNames(ledger)
    name = names.name(for: event)
    membership = EventReport.membership(in: event, &names)
    row = EventReport.cells(event, &names)
    cycle = try ledger.cycle(of: event.position)
    provider = try ProviderSheet(event, in: ledger)
    self.job = try job.flatMap { try ProviderSheet(event, in: ledger, job: $0) }
  }

  var hasJobSide: Bool { job != nil }

  func show() {
    Console.write(heading())
    if let request = event.request { Console.write("\n" + Self.rendered(request)) }
    showTolerances()
    showProperties()
    provider?.show()
    job?.show()
    Console.write("\n" + origin())
  }

  private func heading() -> String {
    var listing = Listing("Event \(event.position)")
    listing.add("Activity", activity)
    listing.add("Date", event.time.longText)
    listing.add("Actor", "\(event.actor.name) (client \(event.actor.client))")
    if event.actor.tokenID != .none { listing.add("Token", event.actor.tokenID.description) }
    listing.add("Target", EventReport.resource(of: event, name: name))
    if name != nil { listing.add("Target id", event.resource?.description) }
    listing.add("Status", (event.isRefused ? "Failure " : "Success ") + EventReport.status(of: event))
    listing.add("Reason", event.outcome.detail)
    if event.isUnchanged { listing.add("Effect", "none: everything was like that already") }
    listing.add("Members", membership)
    listing.add("Results", event.results.map(String.init))
    listing.add("Saw the directory as of", event.snapshot.map { "#\($0)" })
    listing.add("Cycle", cycle.map { "\($0.id) (\($0.kind.rawValue))" })
    listing.add("Because of", event.cause.map { "#\($0)" })
    for detail in event.details ?? JSONObject() where detail.name != "hash" {
      listing.add(detail.name.prefix(1).uppercased() + detail.name.dropFirst(), detail.value.stringValue)
    }
    return listing.rendered()
  }

  private var activity: String {
    let type = event.resourceType.map { " " + $0.lowercased() } ?? ""
    return switch event.operation {
    case .create: "Create" + type
    case .replace: "Replace" + type
    case .modify: "Update" + type
    case .delete: "Delete" + type
    case .read: "Read" + type
    case .query: event.resourceType.map { "Query \($0.lowercased())s" } ?? "Query"
    case .discover: "Discover the service"
    case .leaveGroup: "Leave group"
    case .bulk: "Bulk request"
    case .createLedger: "Create ledger"
    case .issueToken: "Issue access token"
    case .revokeToken: "Revoke access token"
    case .issueCredential: "Issue client secret"
    case .revokeCredential: "Revoke client"
    case .configure: "Change settings"
    case .registerSchema: "Register schemas"
    case .importLogRecord: "Import a record of the identity provider's log"
    default: event.operation.name
    }
  }

  private static func rendered(_ request: Event.Request) -> String {
    var listing = Listing("Request")
    let query = request.query.isEmpty ? "" : "?" + request.query
    listing.add(request.method, request.path + query)
    listing.add("User agent", request.userAgent)
    listing.add("Request id", request.id)
    var text = listing.rendered()
    if let body = request.body, !body.isEmpty {
      let pretty =
        (try? JSONValue(parsing: body))?.pretty() ?? String(decoding: body, as: UTF8.self).visible
      let lines = pretty.split(separator: "\n", omittingEmptySubsequences: false)
      text += lines.map { "  " + $0 + "\n" }.joined()
    }
    return text
  }

  private func showTolerances() {
    guard !event.tolerances.isEmpty else { return }
    var listing = Listing("Tolerances applied")
    for tolerance in event.tolerances {
      listing.add(tolerance.rule, "\(tolerance.path): \(tolerance.detail)")
    }
    Console.write("\n" + listing.rendered())
  }

  private func showProperties() {
    guard !properties.isEmpty else { return }
    Console.line("\n" + TextStyle.bold("Modified Properties"))
    ChangeSummary.show(properties)
  }

  private func origin() -> String {
    var listing = Listing("Record")
    listing.add("Event id", event.id.description)
    listing.add("Previous event", event.previous.map { "#\($0)" })
    listing.add("Protocol version", event.protocolVersion)
    return listing.rendered()
  }
}

extension EventSheet {
  static let columns =
    EventReport.columns + [
      .detail("token"), .detail("query"), .detail("userAgent"), .detail("requestId"), .detail("body"),
      .detail("unchanged"), .detail("results"), .detail("snapshot"), .detail("cause"), .detail("previous"),
      .detail("protocolVersion"), .detail("membersAdded"), .detail("membersRemoved"),
      .detail("modifiedProperties"), .detail("inferredCycle"), .detail("provider"), .detail("job"),
    ]

  var cells: [Cell] {
    let request = event.request
    let body = request?.body.flatMap { try? JSONValue(parsing: $0) }
    return row + [
      Cell(event.actor.tokenID == .none ? nil : event.actor.tokenID), Cell(request?.query),
      Cell(request?.userAgent), Cell(request?.id), Cell(body ?? .null), Cell(event.isUnchanged),
      Cell(event.results), Cell(event.snapshot), Cell(event.cause), Cell(event.previous),
      Cell(event.protocolVersion), Cell(list: event.effect?.membersAdded.map(\.value) ?? []),
      Cell(list: event.effect?.membersRemoved ?? []),
      ChangeSummary.cell(properties), Cell(cycle?.kind == .inferred ? cycle?.id : nil),
      Cell(provider?.json ?? .null), Cell(job?.json ?? .null),
    ]
  }
}
