import ArgumentParser

/// Ours and others on the same work, in turn.
@main
struct Scoreboard: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scoreboard",
    abstract: "Measures imports and requests beside what LMDB alone can do and what one would use instead.",
    discussion: """
      The people of a seeded generator are imported by scim-ledger, as a process from its start to its end, on a \
      fresh ledger; beside it, a loop in C does the same puts into LMDB with bytes that it made before, and so does \
      one into a plain table of SQLite; eventsourcing and scim2-server take fewer people, of the same file. Over \
      HTTP, wrk sends creates, look-ups and searches to scim-ledger serve, to a server on Hummingbird that reads \
      the body and always gives the same answer, and to scim2-server. All take turns on the same disk; the \
      figures are medians over the rounds. What can't be installed is named and left out.

      Needs wrk for HTTP; for the peers clang, libsqlite3-dev and python3-venv.

      EXAMPLES
        scoreboard
        scoreboard --parts import --users 100000 --rounds 3
        scoreboard --write-readme README.md
      """,
    subcommands: [Measure.self, FixedAnswer.self], defaultSubcommand: Measure.self)
}
