extension String {
  /// How many columns of a terminal the text takes.
  ///
  /// Wide East Asian characters and emoji take two, combining marks none (Unicode Standard Annex #11).
  var displayWidth: Int {
    if utf8.allSatisfy({ $0 < 0x80 }) { return utf8.count }
    return reduce(0) { $0 + $1.displayWidth }
  }

  /// The text, cut so that it takes at most `width` columns, `…` included where something was cut.
  func truncated(toWidth width: Int) -> String {
    guard displayWidth > width else { return self }
    guard width > 0 else { return "" }
    var text = ""
    var used = 0
    for character in self {
      let columns = character.displayWidth
      if used + columns > width - 1 { break }
      text.append(character)
      used += columns
    }
    return text + "…"
  }

  /// The text with spaces around it to take `width` columns.
  func padded(toWidth width: Int, alignment: Column.Alignment) -> String {
    let spaces = String(repeating: " ", count: max(0, width - displayWidth))
    return alignment == .left ? self + spaces : spaces + self
  }
}

extension Character {
  fileprivate var displayWidth: Int {
    // A variation selector 16 asks for the emoji form, which is wide.
    if unicodeScalars.contains("\u{FE0F}") { return 2 }
    // Emoji joined together show as one; what is joined in a syllable of an Indic script takes its places.
    if unicodeScalars.first?.properties.isEmojiPresentation == true { return 2 }
    return unicodeScalars.reduce(0) { $0 + $1.displayWidth }
  }
}

extension Unicode.Scalar {
  fileprivate var displayWidth: Int {
    if value < 0x300 { return 1 }
    // Vowels and finals of a Hangul syllable stand in the place of its initial.
    if (0x1160...0x11FF).contains(value) { return 0 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return properties.isEmojiPresentation || isEastAsianWide ? 2 : 1
    }
  }

  /// The blocks whose characters are wide or fullwidth; emoji are recognised by their own property.
  private var isEastAsianWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x2329...0x232A: true
    case 0x2E80...0x303E, 0x3041...0xA4CF: true
    case 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF: true
    case 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6: true
    case 0x16FE0...0x18CFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F2FF, 0x20000...0x3FFFD: true
    default: false
    }
  }
}
