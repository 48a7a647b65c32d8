/// The names that Prometheus' data model allows.
enum MetricName {
  /// A metric's name: `[a-zA-Z_:][a-zA-Z0-9_:]*`, with `_` for every other character.
  static func sanitized(_ name: String) -> String { sanitized(name, allowsColon: true) }

  /// A label's name: as a metric's, without colons.
  static func sanitizedLabel(_ name: String) -> String { sanitized(name, allowsColon: false) }

  private static func sanitized(_ name: String, allowsColon: Bool) -> String {
    var text = ""
    for scalar in name.unicodeScalars {
      switch scalar {
      case "a"..."z", "A"..."Z", "_": text.unicodeScalars.append(scalar)
      case ":" where allowsColon: text.unicodeScalars.append(scalar)
      case "0"..."9":
        if text.isEmpty { text = "_" }
        text.unicodeScalars.append(scalar)
      default: text += "_"
      }
    }
    return text.isEmpty ? "_" : text
  }
}
