/// What matches are replaced with, in .NET's syntax: `$1`, `${1}`, `${name}`, `$&`, `` $` ``, `$'`, `$_`,
/// `$+`, `$$`.
///
/// A reference to a group that the pattern does not have stands for its own text.
struct RegularExpressionTemplate: Sendable {
  enum Part: Sendable, Hashable {
    case text([Unicode.Scalar])
    /// A name or a number, and how it was written.
    case group(String, written: [Unicode.Scalar])
    case match, before, after, whole, lastGroup
  }

  let parts: [Part]

  init(_ template: String) {
    let scalars = Array(template.unicodeScalars)
    var parts: [Part] = []
    var text: [Unicode.Scalar] = []
    var index = 0
    while index < scalars.count {
      if scalars[index] == "$", let (part, length) = Self.reference(scalars[index...]) {
        if !text.isEmpty { parts.append(.text(text)) }
        text = []
        parts.append(part)
        index += length
      } else {
        text.append(scalars[index])
        index += 1
      }
    }
    if !text.isEmpty { parts.append(.text(text)) }
    self.parts = parts
  }

  /// The reference that `scalars` begin with, after their `$`.
  private static func reference(_ scalars: ArraySlice<Unicode.Scalar>) -> (Part, Int)? {
    let rest = scalars.dropFirst()
    switch rest.first {
    case "$": return (.text(["$"]), 2)
    case "&": return (.match, 2)
    case "`": return (.before, 2)
    case "'": return (.after, 2)
    case "_": return (.whole, 2)
    case "+": return (.lastGroup, 2)
    case "{":
      let name = rest.dropFirst().prefix { CharacterClass.isWord($0) }
      guard !name.isEmpty, rest.dropFirst(1 + name.count).first == "}" else { return nil }
      let length = name.count + 3
      return (.group(name.asString, written: Array(scalars.prefix(length))), length)
    default:
      let digits = rest.prefix(4) { $0.isASCIIDigit }
      guard !digits.isEmpty else { return nil }
      return (.group(digits.asString, written: Array(scalars.prefix(digits.count + 1))), digits.count + 1)
    }
  }
}

extension ArraySlice<Unicode.Scalar> {
  fileprivate func prefix(_ most: Int, while isIn: (Unicode.Scalar) -> Bool) -> ArraySlice<Unicode.Scalar> {
    prefix(most).prefix(while: isIn)
  }
}
