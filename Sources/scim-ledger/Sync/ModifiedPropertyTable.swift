import ScimLedger

/// Modified Properties: what each attribute of the target came from, what it was and what it became.
struct ModifiedPropertyTable {
  struct Row {
    var attribute: String
    /// The source's values; nil where it is not known what was read.
    var source: String?
    var expression: String
    var old: JSONValue?
    var new: JSONValue?
  }

  let rows: [Row]

  /// - Parameters:
  ///   - events: Of one change.
  ///   - read: Whose ledger says which mappings were in force then.
  init(_ events: [JobEvent], in read: ReadJob) throws {
    let cycle = events.lazy.compactMap(\.cycle).first
    let mappings = try cycle.flatMap { try read.ledger.mappings(ofCycle: $0) } ?? read.job.mappings
    var evaluated: MappingEvaluated?
    var rows: [Row] = []
    for event in events {
      evaluated = try event.facts(as: MappingEvaluated.self) ?? evaluated
      guard let decision = try event.facts(as: DecisionMade.self) else { continue }
      let mapping = mappings.first { $0.sourceType == event.source?.type }
      for modification in decision.modifications(evaluated) {
        let attribute = mapping?.attributes.first { $0.targetAttribute == modification.name }
        var source: String?
        if let evaluated, let attribute, !attribute.isReference {
          source = PropertyText.inputs(
            JSONObject(
              attribute.sourceAttributes.compactMap { name in evaluated.inputs[name].map { (name, $0) } }))
        }
        rows.append(
          Row(
            attribute: modification.name, source: source, expression: attribute?.expressionText ?? "",
            old: modification.old, new: modification.new))
      }
    }
    self.rows = rows
  }

  private static let headings = [
    "Target attribute", "Source value", "Expression", "Original value", "Modified value",
  ]

  /// Prints a table where it fits on the terminal, and a list where it does not.
  func show(indent: String = "") {
    guard !rows.isEmpty else { return }
    let texts = rows.map { row in
      [
        row.attribute, row.source ?? "", row.expression, PropertyText.plain(row.old),
        PropertyText.plain(row.new),
      ].map(\.visible)
    }
    let widths = Self.headings.indices.map { column in
      texts.reduce(Self.headings[column].displayWidth) { max($0, $1[column].displayWidth) }
    }
    let total = widths.reduce(0, +) + 2 * (widths.count - 1) + indent.count
    if let width = Console.width, total > width { return showList(texts, indent: indent) }
    var table = Table(columns: Self.headings.map { Column($0) }, width: nil)
    table.fit(texts)
    Console.line(indent + table.header())
    for row in texts { Console.line(indent + table.row(row)) }
  }

  private func showList(_ texts: [[String]], indent: String) {
    for row in texts {
      Console.line(indent + TextStyle.bold(row[0]))
      for (label, text) in zip(["source", "expression", "original", "modified"], row.dropFirst())
      where !text.isEmpty {
        let padded = TextStyle.dim(label.padded(toWidth: 10, alignment: .left))
        let room = max((Console.width ?? 80) - indent.count - 14, 20)
        let rest = indent + String(repeating: " ", count: 14)
        Console.line("\(indent)  \(padded)  \(text.wrapped(toWidth: room, indent: rest))")
      }
    }
  }
}
