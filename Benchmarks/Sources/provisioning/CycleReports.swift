import BenchmarkKit
import ScimLedger

/// The measurements of all rounds.
struct CycleReports {
  var machine: Machine
  var users: Int
  var rounds: Int
  var atOnce: Int
  var bare: [Timing] = []
  var memory: [MemoryRun] = []
  private var first: [Timing] = []
  private var unchanged: [Timing] = []
  private var compared: [Timing] = []

  init(machine: Machine, users: Int, rounds: Int, atOnce: Int) {
    self.machine = machine
    self.users = users
    self.rounds = rounds
    self.atOnce = atOnce
  }

  mutating func add(_ run: EngineRun.Result) {
    first.append(run.first)
    unchanged.append(run.unchanged)
    compared.append(run.compared)
  }

  /// The engine's exports a second beside the bare loop's.
  private var ratio: Double {
    first.seconds.median > 0 ? bare.seconds.median / first.seconds.median : 0
  }

  private struct Row {
    var name: String
    var text: String
    var timings: [Timing]
    var ratio: Double?
  }

  private var rows: [Row] {
    [
      Row(name: "bareLoop", text: "bare loop, the same requests", timings: bare),
      Row(name: "firstCycle", text: "engine, all are new", timings: first, ratio: ratio),
      Row(name: "sameFiles", text: "engine, same files", timings: unchanged),
      Row(name: "samePeople", text: "engine, same people in a new file", timings: compared),
    ]
  }

  private func perSecond(_ seconds: Double?) -> Double {
    guard let seconds, seconds > 0 else { return 0 }
    return Double(users) / seconds
  }

  private func microsecondsEach(_ seconds: [Double]) -> Double {
    seconds.median * 1_000_000 / Double(users)
  }
}

extension CycleReports {
  /// For people.
  var table: String {
    let method =
      "medians of \(rounds) rounds of \(users) people, taken in turn; \(atOnce) requests at a time; "
      + "CPU is that of the process that sends"
    return (TextTable.lines(cells) + memoryLines + [""] + machine.lines + [method]).joined(separator: "\n")
  }

  private var cells: [[String]] {
    [["", "seconds", "people/s", "lowest–highest", "µs each", "CPU µs each", "ratio"]]
      + rows.map { row in
        let seconds = row.timings.seconds
        let (lowest, highest) = (perSecond(seconds.max()), perSecond(seconds.min()))
        return [
          row.text, seconds.median.text(3), perSecond(seconds.median).text(0),
          "\(lowest.text(0))–\(highest.text(0))", microsecondsEach(seconds).text(1),
          microsecondsEach(row.timings.processorSeconds).text(1), row.ratio?.text(2) ?? "",
        ]
      }
  }

  private var memoryLines: [String] {
    guard !memory.isEmpty else { return [] }
    func megabytes(_ bytes: Int) -> String { (Double(bytes) / 1_000_000).text(1) }
    return [""]
      + TextTable.lines(
        [["peak memory, all are new", "people", "MB private", "MB with mapped files"]]
          + memory.map {
            ["engine", "\($0.users)", megabytes($0.privateBytes), megabytes($0.residentBytes)]
          })
  }

  /// For programs.
  var json: String {
    let results = rows.map { row -> JSONValue in
      var object: JSONObject = [
        "subject": .string(row.name), "seconds": .decimal(row.timings.seconds.median, 4),
        "perSecond": .decimal(perSecond(row.timings.seconds.median), 1),
        "processorMicrosecondsEach": .decimal(microsecondsEach(row.timings.processorSeconds), 2),
        "rounds": .array(row.timings.seconds.map { .decimal($0, 4) }),
      ]
      object["ratioToBareLoop"] = row.ratio.map { .decimal($0, 3) }
      return .object(object)
    }
    let report: JSONObject = [
      "benchmark": "provisioning", "machine": machine.json, "rounds": .decimal(Double(rounds), 0),
      "users": .decimal(Double(users), 0), "requestsAtOnce": .decimal(Double(atOnce), 0),
      "results": .array(results),
      "memory": .array(
        memory.map { run in
          [
            "users": .decimal(Double(run.users), 0), "privateBytes": .decimal(Double(run.privateBytes), 0),
            "residentBytes": .decimal(Double(run.residentBytes), 0),
          ]
        }),
    ]
    return String(decoding: JSONValue.object(report).serialized(), as: UTF8.self)
  }
}
