/// What .NET's `DateTimeStyles` change here: white space around a date.
///
/// The local zone is UTC, so the styles about zones (`RoundtripKind`, `AssumeUniversal`, `AssumeLocal`,
/// `AdjustToUniversal`) are read and change nothing.
struct DateTimeStyles: Sendable {
  var allowsLeadingWhite = true
  var allowsTrailingWhite = true

  init() {}

  /// `nil` when a name is not one of .NET's.
  init?(_ names: String) {
    if names.trimmingWhiteSpace.isEmpty { return }
    (allowsLeadingWhite, allowsTrailingWhite) = (false, false)
    for name in names.split(whereSeparator: { $0 == "," || $0 == "|" }) {
      let name = String(name).trimmingWhiteSpace
      switch name.hasPrefix("DateTimeStyles.") ? String(name.dropFirst(15)) : name {
      case "AllowLeadingWhite": allowsLeadingWhite = true
      case "AllowTrailingWhite": allowsTrailingWhite = true
      case "AllowWhiteSpaces": (allowsLeadingWhite, allowsTrailingWhite) = (true, true)
      case "None", "AllowInnerWhite", "NoCurrentDateDefault", "AdjustToUniversal", "AssumeLocal",
        "AssumeUniversal", "RoundtripKind":
        break
      default: return nil
      }
    }
  }
}
