import ArgumentParser

/// `rebuild`: the directory, made anew from the log.
struct RebuildCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild",
    abstract: "Make the projections anew from the log, and say whether they were what it says.",
    discussion: """
      Works while a server runs on the same directory: the server then does the work. Exit code 2 says that
      the projections were different; they are right afterwards.

      EXAMPLES
        scim-ledger rebuild
        scim-ledger rebuild --data /var/lib/scim-ledger --output json
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let administration = try await LedgerAdministration(ledger)
    let bar = ProgressBar("Rebuilding the projections")
    let sheet: RebuildSheet
    do {
      sheet = try await administration.rebuild { bar.show($0, of: $1) }
    } catch {
      bar.clear()
      await administration.close()
      throw error
    }
    bar.clear()
    await administration.close()
    var writer = RecordWriter(columns: RebuildSheet.columns, format: output.format)
    writer.write(sheet.cells)
    writer.end()
    if !sheet.differences.isEmpty { throw ExitStatus.differences.code }
  }
}
