import BenchmarkKit
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

    var median: Double { perSecond.median }
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
    let method =
      "medians of \(rounds) rounds of \(seconds.text(1)) s each, taken in turn; "
      + "bodies of \(bodyBytes) bytes"
    return (TextTable.lines(lines) + [""] + machine.lines + [method]).joined(separator: "\n")
  }

  private func cells(_ row: Row) -> [String] {
    [
      row.subject == .ledger ? "ledger" : "LMDB in C", "\(row.callers)", row.median.text(0),
      "\(row.lowest.text(0))–\(row.highest.text(0))", row.microseconds.text(1),
      ratio(row).map { $0.text(2) } ?? "", factor(row).map { $0.text(1) + "×" } ?? "",
    ]
  }

  /// For programs.
  var json: String {
    let rows = rows.map { row -> JSONValue in
      var object: JSONObject = [
        "subject": .string(row.subject.rawValue), "callers": .decimal(Double(row.callers), 0),
        "perSecond": .decimal(row.median, 1), "microsecondsEach": .decimal(row.microseconds, 2),
        "rounds": .array(row.perSecond.map { .decimal($0, 1) }),
      ]
      object["ratioToReference"] = ratio(row).map { .decimal($0, 3) }
      object["factorToOneCaller"] = factor(row).map { .decimal($0, 2) }
      return .object(object)
    }
    let report: JSONObject = [
      "benchmark": "durable-creates", "machine": machine.json,
      "rounds": .decimal(Double(rounds), 0), "seconds": .decimal(seconds, 2),
      "bodyBytes": .decimal(Double(bodyBytes), 0), "results": .array(rows),
    ]
    return String(decoding: JSONValue.object(report).serialized(), as: UTF8.self)
  }
}
