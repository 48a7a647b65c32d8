extension Unicode.GeneralCategory {
  /// The two letters of the category, as in `\p{Lu}`.
  var abbreviation: String {
    switch self {
    case .uppercaseLetter: "Lu"
    case .lowercaseLetter: "Ll"
    case .titlecaseLetter: "Lt"
    case .modifierLetter: "Lm"
    case .otherLetter: "Lo"
    case .nonspacingMark: "Mn"
    case .spacingMark: "Mc"
    case .enclosingMark: "Me"
    case .decimalNumber: "Nd"
    case .letterNumber: "Nl"
    case .otherNumber: "No"
    case .connectorPunctuation: "Pc"
    case .dashPunctuation: "Pd"
    case .openPunctuation: "Ps"
    case .closePunctuation: "Pe"
    case .initialPunctuation: "Pi"
    case .finalPunctuation: "Pf"
    case .otherPunctuation: "Po"
    case .mathSymbol: "Sm"
    case .currencySymbol: "Sc"
    case .modifierSymbol: "Sk"
    case .otherSymbol: "So"
    case .spaceSeparator: "Zs"
    case .lineSeparator: "Zl"
    case .paragraphSeparator: "Zp"
    case .control: "Cc"
    case .format: "Cf"
    case .surrogate: "Cs"
    case .privateUse: "Co"
    case .unassigned: "Cn"
    @unknown default: "Cn"
    }
  }

  private static let abbreviations = [
    "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf",
    "Po",
    "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Cn",
  ]

  /// The categories that `\p{name}` means: one, or all that begin with a letter.
  static func abbreviations(named name: String) -> Set<String>? {
    let found = abbreviations.filter { name.utf8.count == 1 ? $0.hasPrefix(name) : $0 == name }
    return found.isEmpty ? nil : Set(found)
  }

  /// The Unicode blocks of `\p{Is…}` that names are written in.
  static func block(named name: String) -> ClosedRange<UInt32>? {
    switch name {
    case "IsBasicLatin": 0x0000...0x007F
    case "IsLatin-1Supplement": 0x0080...0x00FF
    case "IsLatinExtended-A": 0x0100...0x017F
    case "IsLatinExtended-B": 0x0180...0x024F
    case "IsLatinExtendedAdditional": 0x1E00...0x1EFF
    case "IsCombiningDiacriticalMarks": 0x0300...0x036F
    case "IsGreek", "IsGreekandCoptic": 0x0370...0x03FF
    case "IsCyrillic": 0x0400...0x04FF
    case "IsArmenian": 0x0530...0x058F
    case "IsHebrew": 0x0590...0x05FF
    case "IsArabic": 0x0600...0x06FF
    case "IsThai": 0x0E00...0x0E7F
    case "IsHiragana": 0x3040...0x309F
    case "IsKatakana": 0x30A0...0x30FF
    case "IsCJKUnifiedIdeographs": 0x4E00...0x9FFF
    case "IsHangulSyllables": 0xAC00...0xD7AF
    default: nil
    }
  }
}
