/// A .NET date format, custom or standard, in the invariant culture.
struct DateTimeFormat: Sendable {
  enum Element: Sendable, Hashable {
    case year(Int), month(Int), day(Int), hour(Int), hour12(Int), minute(Int), second(Int)
    /// `f`: exactly so many digits; `F`: up to so many, without zeros at the end.
    case fraction(digits: Int, isOptional: Bool)
    case dayPeriod(Int)
    case offset(Int)
    /// `K`
    case zone
    case era
    case literal(Unicode.Scalar)
  }

  /// The format of dates in the language itself.
  static let language = DateTimeFormat(elements: [
    .month(1), .literal("/"), .day(1), .literal("/"), .year(4), .literal(" "), .hour12(1), .literal(":"),
    .minute(2), .literal(":"), .second(2), .literal(" "), .dayPeriod(2),
  ])

  static let monthNames = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
  ]
  static let dayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

  let elements: [Element]

  private init(elements: [Element]) {
    self.elements = elements
  }

  /// `nil` when a quote is not closed, a run of letters is longer than .NET knows, or nothing is left.
  init?(_ text: String) {
    var text = text
    if text.unicodeScalars.count == 1, let standard = Self.standard(text) { text = standard }
    let scalars = Array(text.unicodeScalars)
    guard !scalars.isEmpty, scalars.count <= 200 else { return nil }
    var elements: [Element] = []
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      var end = index + 1
      switch scalar {
      case "'", "\"":
        while end < scalars.count, scalars[end] != scalar {
          elements.append(.literal(scalars[end]))
          end += 1
        }
        guard end < scalars.count else { return nil }
        end += 1
      case "\\":
        guard end < scalars.count else { return nil }
        elements.append(.literal(scalars[end]))
        end += 1
      case "%": break
      default:
        while end < scalars.count, scalars[end] == scalar, Self.letters.contains(scalar) { end += 1 }
        guard let element = Self.element(scalar, count: end - index) else { return nil }
        elements.append(element)
      }
      index = end
    }
    guard !elements.isEmpty else { return nil }
    self.elements = elements
  }

  private static let letters: Set<Unicode.Scalar> = [
    "y", "M", "d", "H", "h", "m", "s", "f", "F", "t", "z", "g", "K",
  ]

  private static func element(_ scalar: Unicode.Scalar, count: Int) -> Element? {
    switch scalar {
    case "y": count <= 5 ? .year(count) : nil
    case "M": .month(min(count, 4))
    case "d": .day(min(count, 4))
    case "H": .hour(min(count, 2))
    case "h": .hour12(min(count, 2))
    case "m": .minute(min(count, 2))
    case "s": .second(min(count, 2))
    case "f": count <= 7 ? .fraction(digits: count, isOptional: false) : nil
    case "F": count <= 7 ? .fraction(digits: count, isOptional: true) : nil
    case "t": .dayPeriod(min(count, 2))
    case "z": .offset(min(count, 3))
    case "g": .era
    case "K": count == 1 ? .zone : nil
    default: .literal(scalar)
    }
  }

  /// What a standard format of one letter stands for.
  private static func standard(_ letter: String) -> String? {
    switch letter {
    case "d": "MM/dd/yyyy"
    case "D": "dddd, dd MMMM yyyy"
    case "f": "dddd, dd MMMM yyyy HH:mm"
    case "F", "U": "dddd, dd MMMM yyyy HH:mm:ss"
    case "g": "MM/dd/yyyy HH:mm"
    case "G": "MM/dd/yyyy HH:mm:ss"
    case "M", "m": "MMMM dd"
    case "o", "O": "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK"
    case "r", "R": "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'"
    case "s": "yyyy'-'MM'-'dd'T'HH':'mm':'ss"
    case "t": "HH:mm"
    case "T": "HH:mm:ss"
    case "u": "yyyy'-'MM'-'dd HH':'mm':'ss'Z'"
    case "Y", "y": "yyyy MMMM"
    default: nil
    }
  }
}
