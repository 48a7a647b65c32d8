import ScimLedger

/// The ledger at a glance.
struct StatusSheet {
  var status: LedgerStatus

  func show() {
    var now = Listing("Current Status")
    now.add("Users", "\(status.users) (\(status.activeUsers) active)")
    now.add("Groups", "\(status.groups) (\(status.memberships) memberships)")
    now.add("Access tokens", status.tokens)
    now.add("Last change", status.lastChange?.longText ?? "none yet")
    now.add("Last event", status.lastEvent?.longText ?? "none yet")
    now.add("Refused", status.refused)
    now.add("With tolerances", status.tolerated)
    Console.write(now.rendered())

    var events = Listing("Events")
    for entry in status.events where entry.count > 0 { events.add(entry.operation.name, entry.count) }
    if !status.events.isEmpty { Console.write("\n" + events.rendered()) }

    var log = Listing("Log")
    log.add("Head", "#\(status.head)")
    log.add("Root hash", status.rootHash)
    log.add("Projections", projections)
    log.add("File size", ByteCount(bytes: status.fileBytes).description)
    log.add("Readers", status.readers)
    log.add("Ledger", "\(status.ledgerID)")
    log.add("Created", status.created.longText)
    log.add("Directory", status.directory)
    Console.write("\n" + log.rendered())
  }

  private var projections: String {
    status.projectionPosition == status.head
      ? "up to date" : "at #\(status.projectionPosition), behind the log"
  }

  static let columns: [Column] =
    ["directory", "ledgerId", "created"].map { Column($0) }
    + [
      "head", "users", "activeUsers", "groups", "memberships", "tokens", "refused", "tolerated",
      "projectionPosition", "fileBytes", "readers",
    ].map { .number($0) } + ["rootHash", "lastChange", "lastEvent", "events"].map { Column($0) }

  var cells: [Cell] {
    let counts = status.events.map { ($0.operation.name, JSONValue.number(JSONNumber($0.count))) }
    return [
      Cell(status.directory), Cell(status.ledgerID), Cell(status.created), Cell(status.head),
      Cell(status.users), Cell(status.activeUsers), Cell(status.groups), Cell(status.memberships),
      Cell(status.tokens), Cell(status.refused), Cell(status.tolerated), Cell(status.projectionPosition),
      Cell(status.fileBytes), Cell(status.readers), Cell(status.rootHash), Cell(status.lastChange),
      Cell(status.lastEvent), Cell(.object(JSONObject(counts))),
    ]
  }
}
