import ArgumentParser
import ScimLedger

/// Which events are to be replayed.
struct ReplayOptions: ParsableArguments {
  @Option(
    name: [.customLong("from"), .customLong("since")],
    help: ArgumentHelp(
      "From this moment on: an event's number, an instant, a time back.", valueName: "moment"))
  var from: String?

  @Option(help: ArgumentHelp("Up to this moment.", valueName: "moment"))
  var to: String?

  @Option(
    help: ArgumentHelp("Only the events of this user or group.", valueName: "selector"),
    completion: CommandCompletion.users)
  var user: String?

  @Option(help: ArgumentHelp("Stop behind this event.", valueName: "number"))
  var until: UInt64?

  func ended(_ selection: ReplaySelection) throws -> ReplaySelection {
    until.map { selection.ending(at: Position($0)) } ?? selection
  }

  /// - Parameter cycle: The id of a cycle.
  /// - Throws: `QuestionError`.
  func selection(in ledger: ProvisioningLedger, cycle: String?) throws -> ReplaySelection {
    if let cycle {
      guard let found = try Identifier(cycle).flatMap({ try ledger.cycle($0) }) else {
        throw QuestionError.noSuchCycle(cycle)
      }
      return try ended(.cycle(found))
    }
    let first = try from.map { try ledger.position(since: $0) } ?? Position(1)
    let last = min(try to.map { try ledger.position(until: $0) } ?? ledger.head(), try ledger.head())
    guard let user else { return try ended(.events(from: first, through: last)) }
    let events =
      try ledger.history(Selector(user))
      + (Selector(user) == Selector(user, type: "Group") ? [] : ledger.history(Selector(user, type: "Group")))
    let positions = events.map(\.position).filter { first <= $0 && $0 <= last }
    guard let found = ReplaySelection.positions(positions) else { throw QuestionError.noSuchResource(user) }
    return try ended(found)
  }
}
