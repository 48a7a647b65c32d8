import JSONTape

/// The fields of an event as comma-separated values (RFC 4180), with a line of names.
struct CSVForm: ExportForm {
  var header: String? { CSVForm.line(EventField.allCases.map(\.name)) }

  func lines(for exported: ExportedEvent) -> [String] {
    [CSVForm.line(EventField.allCases.map { CSVForm.text(exported.glance.value(of: $0)) })]
  }

  private static func text(_ value: JSONValue?) -> String {
    switch value {
    case nil, .null?: ""
    case .string(let text)?: text
    case .array(let elements)?: elements.map { text($0) }.joined(separator: "; ")
    case let value?: value.description
    }
  }

  private static func line(_ texts: [String]) -> String {
    texts.map { field($0) }.joined(separator: ",") + "\r\n"
  }

  private static func field(_ text: String) -> String {
    let needsQuotes = text.unicodeScalars.contains { scalar in
      scalar == "," || scalar == "\"" || scalar == "\n" || scalar == "\r"
    }
    return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
}
