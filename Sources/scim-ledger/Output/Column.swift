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
  /// Whether a terminal that is too narrow for everything takes from this column last.
  var keepsWidth: Bool

  /// Whether a long text goes on below itself where nothing stands beside it.
  var wraps: Bool { !keepsWidth && alignment == .left }

  init(
    _ name: String, heading: String? = nil, alignment: Alignment = .left, isInTable: Bool = true,
    keepsWidth: Bool = false
  ) {
    self.name = name
    self.heading = heading ?? name
    self.alignment = alignment
    self.isInTable = isInTable
    self.keepsWidth = keepsWidth
  }

  /// A column of numbers.
  static func number(_ name: String) -> Column {
    Column(name, alignment: .right, keepsWidth: true)
  }

  /// A column of times or of words from a short list.
  static func fixed(_ name: String, heading: String? = nil) -> Column {
    Column(name, heading: heading, keepsWidth: true)
  }

  /// A column for JSON and CSV only.
  static func detail(_ name: String) -> Column { Column(name, isInTable: false) }
}
