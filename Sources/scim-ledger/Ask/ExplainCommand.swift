import ArgumentParser
import ScimLedger

/// `explain`: why somebody is disabled, missing, refused or unchanged.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain why a user or group is disabled, missing, refused or unchanged.",
    discussion: """
      Each reason has its event and, where something is wrong, what to do. Ends with 1 where nobody of that name is
      or was there.

      EXAMPLES
        scim-ledger explain anna@example.com
        scim-ledger explain externalId=7fce0092-d52e-4f76-b727-3955bd72c939
        scim-ledger explain anna@example.com --as-of yesterday

      \(MomentOptions.help)
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var resource: ResourceOptions
  @OptionGroup var moment: MomentOptions

  private static let columns: [Column] = [
    .number("number"), .fixed("kind"), Column("text"), .number("sequence"),
    .fixed("time", heading: "time (UTC)"),
    Column("who"), Column("remedy"), .detail("state"), .detail("id"), .detail("name"), .detail("cycle"),
  ]

  func run() throws {
    var isKnown = true
    try Question.answer(ledger) { opened in
      let explanation = try explanation(in: opened)
      isKnown = explanation.state != .unknown
      if output.format == .table {
        try show(explanation, in: opened)
        let near = isKnown ? "" : Suggestion.question(try opened.names(near: resource.selector))
        if !near.isEmpty { Console.note("\n" + String(near.dropLast()).visible) }
      } else {
        try write(explanation, in: opened)
      }
    }
    if !isKnown { throw ExitStatus.notFound.code }
  }

  private func explanation(in ledger: ProvisioningLedger) throws -> Explanation {
    let kinds = resource.type.map { [$0] } ?? HistoryCommand.ResourceKind.allCases
    var found: [Explanation] = []
    let dated = try moment.dated(resource.selector, in: ledger)
    for kind in kinds {
      let selector = Selector(dated.name, type: kind.typeName)
      let position: Position?
      do {
        position = try dated.moment.map { try ledger.position(asOf: $0, of: selector) }
      } catch QuestionError.noSuchResource {
        continue
      }
      let explanation = try ledger.explanation(of: selector, asOf: position)
      guard explanation.state == .unknown else { return explanation }
      found.append(explanation)
    }
    let told = found.first { $0.reasons.first?.kind != .neverSeen } ?? found.first
    guard let told else { throw QuestionError.noSuchResource(resource.selector) }
    return told
  }

  private func show(_ explanation: Explanation, in ledger: ProvisioningLedger) throws {
    let name = [explanation.type, explanation.name ?? resource.selector].compactMap(\.self)
    Console.line(TextStyle.bold("\(name.joined(separator: " ")): \(explanation.state.rawValue)".visible))
    let width = (Console.width ?? 110) - 5
    for (index, reason) in explanation.reasons.enumerated() {
      let number = "\(index + 1)."
      Console.line()
      Console.line(
        number.padded(toWidth: 4, alignment: .left)
          + reason.text.visible.wrapped(toWidth: width, indent: "    "))
      if let event = reason.event {
        let cycle = try ledger.cycle(of: event.position).map { ", cycle \($0.id)" } ?? ""
        let place = "event \(event.position), \(event.time.longText), \(event.actor.name)\(cycle)".visible
        for line in place.lines(ofWidth: width) { Console.line("    " + TextStyle.dim(line)) }
      }
      if let remedy = reason.remedy {
        Console.line("    → " + remedy.visible.wrapped(toWidth: width - 2, indent: "      "))
      }
    }
  }

  private func write(_ explanation: Explanation, in ledger: ProvisioningLedger) throws {
    var writer = RecordWriter(columns: Self.columns, format: output.format)
    for (index, reason) in explanation.reasons.enumerated() {
      writer.write([
        Cell(index + 1), Cell(reason.kind.rawValue), Cell(reason.text), Cell(reason.event?.position),
        Cell(reason.event?.time), Cell(reason.event?.actor.name), Cell(reason.remedy),
        Cell(explanation.state.rawValue), Cell(explanation.id), Cell(explanation.name),
        Cell(try reason.event.flatMap { try ledger.cycle(of: $0.position)?.id }),
      ])
    }
    writer.end()
  }
}
