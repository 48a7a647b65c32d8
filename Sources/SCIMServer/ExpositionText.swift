/// Prometheus' text exposition format, version 0.0.4, as it is written.
struct ExpositionText {
  private(set) var text = ""

  mutating func begin(_ name: String, kind: SeriesKind, help: String?) {
    if let help { text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n" }
    text += "# TYPE \(name) \(kind.rawValue)\n"
  }

  mutating func append(_ samples: [Sample], of name: String, labels: SeriesLabels) {
    let pairs = labels.labels.map { "\($0.name)=\"\(Self.escaped($0.value, quotes: true))\"" }
    for sample in samples {
      let bound = sample.bound.map { ["le=\"\(Self.number($0))\""] } ?? []
      let all = (pairs + bound).joined(separator: ",")
      text += name + sample.suffix + (all.isEmpty ? "" : "{\(all)}") + " \(Self.number(sample.value))\n"
    }
  }

  /// A number as Go's parser reads it, whole numbers without a fraction.
  static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    if let whole = Int64(exactly: value) { return String(whole) }
    return value.description
  }

  private static func escaped(_ text: String, quotes: Bool) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\"" where quotes: escaped += "\\\""
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
