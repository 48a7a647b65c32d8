import ArgumentParser
import ScimLedger

/// `diff`: what the directory differs in between two moments.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show what the directory differs in between two moments.",
    discussion: """
      EXAMPLES
        scim-ledger diff 100 head --stat
        scim-ledger diff 2026-11-24T06:00:00Z head anna@example.com
        scim-ledger diff cycle:0192…:start cycle:0192…:end --exit-code

      \(MomentOptions.help)
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions

  @Argument(help: "The first moment.")
  var from: String

  @Argument(help: "The second moment.")
  var to: String

  @Argument(help: "Only this user or group.", completion: CommandCompletion.users)
  var selector: String?

  @Flag(help: "Only how many attributes of whom, and the sums.")
  var stat = false

  @Flag(help: "End with 2 where there is a difference.")
  var exitCode = false

  func run() throws {
    var differs = false
    try Question.answer(ledger) { opened in
      let (start, end) = (try opened.position(asOf: from), try opened.position(asOf: to))
      let difference = try difference(in: opened, start, end)
      differs = !difference.isEmpty
      if stat { showSums(of: difference) } else { show(difference, in: opened) }
      if output.format == .table, difference.isEmpty {
        Console.note("No difference from \(start) to \(end).")
      }
    }
    if exitCode, differs { throw ExitStatus.differences.code }
  }

  private func difference(
    in ledger: ProvisioningLedger, _ start: Position, _ end: Position
  ) throws -> DirectoryDifference {
    guard let selector else { return try ledger.difference(from: start, to: end) }
    do {
      return try ledger.difference(from: start, to: end, of: Selector(selector))
    } catch QuestionError.noSuchResource {
      return try ledger.difference(from: start, to: end, of: Selector(selector, type: "Group"))
    }
  }

  private func show(_ difference: DirectoryDifference, in ledger: ProvisioningLedger) {
    var names = ResourceNames(ledger)
    var writer = RecordWriter(
      columns: [
        .fixed("kind"), Column("resource"), Column("attribute"), Column("old"), Column("new"),
        .detail("type"), .detail("id"), .detail("events"),
      ], format: output.format)
    for resource in difference.resources {
      let start = [Cell(resource.kind.rawValue), Cell(resource.title)]
      let end = [
        Cell(resource.type), Cell(resource.id),
        Cell(.array(resource.events.map { .number(JSONNumber(Int(clamping: $0.rawValue))) })),
      ]
      // Whoever came or went as a whole is one line for people, unless they ask for one person.
      if output.format == .table, selector == nil, resource.kind != .changed {
        let count = resource.properties.count { $0.path != "schemas" }
        writer.write(start + [Cell("\(count) attributes"), Cell(String?.none), Cell(String?.none)] + end)
        continue
      }
      for property in resource.properties where output.format != .table || property.path != "schemas" {
        writer.write(
          start + [
            Cell(property.path, shownAs: EventReport.shortPath(property.path)),
            Self.cell(property.old, property, &names), Self.cell(property.new, property, &names),
          ] + end)
      }
    }
    writer.end()
  }

  /// A value; for people members by their names.
  private static func cell(
    _ value: JSONValue?, _ property: ModifiedProperty, _ names: inout ResourceNames
  ) -> Cell {
    guard let value else { return Cell(.null, shownAs: "–") }
    let member = property.path == "members" ? value.stringValue.flatMap { Identifier($0) } : nil
    return Cell(value, shownAs: member.flatMap { names.name(of: $0) })
  }

  private func showSums(of difference: DirectoryDifference) {
    var writer = RecordWriter(
      columns: [
        .fixed("kind"), Column("resource"), .number("attributes"), .number("events"), .detail("type"),
        .detail("id"),
      ], format: output.format)
    for resource in difference.resources {
      writer.write([
        Cell(resource.kind.rawValue), Cell(resource.title),
        Cell(resource.properties.count), Cell(resource.events.count), Cell(resource.type), Cell(resource.id),
      ])
    }
    writer.end()
    guard output.format == .table else { return }
    let sums = ResourceDifference.Kind.allCases.map { kind in
      "\(difference.resources.count { $0.kind == kind }) \(kind.rawValue)"
    }
    Console.line(sums.joined(separator: ", "))
  }
}

extension ResourceDifference {
  /// `User anna@example.com`; by its id where it has no name.
  fileprivate var title: String { "\(type) \(name ?? id.description)" }
}
