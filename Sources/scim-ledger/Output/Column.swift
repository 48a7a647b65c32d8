/// One column of a listing: its name is the heading, the JSON member and the CSV field, and never changes.
struct Column: Sendable {
  enum Alignment: Sendable {
    case left, right
  }

  var name: String
  /// The heading in a table where it says more than the name.
  var heading: String
  var alignment: Alignment
  /// Whether tables show it; JSON and CSV always do.
  var isInTable: Bool

  init(
    _ name: String, heading: String? = nil, alignment: Alignment = .left, isInTable: Bool = true
  ) {
    self.name = name
    self.heading = heading ?? name
    self.alignment = alignment
    self.isInTable = isInTable
  }

  /// A column of numbers.
  static func number(_ name: String, isInTable: Bool = true) -> Column {
    Column(name, alignment: .right, isInTable: isInTable)
  }

  /// A column for JSON and CSV only.
  static func detail(_ name: String) -> Column { Column(name, isInTable: false) }
}
