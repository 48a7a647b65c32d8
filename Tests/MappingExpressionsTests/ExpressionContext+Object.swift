import Foundation
import JSONTape
import MappingExpressions

extension ExpressionContext {
  /// A context of an object's attributes at a time in ISO 8601.
  init(object: JSONObject, now: String = "2021-07-02T15:33:38Z", seed: UInt64 = 7) {
    let date = ISO8601DateFormatter().date(from: now) ?? Date(timeIntervalSince1970: 0)
    self.init(
      now: Int64(date.timeIntervalSince1970 * 1_000_000), seed: seed, defaultDomain: "contoso.example",
      attribute: { object[$0].map { ExpressionValue($0) } ?? .null })
  }
}

extension ExpressionResult {
  /// Whether the result is what `expected` writes; `<ignored>` stands for an attribute that does not flow.
  func isPrinted(as expected: JSONValue) -> Bool {
    switch outcome {
    case .ignoreAttributeFlow: expected == "<ignored>" || expected == "IgnoreAttributeFlow"
    case .ignoreObjectFlow: expected == "IgnoreObjectFlow"
    case .value(let value): value.json == expected
    }
  }
}

/// What an expression gives on an object, as JSON.
func evaluated(_ text: String, on object: JSONObject = [:]) throws -> JSONValue {
  let result = try CompiledExpression(parsing: text).evaluate(in: ExpressionContext(object: object))
  return result.value?.json ?? .string("\(result.outcome)")
}

/// Why an expression does not parse or evaluate.
func failure(_ text: String, on object: JSONObject = [:]) -> ExpressionError? {
  do {
    _ = try CompiledExpression(parsing: text).evaluate(in: ExpressionContext(object: object))
    return nil
  } catch {
    return error
  }
}
