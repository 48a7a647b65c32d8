import BenchmarkKit
import ScimLedger

/// The measurements of all rounds.
struct ScoreboardReport {
  var machine: Machine
  var rounds: Int
  /// Who was left out, and why.
  var skipped: [String]
  /// Bytes of the file that is imported.
  var fileBytes = 0
  var connections: Int?
  var contests: [Contest] = []

  /// For people.
  var table: String {
    var lines = contests.flatMap { TextTable.lines(cells($0)) + [""] } + machine.lines
    let versions = versions
    if !versions.isEmpty { lines.append("peers: " + versions.joined(separator: ", ")) }
    lines += skipped.map { "left out: \($0.split(separator: "\n").first ?? "")" }
    var method = "medians of \(rounds) rounds, taken in turn"
    if let connections { method += "; \(connections) connections that are kept, each answer waited for" }
    return (lines + [method]).joined(separator: "\n")
  }

  /// What the peers say of themselves.
  private var versions: [String] {
    var found: [String] = []
    for row in contests.flatMap(\.rows) {
      guard let version = row.runs.first?.version, let name = row.name.split(separator: " ").first else {
        continue
      }
      let text = "\(name) \(version)"
      if !found.contains(text) { found.append(text) }
    }
    return found
  }

  private func cells(_ contest: Contest) -> [[String]] {
    switch contest.comparison {
    case .timesFirst:
      [
        [
          contest.work, contest.unit, "µs each", "lowest–highest", "\(contest.unit)/s", "× ours",
          "MB private",
          "disk × input",
        ]
      ]
        + contest.rows.map { row in
          [
            row.name, "\(row.runs.first?.count ?? 0)", row.microseconds.text(2),
            "\(row.lowest.text(2))–\(row.highest.text(2))", row.perSecond.text(0),
            contest.ratio(row).map { $0.text($0 < 0.1 ? 3 : 2) } ?? "",
            row.privateBytes.map { (Double($0) / 1_000_000).text(0) } ?? "",
            row.diskBytes.map { (Double($0) / Double(fileBytes)).text(2) } ?? "",
          ]
        }
    case .shareOf:
      [[contest.work, "\(contest.unit)/s", "lowest–highest", "to the fixed answer", "ms, 99 of 100"]]
        + contest.rows.map { row in
          [
            row.name, row.perSecond.text(0),
            "\((1_000_000 / row.highest).text(0))–\((1_000_000 / row.lowest).text(0))",
            contest.ratio(row).map { $0.text($0 < 0.1 ? 3 : 2) } ?? "",
            row.slowest.map { ($0 * 1000).text(1) } ?? "",
          ]
        }
    }
  }

  /// For programs.
  var json: String {
    let report: JSONObject = [
      "benchmark": "scoreboard", "machine": machine.json, "rounds": .decimal(Double(rounds), 0),
      "fileBytes": .decimal(Double(fileBytes), 0), "leftOut": .array(skipped.map { .string($0) }),
      "contests": .array(
        contests.map { contest in
          [
            "work": .string(contest.work), "unit": .string(contest.unit),
            "results": .array(contest.rows.map { json($0, contest) }),
          ]
        }),
    ]
    return String(decoding: JSONValue.object(report).serialized(), as: UTF8.self)
  }

  private func json(_ row: Contest.Row, _ contest: Contest) -> JSONValue {
    var object: JSONObject = [
      "subject": .string(row.name), "count": .decimal(Double(row.runs.first?.count ?? 0), 0),
      "microsecondsEach": .decimal(row.microseconds, 3), "perSecond": .decimal(row.perSecond, 1),
      "rounds": .array(row.runs.map { .decimal($0.secondsEach * 1_000_000, 3) }),
    ]
    let ratio = contest.ratio(row).map { JSONValue.decimal($0, 4) }
    switch contest.comparison {
    case .timesFirst: object["timesOurs"] = ratio
    case .shareOf: object["shareOfFixedAnswer"] = ratio
    }
    object["processorSeconds"] = row.processorSeconds.map { .decimal($0, 3) }
    object["secondsOf99Percent"] = row.slowest.map { .decimal($0, 6) }
    object["version"] = (row.runs.first?.version).map { .string($0) }
    object["privateBytes"] = row.privateBytes.map { .decimal(Double($0), 0) }
    object["diskBytes"] = row.diskBytes.map { .decimal(Double($0), 0) }
    return .object(object)
  }
}

extension Contest.Row {
  var privateBytes: Int? { runs.compactMap(\.privateBytes).max() }
  var diskBytes: Int? { runs.compactMap(\.diskBytes).max() }
  var slowest: Double? {
    let found = runs.compactMap(\.slowest)
    return found.isEmpty ? .none : found.median
  }
  var processorSeconds: Double? {
    let found = runs.compactMap(\.processorSeconds)
    return found.isEmpty ? .none : found.median
  }
}
