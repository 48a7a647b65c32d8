public import JSONTape

/// A value of the mapping language.
///
/// Values are texts mostly. Dates are texts too: their form is `M/d/yyyy h:mm:ss tt`, in UTC, and every
/// function that takes a date reads that form. Texts are equal when their UTF-8 is the same.
public indirect enum ExpressionValue: Sendable {
  /// The attribute is absent, or nothing came out.
  case null
  case string(String)
  case bool(Bool)
  case integer(Int64)
  case number(Double)
  case multi([ExpressionValue])
  /// An object, such as a role of `AppRoleAssignmentsComplex`.
  case complex(JSONValue)

  /// The value of a source attribute: an array is multi-valued, an object complex.
  public init(_ json: JSONValue) {
    switch json {
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .string(let value): self = .string(value)
    case .number(let value):
      if let integer = value.int { self = .integer(Int64(integer)) } else { self = .number(value.double) }
    case .array(let values): self = .multi(values.map { ExpressionValue($0) })
    case .object: self = .complex(json)
    }
  }

  /// The value as a target takes it. A number that JSON cannot write is null.
  public var json: JSONValue {
    switch self {
    case .null: .null
    case .string(let value): .string(value)
    case .bool(let value): .bool(value)
    case .integer(let value): .number(JSONNumber(Int(value)))
    case .number(let value): JSONNumber(value).map { .number($0) } ?? .null
    case .multi(let values): .array(values.map(\.json))
    case .complex(let value): value
    }
  }

  /// How the language prints the value: `True` and `False`, numbers in decimal, the values of a multi-valued
  /// attribute with commas between them, objects as JSON; `nil` for null.
  public var text: String? {
    switch self {
    case .null: nil
    case .string(let value): value
    case .bool(let value): value ? "True" : "False"
    case .integer(let value): String(value)
    case .number(let value): Self.text(of: value)
    case .multi(let values): values.isEmpty ? nil : values.compactMap(\.text).joined(separator: ",")
    case .complex(let value): String(decoding: value.serialized(), as: UTF8.self)
    }
  }

  private static func text(of value: Double) -> String {
    value.exactInteger.map { String($0) } ?? "\(value)"
  }
}

extension ExpressionValue: Hashable {
  public static func == (left: ExpressionValue, right: ExpressionValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.string(let left), .string(let right)): left.isExactly(right)
    case (.bool(let left), .bool(let right)): left == right
    case (.integer(let left), .integer(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.multi(let left), .multi(let right)): left == right
    case (.complex(let left), .complex(let right)): left == right
    default: false
    }
  }

  public func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0)
    case .string(let value): hasher.combine(value)
    case .bool(let value): hasher.combine(value)
    case .integer(let value): hasher.combine(value)
    case .number(let value): hasher.combine(value)
    case .multi(let values): hasher.combine(values)
    case .complex(let value): hasher.combine(value)
    }
  }
}

extension Double {
  /// The integer the number is. `Int64(exactly:)` would need the C library's mathematics.
  var exactInteger: Int64? {
    guard magnitude < 0x1p63 else { return nil }
    let integer = Int64(self)
    return Double(integer) == self ? integer : nil
  }
}

extension String {
  /// Whether the UTF-8 is the same. `==` alone holds canonically equivalent texts to be equal.
  func isExactly(_ other: String) -> Bool {
    self == other && utf8.elementsEqual(other.utf8)
  }
}
