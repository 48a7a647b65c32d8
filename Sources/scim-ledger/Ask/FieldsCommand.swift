import ArgumentParser
import ScimLedger

/// `fields`: what can be asked of an event.
struct FieldsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fields",
    abstract: "List the fields of an event, for --where, values and stats.",
    discussion: """
      EXAMPLES
        scim-ledger fields
        scim-ledger log --where 'operation eq "modify" and tolerance pr'
      """)

  @OptionGroup var output: OutputOptions

  func run() throws {
    var writer = RecordWriter(
      columns: [.fixed("field"), .fixed("type"), Column("description"), .detail("multiValued")],
      format: output.format)
    for field in EventField.allCases {
      writer.write([
        Cell(field.name), Cell(field.type.rawValue + (field.isMultiValued ? "…" : "")),
        Cell(field.description), Cell(field.isMultiValued),
      ])
    }
    writer.end()
  }
}
