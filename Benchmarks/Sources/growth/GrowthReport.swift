import BenchmarkKit
import ScimLedger

/// The measurements of all sizes.
struct GrowthReport {
  var machine: Machine
  var rounds: Int
  var lookups: Int
  var measurements: [GrowthMeasurement]

  /// For people.
  var table: String {
    let cells =
      [
        [
          "users", "import µs each", "CPU µs each", "users/s", "MB private", "bytes/user", "bytes/event",
          "by id µs", "userName eq µs", "open ms",
        ]
      ]
      + measurements.map { each in
        [
          "\(each.users)", each.importMicroseconds.text(2), each.importProcessorMicroseconds.text(2),
          (each.importMicroseconds > 0 ? 1_000_000 / each.importMicroseconds : 0).text(0),
          (Double(each.privateBytes) / 1_000_000).text(0), each.bytesPerUser.text(0),
          each.bytesPerEvent.text(0), each.gets.median.text(1), each.searches.median.text(1),
          each.openings.median.text(1),
        ]
      }
    let method =
      "medians of \(rounds) rounds, the sizes in turn, each the median of \(lookups) look-ups of each kind; one "
      + "caller; files of \(bytesOfALine) bytes a line"
    return (TextTable.lines(cells) + [""] + machine.lines + [method]).joined(separator: "\n")
  }

  private var bytesOfALine: Int {
    measurements.first.map { $0.fileBytes / $0.users } ?? 0
  }

  /// For programs.
  var json: String {
    let report: JSONObject = [
      "benchmark": "growth", "machine": machine.json, "rounds": .decimal(Double(rounds), 0),
      "lookups": .decimal(Double(lookups), 0),
      "results": .array(
        measurements.map { each in
          [
            "users": .decimal(Double(each.users), 0), "events": .decimal(Double(each.events), 0),
            "fileBytes": .decimal(Double(each.fileBytes), 0),
            "importMicrosecondsEach": .decimal(each.importMicroseconds, 3),
            "importProcessorMicrosecondsEach": .decimal(each.importProcessorMicroseconds, 3),
            "imports": .array(each.imports.map { .decimal($0.seconds, 3) }),
            "privateBytes": .decimal(Double(each.privateBytes), 0),
            "diskBytes": .decimal(Double(each.diskBytes), 0),
            "bytesPerUser": .decimal(each.bytesPerUser, 1), "bytesPerEvent": .decimal(each.bytesPerEvent, 1),
            "getMicroseconds": .decimal(each.gets.median, 2),
            "searchMicroseconds": .decimal(each.searches.median, 2),
            "openMilliseconds": .decimal(each.openings.median, 3),
          ]
        }),
    ]
    return String(decoding: JSONValue.object(report).serialized(), as: UTF8.self)
  }

  /// The same as small charts beside each other.
  var drawing: String {
    func line(_ name: String, _ value: (GrowthMeasurement) -> Double) -> Chart.Line {
      Chart.Line(name: name, points: measurements.map { (Double($0.users), value($0)) })
    }
    return Drawing(charts: [
      Chart(
        title: "Import", unit: "µs a user",
        lines: [
          line("elapsed") { $0.importMicroseconds }, line("processor") { $0.importProcessorMicroseconds },
        ]),
      Chart(
        title: "Look-up", unit: "µs",
        lines: [line("userName eq") { $0.searches.median }, line("by id") { $0.gets.median }]),
      Chart(title: "Opening the log", unit: "ms", lines: [line("until it answers") { $0.openings.median }]),
      Chart(
        title: "Memory of the import", unit: "MB",
        lines: [line("private, peak") { Double($0.privateBytes) / 1e6 }]),
      Chart(
        title: "On disk", unit: "bytes",
        lines: [line("a user, one event each") { $0.bytesPerUser }]),
    ]).svg
  }
}
