import JSONTape

extension AttributeReader {
  /// A value of a simple type (RFC 7643 §2.3). Formats within strings, such as URLs, are not checked.
  static func readSimple(
    _ value: JSONValue, as type: Attribute.DataType, at path: String, tolerances: inout [Tolerance]
  ) throws(SCIMError) -> JSONValue {
    switch type {
    case .boolean: try readBoolean(value, at: path, tolerances: &tolerances)
    case .integer, .decimal: try readNumber(value, as: type, at: path, tolerances: &tolerances)
    case .dateTime: try readDateTime(value, at: path)
    case .string, .reference, .binary, .complex:
      try readString(value, as: type, at: path, tolerances: &tolerances)
    }
  }

  private static func readBoolean(
    _ value: JSONValue, at path: String, tolerances: inout [Tolerance]
  ) throws(SCIMError) -> JSONValue {
    switch value {
    case .bool: return value
    case .string(let text):
      for (name, meaning) in [("true", true), ("false", false)] where text.equalsIgnoringASCIICase(name) {
        tolerances.append(
          Tolerance(rule: "booleanAsString", path: path, detail: "\"\(text)\" read as \(name)"))
        return .bool(meaning)
      }
      throw .invalidValue("\(path) takes true or false, but another string was given")
    default:
      throw .invalidValue("\(path) takes true or false, but \(kind(of: value)) was given")
    }
  }

  private static func readNumber(
    _ value: JSONValue, as type: Attribute.DataType, at path: String, tolerances: inout [Tolerance]
  ) throws(SCIMError) -> JSONValue {
    let number: JSONNumber
    switch value {
    case .number(let given): number = given
    case .string(let text):
      guard let parsed = JSONNumber(text) else {
        throw .invalidValue("\(path) takes a \(type.rawValue), but a string that is no number was given")
      }
      number = parsed
      tolerances.append(
        Tolerance(rule: "numberAsString", path: path, detail: "a string read as a number"))
    default:
      throw .invalidValue("\(path) takes a \(type.rawValue), but \(kind(of: value)) was given")
    }
    guard type == .decimal || number.int != nil else {
      throw .invalidValue("\(path) takes an integer, but a number with a fraction or out of range was given")
    }
    return .number(number)
  }

  private static func readDateTime(_ value: JSONValue, at path: String) throws(SCIMError) -> JSONValue {
    guard case .string(let text) = value else {
      throw .invalidValue("\(path) takes a dateTime string, but \(kind(of: value)) was given")
    }
    guard DateTime(parsing: text) != nil else {
      throw .invalidValue(
        "\(path) takes a dateTime such as 2026-01-02T03:04:05Z, but another string was given")
    }
    return value
  }

  private static func readString(
    _ value: JSONValue, as type: Attribute.DataType, at path: String, tolerances: inout [Tolerance]
  ) throws(SCIMError) -> JSONValue {
    switch value {
    case .string: return value
    case .number(let number):
      tolerances.append(
        Tolerance(rule: "stringFromNumber", path: path, detail: "a number read as the string of its digits"))
      return .string(number.text)
    case .bool(let flag):
      tolerances.append(
        Tolerance(rule: "stringFromBoolean", path: path, detail: "\(flag) read as \"\(flag)\""))
      return .string(String(flag))
    default:
      throw .invalidValue("\(path) takes a \(type.rawValue), but \(kind(of: value)) was given")
    }
  }

  /// What a value is, for an error that must not repeat it.
  static func kind(of value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
