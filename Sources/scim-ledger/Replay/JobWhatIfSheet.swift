import ScimLedger

/// What a job's objects would come to under another configuration, on the terminal.
struct JobWhatIfSheet {
  private let report: JobWhatIfReport
  private let read: ReadJob
  /// Whether the objects were decided as they are now, and not those of recorded cycles.
  private let isPresent: Bool

  init(_ report: JobWhatIfReport, in read: ReadJob, isPresent: Bool) {
    self.report = report
    self.read = read
    self.isPresent = isPresent
  }

  // MARK: - The matrix

  func showMatrix(_ format: OutputFormat) throws {
    switch format {
    case .json: Console.line(JSONValue.object(json).pretty())
    case .jsonl: Console.line(JSONValue.object(json).description.visibleJSON)
    case .csv:
      var writer = RecordWriter(
        columns: [Column("was"), Column("wouldBe"), .number("objects")], format: .csv)
      for (transition, count) in transitions {
        writer.write([Cell(transition.was.rawValue), Cell(transition.wouldBe.rawValue), Cell(count)])
      }
      writer.end()
    case .table:
      showTable()
      showRemarks()
    }
  }

  private func showTable() {
    let usual: [JobWhatIfReport.Result] = [.create, .update, .disable, .delete, .skip]
    let met = Set(report.matrix.keys.flatMap { [$0.was, $0.wouldBe] })
    let results = JobWhatIfReport.Result.allCases.filter { usual.contains($0) || met.contains($0) }
    var writer = RecordWriter(
      columns: [.fixed("was", heading: isPresent ? "now ↓  then →" : "was ↓  would →")]
        + results.map { Column($0.rawValue, heading: $0.word, alignment: .right, keepsWidth: true) },
      format: .table)
    for was in results where met.contains(was) {
      let counts = results.map { report.matrix[.init(was: was, wouldBe: $0)] }
      guard counts.contains(where: { $0 != nil }) else { continue }
      writer.write([Cell(was.word)] + counts.map { Cell($0) })
    }
    writer.end()
  }

  private var transitions: [(JobWhatIfReport.Transition, Int)] {
    report.matrix.sorted {
      ($0.key.was.rawValue, $0.key.wouldBe.rawValue) < ($1.key.was.rawValue, $1.key.wouldBe.rawValue)
    }.map { ($0.key, $0.value) }
  }

  private func showRemarks() {
    for deletions in report.deletions where deletions.wouldBe > 0 || deletions.was > 0 {
      Console.line(text(of: deletions))
    }
    for text in report.leftOut { Console.line(text.visible) }
    if !report.assumptions.isEmpty {
      let objects = Set(report.assumptions.map(\.key)).count
      let isOne = objects == 1
      Console.line(
        "\(objects) object\(isOne ? " is" : "s are") decided as if the target had no account for "
          + "\(isOne ? "it" : "them"): it was never asked for (--output json has the questions).")
    }
    let end = isPresent ? "would come out otherwise." : "would have come out otherwise."
    Console.line("\(report.differences.count) of \(report.objects) objects \(end)")
  }

  private func text(of deletions: JobWhatIfReport.Deletions) -> String {
    let cycle = deletions.cycle.map { "Cycle \($0): " } ?? ""
    let accounts =
      deletions.wouldBe == 1
      ? "1 account would lose its access" : "\(deletions.wouldBe) accounts would lose access"
    let before = isPresent ? "" : ", \(deletions.was) did or were held back"
    let limit = deletions.limit.map { "at most \($0) may in one cycle" } ?? "there is no limit"
    let end = deletions.isHeldBack ? "; it would be held back as too many deletes" : ""
    let text = "\(cycle)\(accounts)\(before); \(limit)\(end)."
    return deletions.isHeldBack ? TextStyle.red(text) : text
  }

  private var json: JSONObject {
    func number(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }
    return [
      "objects": number(report.objects), "differences": number(report.differences.count),
      "matrix": .array(
        transitions.map { transition, count in
          [
            "was": .string(transition.was.rawValue), "wouldBe": .string(transition.wouldBe.rawValue),
            "objects": number(count),
          ]
        }),
      "deletions": .array(
        report.deletions.map { deletions in
          [
            "cycle": deletions.cycle.map { .string($0.description) } ?? .null, "was": number(deletions.was),
            "wouldBe": number(deletions.wouldBe), "limit": deletions.limit.map(number) ?? .null,
            "isHeldBack": .bool(deletions.isHeldBack),
          ]
        }),
      "assumptions": .array(
        report.assumptions.map { assumption in
          [
            "type": .string(assumption.key.type), "sourceId": .string(assumption.key.id),
            "question": .string(assumption.question),
          ]
        }), "leftOut": .array(report.leftOut.map { .string($0) }),
    ]
  }

  // MARK: - Objects

  func showObjects(_ format: OutputFormat) throws {
    var writer = RecordWriter(
      columns: [
        .fixed("type"), Column("name"), .fixed("was", heading: isPresent ? "now" : "was"),
        .fixed("wouldBe", heading: isPresent ? "then" : "would be"), Column("attributes"),
        .detail("reason"), .detail("sourceId"), .detail("cycle"), .detail("firstEvent"),
      ], format: format)
    for difference in report.differences {
      let attributes = difference.attributes.map { change -> JSONValue in
        ["name": .string(change.name), "was": change.was ?? .null, "wouldBe": change.wouldBe ?? .null]
      }
      let changes = difference.attributes.map {
        "\($0.name.withoutSchema): \(text($0.was)) → \(text($0.wouldBe))"
      }
      let shown = changes.isEmpty ? difference.reason ?? "" : changes.joined(separator: "; ")
      writer.write([
        Cell(difference.key.type), Cell(try read.name(of: difference.key)),
        Cell(difference.was.rawValue, shownAs: difference.was.word),
        Cell(difference.wouldBe.rawValue, shownAs: difference.wouldBe.word),
        Cell(.array(attributes), shownAs: shown), Cell(difference.reason), Cell(difference.key.id),
        Cell(difference.cycle), Cell(difference.position),
      ])
    }
    writer.end()
    if format == .table { showRemarks() }
  }

  private func text(_ value: JSONValue?) -> String {
    switch value {
    case nil, .null?: "–"
    case .string(let text)?: text
    case let value?: value.description
    }
  }
}

extension JobWhatIfReport.Result {
  /// As a heading.
  fileprivate var word: String {
    switch self {
    case .heldBack: "held back"
    case .failure: "fail"
    case .undecided: "unknown"
    default: rawValue
    }
  }
}

extension String {
  /// An extension's attribute without the extension's URN.
  fileprivate var withoutSchema: String {
    hasPrefix("urn:") ? split(separator: ":").last.map(String.init) ?? self : self
  }
}
