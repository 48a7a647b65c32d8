import ScimLedger

/// What stands in one column of one row: a value for programs and a text for people.
struct Cell: Sendable {
  var value: JSONValue
  /// The text for people, as it is; whoever shows it makes it visible.
  var text: String

  /// - Parameter text: What people read; the value itself where it is nil.
  init(_ value: JSONValue, shownAs text: String? = nil) {
    self.value = value
    self.text = text ?? Self.text(of: value)
  }

  init(_ text: String?, shownAs shown: String? = nil) {
    self.init(text.map(JSONValue.string) ?? .null, shownAs: shown)
  }

  init(_ number: Int?) {
    self.init(number.map { JSONValue.number(JSONNumber($0)) } ?? .null)
  }

  init(_ flag: Bool?) {
    self.init(flag.map(JSONValue.bool) ?? .null)
  }

  init(_ position: Position?) {
    self.init(position.map { JSONNumber(Int(clamping: $0.rawValue)) }.map(JSONValue.number) ?? .null)
  }

  init(_ id: Identifier?) { self.init(id?.description) }

  /// A time: RFC 3339 for programs, `2026-01-02 03:04:05` in UTC for people.
  init(_ time: DateTime?) { self.init(time?.description, shownAs: time?.shortText ?? "") }

  /// Several texts, joined by `; ` for people.
  init(list: [String]) {
    self.init(.array(list.map(JSONValue.string)), shownAs: list.joined(separator: "; "))
  }

  private static func text(of value: JSONValue) -> String {
    switch value {
    case .null: ""
    case .string(let text): text
    default: value.description
    }
  }
}

extension DateTime {
  /// UTC to the second: `2026-01-02 03:04:05`.
  var shortText: String {
    let text = description
    guard let separator = text.firstIndex(of: "T") else { return text }
    let clock = text[text.index(after: separator)...].prefix(8)
    return text[..<separator] + " " + clock
  }

  /// UTC to the millisecond: `2026-01-02 03:04:05.678 UTC`.
  var longText: String {
    description.replacing("T", with: " ").replacing("Z", with: " UTC")
  }
}
