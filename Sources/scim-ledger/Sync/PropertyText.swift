import ScimLedger

/// Values of attributes as people read them.
enum PropertyText {
  /// A string as it is, `–` for nothing, all else as JSON.
  static func plain(_ value: JSONValue?) -> String {
    switch value {
    case nil, .null?: "–"
    case .string(let text)?: text
    case let value?: value.description
    }
  }

  /// The values that an expression read: one as it is, several with their names.
  static func inputs(_ inputs: JSONObject) -> String {
    if inputs.count <= 1 { return plain(inputs.first { _ in true }?.value) }
    return inputs.map { "\($0.name): \(plain($0.value))" }.joined(separator: ", ")
  }
}
