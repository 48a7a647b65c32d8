import BenchmarkKit
import ScimLedger

/// The measurements of all rounds.
struct ScaleReport {
  var machine: Machine
  var rounds: Int
  var changes: Int
  var searches: Int
  var members: MemberCosts
  var names: SearchCosts

  /// For people.
  var table: String {
    let method =
      "one caller; medians of \(rounds) rounds, each the median of \(changes) additions and removals a row "
      + "and of \(searches) searches a row, taken in turn"
    return
      (TextTable.lines(memberCells) + [""] + TextTable.lines(searchCells) + [""] + machine.lines + [method])
      .joined(separator: "\n")
  }

  private var memberCells: [[String]] {
    let heads = ["one member", "members", "µs added", "lowest–highest", "ratio", "µs removed", "ratio"]
    return [heads]
      + MemberCosts.Answer.allCases.flatMap { answer in
        members.rows.filter { $0.answer == answer }.map { row in
          [
            answer == .withoutMembers ? "excludedAttributes=members" : "default answer", "\(row.members)",
            row.addition.median.text(1), row.addition.span, members.additionRatio(row)?.text(2) ?? "",
            row.removal.median.text(1), members.removalRatio(row)?.text(2) ?? "",
          ]
        }
      }
  }

  private var searchCells: [[String]] {
    [["search", "users", "µs each", "lowest–highest", "ratio"]]
      + names.rows.map { row in
        [
          "userName eq \"…\"", "\(row.users)", row.search.median.text(1), row.search.span,
          names.ratio(row)?.text(2) ?? "",
        ]
      }
  }

  /// For programs.
  var json: String {
    let report: JSONObject = [
      "benchmark": "scale", "machine": machine.json, "rounds": .decimal(Double(rounds), 0),
      "changes": .decimal(Double(changes), 0), "searches": .decimal(Double(searches), 0),
      "members": .array(
        members.rows.map { row in
          var object: JSONObject = [
            "members": .decimal(Double(row.members), 0), "answer": .string(row.answer.rawValue),
            "addition": row.addition.json, "removal": row.removal.json,
          ]
          object["additionRatio"] = members.additionRatio(row).map { .decimal($0, 3) }
          object["removalRatio"] = members.removalRatio(row).map { .decimal($0, 3) }
          return .object(object)
        }),
      "userName": .array(
        names.rows.map { row in
          var object: JSONObject = ["users": .decimal(Double(row.users), 0), "search": row.search.json]
          object["ratio"] = names.ratio(row).map { .decimal($0, 3) }
          return .object(object)
        }),
    ]
    return String(decoding: JSONValue.object(report).serialized(), as: UTF8.self)
  }
}

extension Samples {
  var span: String { "\(lowest.text(0))–\(highest.text(0))" }

  var json: JSONValue {
    ["microsecondsEach": .decimal(median, 2), "rounds": .array(rounds.map { .decimal($0, 2) })]
  }
}
