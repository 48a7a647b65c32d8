import ArgumentParser
import Foundation
import ScimLedger
import Spelling

/// `export`: events in the forms of other systems.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write events in a form for other systems: \(ExportFormat.names).",
    discussion: """
      With --cursor-file each run goes on where the last one ended.

      EXAMPLES
        scim-ledger export --format jsonl > events.jsonl
        scim-ledger export --format ocsf --since 1d --cursor-file siem.cursor
        scim-ledger export --format scim-set --key-file key > events.jwt
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var selection: SelectionOptions

  @Option(
    help: ArgumentHelp("The form: \(ExportFormat.names).", valueName: "format"),
    completion: CommandCompletion.exportFormats, transform: Self.format(named:))
  var format = ExportFormat.jsonl

  @Option(
    name: [.customShort("n"), .customLong("limit")],
    help: ArgumentHelp("How many events at most.", valueName: "count"))
  var limit: Int?

  @Option(
    help: ArgumentHelp("Where to keep how far the last run came.", valueName: "file"), completion: .file())
  var cursorFile: String?

  @Option(
    help: ArgumentHelp("The URI that names this ledger, in cloudevents and scim-set.", valueName: "uri"))
  var source: String?

  @Option(
    help: ArgumentHelp("Whom the tokens of scim-set are for; can be given several times.", valueName: "uri"))
  var audience: [String] = []

  @Option(
    help: ArgumentHelp("A file of at least 32 bytes to sign scim-set with HS256.", valueName: "file"),
    completion: .file())
  var keyFile: String?

  func validate() throws {
    if let limit, limit < 0 { throw ValidationError("-n takes a number of events, 0 or more.") }
  }

  func run() throws {
    try Question.answer(ledger) { opened in
      var query = try selection.query(in: opened)
      var options = ExportOptions()
      options.source = source
      options.audience = audience
      if let keyFile { options.key = try Self.bytes(of: keyFile) }
      let cursor = cursorFile.map { EventCursor(path: $0) }
      if let next = try cursor?.next(in: opened), next > Position(1) {
        query.first = max(query.first, next)
        options.includesHeader = false
      }
      var buffer = ""
      let reached = try opened.export(query, as: format, options: options, limit: limit ?? .max) { lines in
        buffer += lines
        guard buffer.utf8.count >= Self.bufferSize else { return }
        Console.write(buffer)
        buffer = ""
      }
      if !buffer.isEmpty { Console.write(buffer) }
      // Only what has been written may be skipped by the next run.
      if let reached { try cursor?.store(reached, in: opened) }
    }
  }

  private static func format(named name: String) throws -> ExportFormat {
    guard let format = ExportFormat(rawValue: name) else {
      let nearest = NearestWord.question(for: name, among: ExportFormat.allCases.map(\.rawValue))
      throw ValidationError("There is no format \(name).\(nearest) There are \(ExportFormat.names).")
    }
    return format
  }

  private static let bufferSize = 64 << 10

  private static func bytes(of path: String) throws -> [UInt8] {
    do {
      return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw CommandFailure(.usage, "The key file \(path) can't be read: \(error.localizedDescription)")
    }
  }
}

extension ExportFormat {
  fileprivate static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
