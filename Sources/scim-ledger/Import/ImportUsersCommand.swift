import ArgumentParser
import Foundation
import ScimLedger

/// `import users`: people and groups out of files.
struct ImportUsersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "users",
    abstract: "Take the people and groups of files in, each as one event.",
    discussion: """
      A file is JSON Lines of SCIM Users and Groups, bulk requests (their POST operations) or list responses, or CSV
      with the columns' names in its first row; - reads standard input. Members and managers may be named by the id
      that they have in the file, wherever they stand in it. Each file becomes one cycle of the client import.

      Started again after whatever ended it, an import goes on where it was and takes nobody in twice. Lines that are
      refused are written to FILE.rejects.jsonl, each with its place and the reason; the exit code is 65 then. With
      --update who is there already, by externalId or userName, is changed to what the file says; who is as it says
      makes no event. Works while a server runs on the same directory.

      CSV columns of usual names (userName, displayName, givenName, familyName, email, externalId, active and such)
      and those named by a SCIM path need no --map.

      EXAMPLES
        scim-ledger import people.jsonl
        scim-ledger import people.csv --map 'Login=userName' --map 'Room='
        scim-ledger import people.jsonl --update --dry-run
        zstd -dc people.jsonl.zst | scim-ledger import -
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions

  @Flag(help: "Change who is there already to what the file says.")
  var update = false

  @Flag(help: "Decide everything and write nothing.")
  var dryRun = false

  @Flag(help: "Take lines in anew that an earlier import of the same file took in.")
  var again = false

  @Option(
    name: .customLong("map"),
    help: ArgumentHelp("What a CSV column is for; nothing after = leaves it out.", valueName: "column=path"))
  var columns: [ColumnMapping] = []

  @Option(help: ArgumentHelp("The resource type of lines that name none.", valueName: "name"))
  var type = "User"

  @Option(help: ArgumentHelp("The client in whose terms externalId is.", valueName: "name"))
  var client = ResourceImport.client.client

  @Option(
    help: ArgumentHelp("Where refused lines go. (default: FILE.rejects.jsonl)", valueName: "file"),
    completion: .file())
  var rejects: String?

  @Option(help: ArgumentHelp("Stop when more lines are refused.", valueName: "n"))
  var maxRejects: Int?

  @Argument(help: ArgumentHelp("The files; - is standard input.", valueName: "file"), completion: .file())
  var files: [String]

  private static let columns: [Column] = [
    .detail("file"), .number("read"), .number("created"), .number("updated"), .number("unchanged"),
    .number("known"), .number("rejected"), .number("first"), .number("last"), .detail("cycle"),
    .detail("rejects"), .detail("dryRun"),
  ]

  func validate() throws {
    if let maxRejects, maxRejects < 0 { throw ValidationError("--max-rejects is a number from 0.") }
    if files.filter({ $0 == "-" }).count > 1 {
      throw ValidationError("Standard input can be read once only.")
    }
  }

  func run() async throws {
    if dryRun, !ProvisioningLedger.exists(at: ledger.directory) { throw ledger.absence }
    // Before a ledger is made for nothing.
    if let missing = files.first(where: { $0 != "-" && !FileManager.default.isReadableFile(atPath: $0) }) {
      throw CommandFailure(
        .wrongData, "The file \(missing) can't be opened.",
        next: "See what may be imported: scim-ledger import --help")
    }
    var writer = RecordWriter(columns: Self.columns, format: output.format)
    var failure: CommandFailure?
    let administration = try await LedgerAdministration(ledger, createsLedger: !dryRun)
    do {
      for file in files {
        let input = try ImportInput(file)
        defer { input.remove() }
        let rejects = RejectsFile(
          self.rejects ?? input.rejects, isContinued: self.rejects != nil && file != files[0])
        let summary = try await take(input, rejects, administration)
        if output.format == .table {
          show(summary, input)
        } else {
          writer.write(cells(summary, input, rejects))
        }
        if let found = self.failure(summary, input, rejects) { failure = found }
        if summary.isStopped { break }
      }
    } catch {
      await administration.close()
      throw error
    }
    await administration.close()
    if output.format != .table { writer.end() }
    if let failure { throw failure }
  }

  private func take(
    _ input: ImportInput, _ rejects: RejectsFile, _ administration: LedgerAdministration
  ) async throws -> ImportSummary {
    var options = ResourceImport()
    options.updatesExisting = update
    options.mostRejected = maxRejects
    options.type = type
    options.client = ResourceImport.client(speakingFor: client)
    for mapping in columns { options.columns[mapping.column] = mapping.path }
    if again { options.run = UUID().uuidString }
    let bar = ImportBar(dryRun ? "Trying" : "Importing")
    defer { bar.clear() }
    do {
      return try await administration.importResources(
        input.path, named: input.name, options, isDryRun: dryRun, of: ledger, rejected: rejects.write,
        progress: { bar.show($0) })
    } catch let error as SourceError {
      throw CommandFailure(
        .wrongData, "The file can't be imported. \(error).",
        next: "See what it may hold: scim-ledger import users --help")
    }
  }

  private func show(_ summary: ImportSummary, _ input: ImportInput) {
    var parts: [String] = []
    func add(_ count: Int, _ what: String) { if count > 0 { parts.append("\(count) \(what)") } }
    add(summary.created, "created")
    add(summary.updated, "updated")
    add(summary.unchanged, "unchanged")
    add(summary.known, "known already")
    add(summary.rejected, "refused")
    let text = parts.isEmpty ? "nothing to take in" : parts.joined(separator: ", ")
    let events =
      if let first = summary.first, let last = summary.last {
        first == last ? ", event \(first)" : ", events \(first) to \(last)"
      } else { "" }
    Console.line("\(input.name): \(text)\(events)\(dryRun ? "; a dry run, nothing is written" : "").".visible)
    if summary.known > 0, !again {
      Console.note("To take in anew what is known already, add --again.")
    }
    if summary.first != nil {
      Console.note("See its cycle with: scim-ledger cycle \(summary.cycle)\(ledger.suggestion)")
    }
  }

  private func cells(_ summary: ImportSummary, _ input: ImportInput, _ rejects: RejectsFile) -> [Cell] {
    [
      Cell(input.name), Cell(summary.read), Cell(summary.created), Cell(summary.updated),
      Cell(summary.unchanged), Cell(summary.known), Cell(summary.rejected), Cell(summary.first),
      Cell(summary.last), Cell(summary.cycle), Cell(rejects.isWritten ? rejects.path : nil), Cell(dryRun),
    ]
  }

  private func failure(
    _ summary: ImportSummary, _ input: ImportInput, _ rejects: RejectsFile
  ) -> CommandFailure? {
    guard summary.rejected > 0 else { return nil }
    let count = "\(summary.rejected) of \(summary.read) lines of \(input.name)"
    let rest = dryRun ? "would be refused" : summary.rejected == 1 ? "is refused" : "are refused"
    return CommandFailure(
      .wrongData,
      summary.isStopped
        ? "Stopped, since \(count) \(rest), more than --max-rejects allows."
        : "\(count) \(rest)\(dryRun ? "." : "; the rest is taken in.")",
      next: "The lines and the reasons are in \(rejects.path). "
        + "Correct them in a file of their own and import that.")
  }
}
