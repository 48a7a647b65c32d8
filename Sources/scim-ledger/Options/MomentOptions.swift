import ArgumentParser
import ScimLedger

/// The past that a command looks at.
struct MomentOptions: ParsableArguments {
  /// How moments are written; for the commands that take one.
  static let help = """
    MOMENTS
      17                             the event of that number
      2026-11-24T10:00Z              an instant, UTC where it has no offset; also 2026-11-24 10:00, 2026-11-24
      90s, 30m, 2h, 7d, 1w           so long ago
      today, yesterday               the day's beginning in UTC
      head                           the last event
      cycle:ID:start, cycle:ID:end   what the cycle found, what it left; cycle:ID is all of it
      -1, -2                         one user's or group's state so many changes ago: anna@example.com@-1
    """

  @Option(
    help: ArgumentHelp(
      "The past to look at. (default: the present)", valueName: "moment"))
  var asOf: String?

  /// The position that is meant; nil for the present.
  func position(in ledger: ProvisioningLedger) throws -> Position? {
    try asOf.map { try ledger.position(asOf: $0) }
  }

  /// What a text names: a user or group, and the moment that stands behind its name or was given as an option.
  ///
  /// - Throws: `CommandFailure` where both are there.
  func dated(
    _ text: String, types: [String] = ["User", "Group"], in ledger: ProvisioningLedger
  ) throws -> DatedSelector {
    var dated = try ledger.dated(text, types: types)
    guard let asOf else { return dated }
    guard dated.moment == nil else {
      throw CommandFailure(.usage, "\(text) names a moment, and so does --as-of. Use one of them.")
    }
    dated.moment = asOf
    return dated
  }
}
