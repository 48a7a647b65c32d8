import JSONTape
import MappingExpressions

extension ObjectSetting {
  /// A resource of the target as the ledger keeps it: without what nobody may read, and without members, which
  /// are rows of their own and would swell every event.
  func recorded(_ resource: JSONObject, hiding secrets: Set<JSONValue> = []) -> JSONObject {
    var resource = resource
    for name in ["members", "groups", "password"] { resource.set(nil, named: name) }
    return redacted(resource, hiding: secrets)
  }

  /// Puts "[Redact]" where a redacting mapping or a write-only attribute has its place, and wherever one of the
  /// secrets stands.
  ///
  /// The place is what hides a value of an earlier time, which no mapping gives any more.
  func redacted(_ resource: JSONObject, hiding secrets: Set<JSONValue>) -> JSONObject {
    var resource = resource
    for place in hiddenPlaces {
      if place.value(in: resource) != nil { place.set("[Redact]", in: &resource) }
    }
    guard !secrets.isEmpty else { return resource }
    return RedactedText.redacting(.object(resource), secrets).objectValue ?? [:]
  }
}

extension AttributeMapping {
  /// Whether its values are kept out of the ledger.
  var isHidden: Bool {
    if definition.isWriteOnly { return true }
    guard case .expression(let expression) = source else { return false }
    return !expression.redactedAttributeNames.isEmpty || expression.text.contains("Redact")
  }
}

/// Values and texts as the ledger keeps them.
enum RedactedText {
  /// Puts "[Redact]" wherever one of the values stands.
  static func redacting(_ value: JSONValue, _ secrets: Set<JSONValue>) -> JSONValue {
    if secrets.contains(value) { return "[Redact]" }
    switch value {
    case .array(let elements): return .array(elements.map { redacting($0, secrets) })
    case .object(let object):
      return .object(JSONObject(object.map { ($0.name, redacting($0.value, secrets)) }))
    case .null, .bool, .number, .string: return value
    }
  }

  /// The same in what the target said of a failure, which may repeat a value.
  static func redacting(_ failure: ExportFailure, _ secrets: Set<JSONValue>) -> ExportFailure {
    guard !secrets.isEmpty else { return failure }
    var failure = failure
    for secret in secrets {
      guard let text = secret.stringValue, !text.isEmpty else { continue }
      failure.reason = failure.reason.replacing(text, with: "[Redact]")
    }
    return failure
  }
}
