import ArgumentParser
import ScimLedger

/// `settings set`: changes the settings that are named and keeps the others.
struct SettingsSetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Change a ledger's settings; what is not named stays.",
    discussion: """
      PROFILES
      \(Profile.all.map(line(about:)).joined(separator: "\n"))

      EXAMPLES
        scim-ledger settings set --profile rfc
        scim-ledger settings set --restore-on-create on     as Okta expects
        scim-ledger settings set --unique-external-id on    where clients match on it
        scim-ledger settings set --record-reads queries
      """)

  private static func line(about profile: Profile) -> String {
    let name = "  " + profile.name.padded(toWidth: 14, alignment: .left)
    return name + profile.description.wrapped(toWidth: 62, indent: String(repeating: " ", count: 16))
  }

  enum Switch: String, ExpressibleByArgument, CaseIterable { case on, off }

  @OptionGroup var ledger: LedgerOptions

  @Option(
    help: ArgumentHelp("How requests are read.", valueName: "name"), completion: CommandCompletion.profiles)
  var profile: String?

  @Option(help: "Whether a POST brings a deactivated person back instead of being refused: on or off.")
  var restoreOnCreate: Switch?

  @Option(
    name: .customLong("unique-external-id"),
    help: "Whether an externalId may occur once only within a client: on or off (RFC 7643 §3.1: off).")
  var uniqueExternalID: Switch?

  @Option(
    help: "Which reads become events: all, queries or none.", completion: .list(["all", "queries", "none"]))
  var recordReads: String?

  func validate() throws {
    if let profile, Profile.named(profile) == nil {
      throw ValidationError("\(LedgerError.unknownProfile(profile))")
    }
    if let recordReads, LedgerConfiguration.RecordedReads(rawValue: recordReads) == nil {
      throw ValidationError("--record-reads takes all, queries or none.")
    }
  }

  func run() async throws {
    let settings = try await LedgerAdministration.perform(ledger) { administration in
      var settings = try await administration.settings()
      if let profile { settings.profile = profile }
      if let restoreOnCreate { settings.restoresOnCreate = restoreOnCreate == .on }
      if let uniqueExternalID { settings.uniqueExternalID = uniqueExternalID == .on }
      if let reads = recordReads.flatMap({ LedgerConfiguration.RecordedReads(rawValue: $0) }) {
        settings.recordedReads = reads
      }
      try await administration.configure(settings)
      return settings
    }
    Console.note("The profile is \(settings.profile). See all settings with: scim-ledger settings show")
  }
}
