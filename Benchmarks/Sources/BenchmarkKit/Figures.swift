import Foundation
package import ScimLedger

extension [Double] {
  /// The middle value, or the mean of the two in the middle; 0 where there is none.
  package var median: Double {
    let sorted = sorted()
    guard let low = sorted.dropLast(sorted.count / 2).last else { return 0 }
    return sorted.count.isMultiple(of: 2) ? (low + sorted[sorted.count / 2]) / 2 : low
  }
}

extension Double {
  /// With so many digits after the point.
  package func text(_ digits: Int) -> String { String(format: "%.\(digits)f", self) }
}

extension JSONValue {
  /// A number with so many digits after the point.
  package static func decimal(_ value: Double, _ digits: Int) -> JSONValue {
    (try? JSONValue(parsing: Array(value.text(digits).utf8))) ?? .null
  }

  /// A number, with a fraction or without one; nil for anything else.
  package var decimalValue: Double? { Double(String(decoding: serialized(), as: UTF8.self)) }
}

extension Machine {
  /// The facts for people.
  package var lines: [String] { facts.map { "\($0.name): \($0.value)" } }

  /// The facts for programs.
  package var json: JSONValue {
    .object(JSONObject(facts.map { ($0.name, JSONValue.string($0.value)) }))
  }
}
