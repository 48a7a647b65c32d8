/// A name in `attributes` or `excludedAttributes`, with the filter that some clients put behind it.
struct SelectionName {
  /// The attribute path without the filter.
  var path: String
  var tolerance: Tolerance?

  /// - Parameter text: `emails`, `emails.value`, or `emails[type eq "work"].value`.
  init(_ text: String) {
    guard let open = text.firstIndex(of: "["), let close = text.lastIndex(of: "]"), open < close else {
      path = text
      return
    }
    path = String(text[..<open] + text[text.index(after: close)...])
    tolerance = Tolerance(
      rule: "selectionValuePath", path: path, detail: "its filter left out of account, all values shown")
  }

  /// The names of a comma-separated list. A comma within brackets or quotes separates nothing.
  static func list(_ text: String) -> [String] {
    if text.isEmpty { return [] }
    var names: [String] = []
    var name: [UInt8] = []
    var depth = 0
    var isQuoted = false
    func trimmed() -> String {
      let start = name.drop { $0 == UInt8(ascii: " ") }
      return String(decoding: start.reversed().drop { $0 == UInt8(ascii: " ") }.reversed(), as: UTF8.self)
    }
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: "[") where !isQuoted: depth += 1
      case UInt8(ascii: "]") where !isQuoted: depth -= 1
      case UInt8(ascii: ",") where !isQuoted && depth <= 0:
        names.append(trimmed())
        name = []
        continue
      default: break
      }
      name.append(byte)
    }
    names.append(trimmed())
    return names.filter { !$0.isEmpty }
  }
}
