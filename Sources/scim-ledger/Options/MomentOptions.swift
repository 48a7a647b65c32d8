import ArgumentParser
import ScimLedger

/// The past that a command looks at.
struct MomentOptions: ParsableArguments {
  /// How moments are written; for the commands that take one.
  static let help = """
    MOMENTS
      17                           the event of that number
      2026-11-24T10:00Z            an instant; without an offset, in UTC
      2026-11-24 10:00, 2026-11-24
      90s, 30m, 2h, 7d, 1w         so long ago
      today, yesterday             the day's beginning in UTC
      head                         the last event
      cycle:ID                     a cycle as a whole
      cycle:ID:start, cycle:ID:end what it found, what it left
      -1, -2                       one user or group so many changes ago, as in
                                   anna@example.com@-1
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
