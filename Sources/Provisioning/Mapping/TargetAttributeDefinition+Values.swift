import JSONTape
import MappingExpressions
import SCIM

extension TargetAttributeDefinition {
  /// A value that the attribute can't hold. It is not in the error, since logs show that.
  struct ValueMismatch: Error, Hashable {
    let type: DataType
  }

  /// What the target gets for a result of the mapping language; nil where that is no value.
  ///
  /// A multi-valued result for an attribute of one value gives its first: Entra's `otherMails` to a mail
  /// address. A text in the language's own form of a date becomes one of xsd:dateTime (RFC 7643 §2.3.5).
  func value(of result: ExpressionValue) throws(ValueMismatch) -> JSONValue? {
    if isMultivalued {
      var values: [JSONValue] = []
      for element in result.elements {
        guard let value = try single(element) else { continue }
        values.append(isComplex && value.objectValue == nil ? ["value": value] : value)
      }
      return values.isEmpty ? nil : .array(values)
    }
    for element in result.elements {
      if let value = try single(element) { return value }
    }
    return nil
  }

  private func single(_ value: ExpressionValue) throws(ValueMismatch) -> JSONValue? {
    if case .complex(let json) = value { return json }
    guard let text = value.text else { return nil }
    // Only a text can be empty and still a value.
    if text.isEmpty, type != .string { return nil }
    switch type {
    case .string, .reference, .binary: return .string(text)
    case .dateTime: return .string(DateTime(parsing: text) == nil ? Self.dateTime(of: text) ?? text : text)
    case .integer:
      guard let integer = Int(text) else { throw ValueMismatch(type: type) }
      return .number(JSONNumber(integer))
    case .boolean:
      if text.equalsIgnoringASCIICase("true") || text == "1" { return true }
      if text.equalsIgnoringASCIICase("false") || text == "0" { return false }
      throw ValueMismatch(type: type)
    }
  }

  /// `2024-01-02T15:04:05Z` for `1/2/2024 3:04:05 PM`.
  private static func dateTime(of text: String) -> String? {
    let pattern = #/(\d{1,2})/(\d{1,2})/(\d{4}) (\d{1,2}):(\d{2}):(\d{2}) (AM|PM)/#
    guard let match = text.wholeMatch(of: pattern), let hour = Int(match.4), (1...12).contains(hour) else {
      return nil
    }
    func padded(_ digits: some StringProtocol) -> String {
      digits.utf8.count < 2 ? "0\(digits)" : "\(digits)"
    }
    let hours = hour % 12 + (match.7 == "PM" ? 12 : 0)
    let result =
      "\(match.3)-\(padded(match.1))-\(padded(match.2))T\(padded(String(hours))):\(match.5):\(match.6)Z"
    // A day that no calendar has is passed on as it is, for the target to refuse.
    return DateTime(parsing: result) == nil ? nil : result
  }
}

extension ExpressionValue {
  /// The values of a multi-valued result; otherwise the value itself.
  fileprivate var elements: [ExpressionValue] {
    if case .multi(let values) = self { values } else { [self] }
  }
}
