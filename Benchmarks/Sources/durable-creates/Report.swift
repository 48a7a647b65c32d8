import Foundation
import ScimLedger

/// The measurements of all rounds.
struct Report {
  enum Subject: String, CaseIterable {
    case ledger, reference
  }

  struct Row {
    var subject: Subject
    var callers: Int
    var perSecond: [Double] = []

    var median: Double {
      let sorted = perSecond.sorted()
      guard let low = sorted.dropLast(sorted.count / 2).last else { return 0 }
      return sorted.count.isMultiple(of: 2) ? (low + sorted[sorted.count / 2]) / 2 : low
    }
    var lowest: Double { perSecond.min() ?? 0 }
    var highest: Double { perSecond.max() ?? 0 }
    var microseconds: Double { median > 0 ? 1_000_000 / median : 0 }
  }

  var machine: Machine
  var rounds: Int
  var seconds: Double
  var bodyBytes: Int
  private(set) var rows: [Row] = []

  init(machine: Machine, rounds: Int, seconds: Double, bodyBytes: Int) {
    self.machine = machine
    self.rounds = rounds
    self.seconds = seconds
    self.bodyBytes = bodyBytes
  }

  mutating func add(_ measurement: Measurement, _ subject: Subject, callers: Int) {
    let index = rows.firstIndex { $0.subject == subject && $0.callers == callers } ?? rows.count
    if index == rows.count { rows.append(Row(subject: subject, callers: callers)) }
    rows[index].perSecond.append(measurement.perSecond)
  }

  static func callers(_ count: Int) -> String { count == 1 ? "1 caller" : "\(count) callers" }

  /// The rate beside the reference's with as many callers.
  func ratio(_ row: Row) -> Double? {
    guard row.subject == .ledger,
      let reference = rows.first(where: { $0.subject == .reference && $0.callers == row.callers }),
      reference.median > 0
    else { return nil }
    return row.median / reference.median
  }

  /// The rate beside the same subject's with one caller.
  func factor(_ row: Row) -> Double? {
    guard row.callers > 1, let one = rows.first(where: { $0.subject == row.subject && $0.callers == 1 }),
      one.median > 0
    else { return nil }
    return row.median / one.median
  }
}

extension Report {
  private static let heads = [
    "", "callers", "durable/s", "lowest–highest", "µs each", "to reference", "to 1 caller",
  ]

  /// For people.
  var table: String {
    let lines =
      [Report.heads]
      + Subject.allCases.flatMap { subject in rows.filter { $0.subject == subject } }.map(cells)
    let widths = Report.heads.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    let texts = lines.map { line in
      let filled = line.prefix((line.lastIndex { !$0.isEmpty } ?? -1) + 1)
      return zip(filled, widths).enumerated().map { column, cell in
        let space = String(repeating: " ", count: cell.1 - cell.0.count)
        return column == 0 ? cell.0 + space : space + cell.0
      }.joined(separator: "  ")
    }
    let facts = machine.facts.map { "\($0.name): \($0.value)" }
    let method =
      "medians of \(rounds) rounds of \(Report.format(seconds, 1)) s each, taken in turn; "
      + "bodies of \(bodyBytes) bytes"
    return (texts + [""] + facts + [method]).joined(separator: "\n")
  }

  private func cells(_ row: Row) -> [String] {
    [
      row.subject == .ledger ? "ledger" : "LMDB in C", "\(row.callers)", Report.format(row.median, 0),
      "\(Report.format(row.lowest, 0))–\(Report.format(row.highest, 0))", Report.format(row.microseconds, 1),
      ratio(row).map { Report.format($0, 2) } ?? "", factor(row).map { Report.format($0, 1) + "×" } ?? "",
    ]
  }

  /// For programs.
  var json: String {
    let rows = rows.map { row -> JSONValue in
      var object: JSONObject = [
        "subject": .string(row.subject.rawValue), "callers": Report.number(Double(row.callers), 0),
        "perSecond": Report.number(row.median, 1), "microsecondsEach": Report.number(row.microseconds, 2),
        "rounds": .array(row.perSecond.map { Report.number($0, 1) }),
      ]
      object["ratioToReference"] = ratio(row).map { Report.number($0, 3) }
      object["factorToOneCaller"] = factor(row).map { Report.number($0, 2) }
      return .object(object)
    }
    let machine = machine.facts.map { ($0.name, JSONValue.string($0.value)) }
    let report: JSONObject = [
      "benchmark": "durable-creates", "machine": .object(JSONObject(machine)),
      "rounds": Report.number(Double(rounds), 0), "seconds": Report.number(seconds, 2),
      "bodyBytes": Report.number(Double(bodyBytes), 0), "results": .array(rows),
    ]
    return String(decoding: JSONValue.object(report).serialized(), as: UTF8.self)
  }

  private static func format(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", value)
  }

  private static func number(_ value: Double, _ digits: Int) -> JSONValue {
    (try? JSONValue(parsing: Array(format(value, digits).utf8))) ?? .null
  }
}
