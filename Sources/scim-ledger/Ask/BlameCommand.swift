import ArgumentParser
import ScimLedger

/// `blame`: who set each value of a user or group.
struct BlameCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "blame",
    abstract: "Show who set each value of a user or group, when, and what it was before.",
    discussion: """
      EXAMPLES
        scim-ledger blame anna@example.com
        scim-ledger blame anna@example.com.active
        scim-ledger blame "All staff" --attribute members
        scim-ledger blame anna@example.com --as-of 2026-11-24
        scim-ledger blame anna@example.com@-1
        scim-ledger blame anna@example.com --job job.yaml   with the mappings

      \(MomentOptions.help)
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var resource: ResourceOptions
  @OptionGroup var moment: MomentOptions

  @Option(help: ArgumentHelp("Only this attribute and its parts.", valueName: "path"))
  var attribute: String?

  @Option(
    name: .customLong("job"),
    help: ArgumentHelp("The file of the provisioning job that wrote the values.", valueName: "file"),
    completion: CommandCompletion.jobFiles)
  var jobFile: String?

  private var columns: [Column] {
    let hasOrigins = jobFile != nil
    return [
      Column("attribute"), Column("value"), Column("source", isInTable: hasOrigins),
      Column("expression", isInTable: hasOrigins), Column("old"), .number("sequence"),
      .fixed("time", heading: "time (UTC)"), Column("who"), .fixed("operation"), .detail("cycle"),
      .detail("eventId"),
    ]
  }

  func run() throws {
    try Question.answer(ledger) { opened in
      let dated = try moment.dated(resource.selector, in: opened)
      var (target, attribute) = (resource, attribute)
      target.selector = dated.name
      if attribute == nil, let split = try split(dated.name, in: opened) {
        (target.selector, attribute) = split
      }
      let blame = try target.ask { selector in
        let position = try dated.moment.map { try opened.position(asOf: $0, of: selector) }
        return try opened.blame(selector, attribute: attribute, asOf: position)
      }
      if output.format == .table {
        Console.line(TextStyle.bold("\(blame.type) \(blame.name ?? blame.id.description)".visible))
        Console.line()
      }
      var origins = try jobFile.map { ValueOrigins(opened, try JobOptions(file: $0).openForReading()) }
      var writer = RecordWriter(columns: columns, format: output.format)
      for line in blame.lines {
        let origin = try origins?.origin(of: line)
        writer.write([
          Cell(line.path, shownAs: EventReport.shortPath(line.path)),
          Cell(line.value ?? .null, shownAs: line.value == nil ? "–" : nil),
          Cell(origin?.source, shownAs: origin?.source ?? "–"),
          Cell(origin?.expression, shownAs: origin?.expression ?? "–"),
          Cell(line.old ?? .null, shownAs: line.old == nil ? "–" : nil), Cell(line.event.position),
          Cell(line.event.time), Cell(line.event.actor.name), Cell(line.event.operation.name),
          Cell(line.cycle?.id), Cell(line.event.id),
        ])
      }
      writer.end()
    }
  }

  /// `anna@example.com.active` as the selector and the attribute, where the whole names nobody and a part of it
  /// does.
  private func split(_ text: String, in ledger: ProvisioningLedger) throws -> (String, String)? {
    func isLive(_ selector: String) throws -> Bool {
      try ["User", "Group"].contains { try ledger.resource(Selector(selector, type: $0)) != nil }
    }
    guard try !isLive(text) else { return nil }
    for index in text.indices.reversed() where text[index] == "." {
      let selector = String(text[..<index])
      if try !selector.isEmpty && isLive(selector) {
        return (selector, String(text[text.index(after: index)...]))
      }
    }
    return nil
  }
}
