import ArgumentParser
import Foundation
import ScimLedger

/// `replay`: makes recorded events again and compares.
struct ReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Make recorded events again with today's code, each on the directory as it was, and compare.",
    discussion: """
      Each request is decided again with the recorded time and ids, and what comes of it is compared byte for byte \
      with the log, which is only read. Exit code 3 says that something came out otherwise.

      With --against the requests go to another SCIM 2.0 server, which carries them out, and its answers are \
      compared with the recorded ones. Ids are mapped: what is created on the way, and what it knows by the same \
      userName or displayName. Times, tags and error texts are each server's own. A read is sent twice, and what \
      its two answers differ in is noise. What the log does not hold whole, such as a password, is not sent, and \
      listed.

      What a provisioning job decided is made again from the job's own ledger by: scim-ledger sync replay

      EXAMPLES
        scim-ledger replay cycle 0192f0c1-…
        scim-ledger replay --from 100 --to 200
        scim-ledger replay --user anna@example.com --step
        scim-ledger replay cycle 0192f0c1-… --export cycle.json
        scim-ledger replay cycle.json
        scim-ledger replay --from 2h --against https://test.example.com/scim/v2
          with: --token-environment TOKEN --ignore groups

      \(MomentOptions.help)
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var choice: ReplayOptions
  @OptionGroup var output: OutputOptions

  @Argument(
    help: ArgumentHelp("`cycle` and a cycle's id, or a file that --export wrote.", valueName: "what"))
  var subject: [String] = []

  @Flag(help: "Go on after the first divergence.")
  var all = false

  @Flag(help: "Go through the events one by one.")
  var step = false

  @Option(
    help: ArgumentHelp("Write the events to a file, to be replayed elsewhere.", valueName: "file"),
    completion: .file())
  var export: String?

  @OptionGroup var live: LiveReplayOptions

  func validate() throws {
    guard subject.isEmpty || subject.count == 1 || (subject.count == 2 && subject[0] == "cycle") else {
      throw ValidationError("Name a cycle as: replay cycle ID, or one file.")
    }
    if subject.first == "cycle", subject.count == 1 { throw ValidationError("Which cycle? replay cycle ID") }
    if step, export != nil { throw ValidationError("--step and --export exclude each other.") }
    if live.against != nil, step || export != nil {
      throw ValidationError("--against goes neither with --step nor with --export.")
    }
    if live.against != nil, subject.count == 1 {
      throw ValidationError("--against takes its requests from a ledger, not from a file.")
    }
  }

  func run() async throws {
    if let url = live.against {
      return try await LiveReplaySheet.replay(
        choice, cycle: subject.last, live, against: url, goesOn: all, ledger, output.format)
    }
    if subject.count == 1 {
      let fixture = try fixture(subject[0])
      return try replay(try choice.ended(fixture.selection), in: fixture)
    }
    try Question.answer(ledger) { opened in
      let selection = try choice.selection(in: opened, cycle: subject.last)
      if let export { return try write(selection, of: opened, to: export) }
      try show(try opened.replayRun(selection), selection)
    }
  }

  private func fixture(_ path: String) throws -> ReplayFixture {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandFailure(
        .usage, "\(path) can't be read.", next: "Replay a cycle with: scim-ledger replay cycle ID")
    }
    do {
      return try ReplayFixture(parsing: Array(data))
    } catch {
      throw CommandFailure(.wrongData, "\(path): \(error)")
    }
  }

  private func replay(_ selection: ReplaySelection, in fixture: ReplayFixture) throws {
    try show(try ReplayRun(selection, in: fixture), selection)
  }

  private func write(_ selection: ReplaySelection, of ledger: ProvisioningLedger, to path: String) throws {
    let fixture = try ledger.replayFixture(selection)
    let data = Data(fixture.serialized())
    guard FileManager.default.createFile(atPath: path, contents: data, attributes: [.posixPermissions: 0o600])
    else { throw CommandFailure(.failure, "\(path) can't be written.") }
    Console.note(
      "Written. It tells of people as the log does. Replay it with: scim-ledger replay \(path.shellQuoted)")
  }

  private func show(_ run: ReplayRun, _ selection: ReplaySelection) throws {
    if step { return try ReplayDialog(ReplayWalk(run)).run() }
    let bar = ProgressBar("Replaying")
    let upTo = selection.last.rawValue &- selection.first.rawValue &+ 1
    let report = try run.report(goesOn: all) { bar.show(UInt64(clamping: $0), of: upTo) }
    bar.clear()
    ReplaySheet(report, showing: "scim-ledger show").show(output.format)
    if report.divergence != nil { throw ExitStatus.divergence.code }
  }
}
