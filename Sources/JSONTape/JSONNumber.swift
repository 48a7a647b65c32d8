/// A JSON number that keeps the text it was written with (RFC 8259 §6).
///
/// The text is never rounded: what is read is what is written. Equality and hashing are by numeric value, so
/// `1`, `1.0` and `1e0` are equal, and exact at any precision and any exponent.
public struct JSONNumber: Sendable, CustomStringConvertible {
  /// The number as written, always valid under RFC 8259 §6.
  public let text: String

  public init(_ value: Int) {
    text = String(value)
  }

  /// The shortest text that reads back as `value`; `nil` for infinities and NaN, which JSON cannot write.
  public init?(_ value: Double) {
    guard value.isFinite else { return nil }
    text = "\(value)"
  }

  /// `nil` unless `text` is exactly one number of RFC 8259 §6: no spaces, no leading zeros, no `+`.
  public init?(_ text: String) {
    guard JSONDecimal(text) != nil else { return nil }
    self.text = text
  }

  /// A number whose text the parser has already checked.
  init(checked text: String) {
    self.text = text
  }

  /// The value as an integer when it is exactly one (`1.0` and `1e2` are) and fits; `nil` otherwise.
  public var int: Int? {
    if let plain = Int(text) { return plain }
    return JSONDecimal(text)?.int
  }

  /// The nearest double; infinite when the magnitude is beyond a double's range.
  public var double: Double {
    Double(text) ?? .nan
  }

  public var description: String { text }
}

extension JSONNumber: Hashable {
  public static func == (left: JSONNumber, right: JSONNumber) -> Bool {
    if left.text == right.text { return true }
    switch (left.int, right.int) {
    case (let left?, let right?): return left == right
    case (nil, nil): return JSONDecimal(left.text) == JSONDecimal(right.text)
    default: return false
    }
  }

  public func hash(into hasher: inout Hasher) {
    if let int {
      hasher.combine(int)
    } else {
      JSONDecimal(text)?.hash(into: &hasher)
    }
  }
}
