import JSONTape
import SCIM

/// Why a record of the identity provider's log can't be read.
public struct LogRecordError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The member's path, such as `provisioningSteps[1].status`; empty where the record as a whole is meant.
  public var path: String
  /// What is wrong and what would be right, as part of a sentence.
  public var reason: String

  public init(path: String = "", reason: String) {
    self.path = path
    self.reason = reason
  }

  public var description: String { path.isEmpty ? reason : "\(path): \(reason)" }
}

/// The members of an object in such a log, whose spelling and nesting vary by API version, tool and export.
///
/// Names are compared without regard to letter case, since PowerShell and Azure Monitor write them in their own.
/// An object or a list may stand in a string as JSON text, as Azure Monitor writes it. Nil and an empty text are
/// the same.
struct LogRecordFields {
  let object: JSONObject
  let path: String

  init(_ object: JSONObject, path: String = "") {
    self.object = object
    self.path = path
  }

  /// The first of these members that has a value, and its path.
  func value(_ names: [String]) -> (value: JSONValue, path: String)? {
    for name in names {
      guard let member = object.firstIgnoringCase(name), !member.value.isNull else { continue }
      return (member.value, place(member.name))
    }
    return nil
  }

  func place(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  /// A text; numbers and truth values as they are written.
  func text(_ names: String...) throws(LogRecordError) -> String? {
    guard let (value, path) = value(names) else { return nil }
    switch value {
    case .string(let text): return text.isEmpty ? nil : text
    case .number, .bool: return value.description
    case .null: return nil
    case .array, .object: throw LogRecordError(path: path, reason: "a text is expected")
    }
  }

  func integer(_ names: String...) throws(LogRecordError) -> Int? {
    guard let (value, path) = value(names) else { return nil }
    if let number = value.intValue { return number }
    if let text = value.stringValue {
      if text.isEmpty { return nil }
      if let number = Int(text) { return number }
    }
    throw LogRecordError(path: path, reason: "a whole number is expected")
  }

  /// An object, also as JSON text, or the first of a list of one or more.
  func fields(_ names: String...) throws(LogRecordError) -> LogRecordFields? {
    guard let (value, path) = value(names), let unwrapped = try Self.unwrapped(value, path) else {
      return nil
    }
    switch unwrapped {
    case .object(let object): return LogRecordFields(object, path: path)
    case .array(let elements):
      guard let first = elements.first else { return nil }
      guard let object = first.objectValue else {
        throw LogRecordError(path: "\(path)[0]", reason: "an object is expected")
      }
      return LogRecordFields(object, path: "\(path)[0]")
    default: throw LogRecordError(path: path, reason: "an object is expected")
    }
  }

  /// A list of objects, also as JSON text; a single object is a list of one.
  func list(_ names: String...) throws(LogRecordError) -> [LogRecordFields] {
    guard let (value, path) = value(names), let unwrapped = try Self.unwrapped(value, path) else { return [] }
    switch unwrapped {
    case .object(let object): return [LogRecordFields(object, path: path)]
    case .array(let elements):
      var list: [LogRecordFields] = []
      for (index, element) in elements.enumerated() {
        guard let object = element.objectValue else {
          throw LogRecordError(path: "\(path)[\(index)]", reason: "an object is expected")
        }
        list.append(LogRecordFields(object, path: "\(path)[\(index)]"))
      }
      return list
    default: throw LogRecordError(path: path, reason: "a list is expected")
    }
  }

  /// What a string holds as JSON text; nil for an empty one.
  private static func unwrapped(_ value: JSONValue, _ path: String) throws(LogRecordError) -> JSONValue? {
    guard let text = value.stringValue else { return value }
    if text.isEmpty { return nil }
    do throws(JSONError) {
      return try JSONValue(parsing: Array(text.utf8))
    } catch {
      throw LogRecordError(path: path, reason: "its text should be JSON: \(error)")
    }
  }

  /// A value of a modified property: texts of JSON within the text, as the older form has them, are what they
  /// say.
  func propertyValue(_ name: String) -> JSONValue? {
    guard let (value, _) = value([name]) else { return nil }
    guard let text = value.stringValue, let first = text.utf8.first,
      first == UInt8(ascii: "\"") || first == UInt8(ascii: "[") || first == UInt8(ascii: "{"),
      let decoded = try? JSONValue(parsing: Array(text.utf8))
    else { return value }
    // A list of one is how the older form writes a value.
    if let elements = decoded.arrayValue, elements.count == 1, let element = elements.first { return element }
    return decoded.isNull ? nil : decoded
  }

  /// A time: RFC 3339 with any number of decimals, or .NET's `/Date(…)/` in milliseconds.
  func time(_ names: String...) throws(LogRecordError) -> Int64? {
    guard let (value, path) = value(names) else { return nil }
    let text = value.stringValue ?? value.description
    if text.isEmpty { return nil }
    var time = DateTime(parsing: text.replacing(" ", with: "T"))?.microseconds
    if time == nil, text.hasPrefix("/Date("), text.hasSuffix(")/"),
      let milliseconds = Int64(text.dropFirst(6).dropLast(2)), milliseconds.magnitude < 1 << 52
    {
      time = milliseconds * 1000
    }
    guard let time else {
      throw LogRecordError(path: path, reason: "a time such as 2026-01-02T03:04:05.1234567Z is expected")
    }
    // What has not been set is the year 1 in .NET.
    guard time > 0 else { throw LogRecordError(path: path, reason: "the time should be after 1970") }
    return time
  }
}
