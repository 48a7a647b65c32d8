import JSONTape
import SCIM

extension JSONValue {
  /// Whether it is no value at all: null, empty, or made of nothing else (RFC 7643 §2.5).
  var isUnassigned: Bool {
    switch self {
    case .null: true
    case .string(let text): text.isEmpty
    case .array(let elements): elements.allSatisfy(\.isUnassigned)
    case .object(let object): object.allSatisfy { $0.value.isUnassigned }
    case .bool, .number: false
    }
  }

  /// The value, or nil where it is none: `nil` beside a JSON value would be null.
  var assigned: JSONValue? {
    guard !isUnassigned else { return .none }
    return self
  }

  /// The boolean that is meant, also where it was written as a string; nil for anything else.
  var truth: Bool? {
    switch self {
    case .bool(let value): value
    case .string(let text) where text.equalsIgnoringASCIICase("true"): true
    case .string(let text) where text.equalsIgnoringASCIICase("false"): false
    default: nil
    }
  }

  /// The values of a multi-valued attribute, also where one stands alone or there are none.
  var elements: [JSONValue] {
    switch self {
    case .array(let elements): elements.filter { !$0.isUnassigned }
    default: isUnassigned ? [] : [self]
    }
  }

  /// Whether it is the primary value of a multi-valued attribute (RFC 7643 §2.4).
  var isPrimary: Bool { objectValue?.value(named: "primary")?.truth == true }

  /// The value, no longer primary where it was.
  var notPrimary: JSONValue {
    guard isPrimary, case .object(var object) = self else { return self }
    object.set(.bool(false), named: "primary")
    return .object(object)
  }

  /// The text of an id, also where a server makes it a number.
  var identifierText: String? {
    switch self {
    case .string(let text): text.isEmpty ? nil : text
    case .number(let number): number.text
    default: nil
    }
  }
}

extension JSONObject {
  /// The value of the first member of this name, in any case (RFC 7643 §2.1).
  func value(named name: String) -> JSONValue? {
    firstIgnoringCase(name)?.value
  }

  /// Sets the member of this name under the spelling it has, or removes it.
  mutating func set(_ value: JSONValue?, named name: String) {
    self[firstIgnoringCase(name)?.name ?? name] = value
  }
}
