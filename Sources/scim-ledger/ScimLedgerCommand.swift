import ArgumentParser
import Glibc

/// The command `scim-ledger`.
@main
struct ScimLedgerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scim-ledger",
    abstract:
      "An event-sourced SCIM provisioning ledger: who changed which account, when, and from what to what.",
    discussion: """
      EXAMPLES
        scim-ledger demo                       the whole product in ten seconds
        scim-ledger token issue --name entra   a bearer token, shown once
        scim-ledger import people.jsonl        people and groups out of a file
        scim-ledger serve                      SCIM 2.0 on port 8080, /scim/v2
        scim-ledger log --follow               what the identity provider does
        scim-ledger history anna@example.com   all that happened to one account
        scim-ledger explain anna@example.com   why the account is as it is
        scim-ledger sync run --job job.yaml    provision to a SCIM service

      The reading commands work while a server runs on the same directory.

      EXIT CODES
        0   done
        1   nobody found by that name or number
        2   differences: `rebuild`, and `diff` or `whatif` with --exit-code
        3   a replay came out differently
        4   the ledger's integrity is broken
        64  the command line can't be understood
        65  a provisioning job's files, an expression, or what is imported is wrong
        66  the directory holds no ledger
        69  the ledger can't be reached now
        70  anything else that went wrong
        74  the server stopped because a write to disk failed
        75  a provisioning cycle went through, but some objects failed
        76  a provisioning job is in quarantine
      """,
    version: version,
    groupedSubcommands: [
      CommandGroup(
        name: "Run",
        subcommands: [
          ServeCommand.self, TokenCommand.self, ClientCommand.self, TenantCommand.self, SettingsCommand.self,
          SchemaCommand.self, DemoCommand.self,
        ]),
      CommandGroup(
        name: "Look at the log",
        subcommands: [
          LogCommand.self, ShowCommand.self, HistoryCommand.self, CyclesCommand.self, CycleCommand.self,
          StatisticsCommand.self, ValuesCommand.self, FieldsCommand.self, ExportCommand.self,
          ImportCommand.self,
        ]),
      CommandGroup(
        name: "Investigate",
        subcommands: [
          ExplainCommand.self, BlameCommand.self, DiffCommand.self, BisectCommand.self, TimelineCommand.self,
          GraphCommand.self, CorrelateCommand.self,
        ]),
      CommandGroup(name: "Replay", subcommands: [ReplayCommand.self, WhatIfCommand.self]),
      CommandGroup(
        name: "Look at the directory",
        subcommands: [
          UsersCommand.self, UserCommand.self, GroupsCommand.self, GroupCommand.self, StatusCommand.self,
        ]),
      CommandGroup(name: "Provision", subcommands: [SyncCommand.self, ExpressionCommand.self]),
      CommandGroup(name: "Check", subcommands: [VerifyCommand.self, RebuildCommand.self]),
    ])

  static let version = "0.1.0"

  static func main() async {
    var command: any ParsableCommand
    do {
      command = try parseAsRoot()
    } catch {
      if let unknown = UnknownSubcommand(in: CommandLine.arguments.dropFirst(), of: Self.self) {
        end(with: unknown.failure)
      }
      exit(withError: error)
    }
    do {
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      end(with: error)
    }
  }

  private static func end(with error: any Error) -> Never {
    // What the argument parser asks for by an error, such as help; every error of our own fails with 1 there.
    if error is ExitCode || exitCode(for: error) != .failure { exit(withError: error) }
    let failure = CommandFailure(explaining: error)
    Console.note("Error: " + failure.message.visible)
    if let place = failure.place { Console.note(place) }
    for line in failure.next?.split(separator: "\n") ?? [] { Console.note(String(line).visible) }
    Glibc.exit(failure.status.rawValue)
  }
}
