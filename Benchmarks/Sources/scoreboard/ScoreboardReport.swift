import BenchmarkKit
import ScimLedger

/// The measurements of all rounds.
struct ScoreboardReport {
  var machine: Machine
  var rounds: Int
  /// Bytes of the file that is imported.
  var fileBytes: Int
  var contests: [Contest]

  /// For people.
  var table: String {
    let method = "medians of \(rounds) rounds, taken in turn"
    return (contests.flatMap { TextTable.lines(cells($0)) + [""] } + machine.lines + [method])
      .joined(separator: "\n")
  }

  private func cells(_ contest: Contest) -> [[String]] {
    let first = contest.rows.first?.seconds ?? 0
    return [
      [
        contest.work, contest.unit, "µs each", "lowest–highest", "\(contest.unit)/s", "× ours", "MB private",
        "disk × input",
      ]
    ]
      + contest.rows.map { row in
        [
          row.name, "\(row.runs.first?.count ?? 0)", row.microseconds.text(2),
          "\(row.lowest.text(2))–\(row.highest.text(2))", row.perSecond.text(0),
          first > 0 ? (row.seconds / first).text(2) : "",
          row.privateBytes.map { (Double($0) / 1_000_000).text(0) } ?? "",
          row.diskBytes.map { (Double($0) / Double(fileBytes)).text(2) } ?? "",
        ]
      }
  }

  /// For programs.
  var json: String {
    let report: JSONObject = [
      "benchmark": "scoreboard", "machine": machine.json, "rounds": .decimal(Double(rounds), 0),
      "fileBytes": .decimal(Double(fileBytes), 0),
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
    if let first = contest.rows.first, first.seconds > 0 {
      object["timesOurs"] = .decimal(row.seconds / first.seconds, 3)
    }
    object["privateBytes"] = row.privateBytes.map { .decimal(Double($0), 0) }
    object["diskBytes"] = row.diskBytes.map { .decimal(Double($0), 0) }
    return .object(object)
  }
}

extension Contest.Row {
  var privateBytes: Int? { runs.compactMap(\.privateBytes).max() }
  var diskBytes: Int? { runs.compactMap(\.diskBytes).max() }
  var processorSeconds: Double? {
    let found = runs.compactMap(\.processorSeconds)
    return found.isEmpty ? .none : found.median
  }
}
