/// What was likely meant by a name that is not known.
enum Suggestion {
  /// `Did you mean X, Y or Z?` as a line before what to do otherwise; empty where nothing is near.
  static func question(_ names: [String]) -> String {
    guard let last = names.last else { return "" }
    let others = names.dropLast().joined(separator: ", ")
    return "Did you mean \(others.isEmpty ? last : others + " or " + last)?\n"
  }
}
