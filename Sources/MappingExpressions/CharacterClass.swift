/// A set of Unicode scalars, as `[a-z\d-[aeiou]]` writes it.
final class CharacterClass: Sendable {
  indirect enum Member: Sendable {
    case range(ClosedRange<UInt32>)
    case digit, word, space
    /// Any but a line feed, as `.` has it.
    case notNewline
    case category(Set<String>)
    case not(Member)
  }

  /// In order, and apart from each other.
  private let ranges: [ClosedRange<UInt32>]
  /// All members that are no ranges.
  private let members: [Member]
  private let isNegated: Bool
  private let ignoresCase: Bool
  private let subtracted: CharacterClass?
  /// Which of the scalars below 64, and from there to 128, are in it.
  private let ascii: (UInt64, UInt64)

  init(
    _ members: [Member], isNegated: Bool = false, ignoresCase: Bool = false,
    subtracting subtracted: CharacterClass? = nil
  ) {
    let ranges = Self.merged(members)
    let members = members.filter { if case .range = $0 { false } else { true } }
    self.ranges = ranges
    self.members = members
    self.isNegated = isNegated
    self.ignoresCase = ignoresCase
    self.subtracted = subtracted
    var (low, high): (UInt64, UInt64) = (0, 0)
    for value in UInt8(0)..<128 {
      let scalar = Unicode.Scalar(value)
      let isIn =
        Self.contains(scalar, ranges, members, ignoresCase) != isNegated
        && subtracted?.contains(scalar) != true
      if isIn, value < 64 { low |= 1 << UInt64(value) }
      if isIn, value >= 64 { high |= 1 << UInt64(value - 64) }
    }
    ascii = (low, high)
  }

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    if value < 64 { return ascii.0 >> UInt64(value) & 1 == 1 }
    if value < 128 { return ascii.1 >> UInt64(value - 64) & 1 == 1 }
    return Self.contains(scalar, ranges, members, ignoresCase) != isNegated
      && subtracted?.contains(scalar) != true
  }

  private static func merged(_ members: [Member]) -> [ClosedRange<UInt32>] {
    var merged: [ClosedRange<UInt32>] = []
    let ranges = members.compactMap { if case .range(let range) = $0 { range } else { nil } }
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return merged
  }

  private static func contains(
    _ scalar: Unicode.Scalar, _ ranges: [ClosedRange<UInt32>], _ members: [Member], _ ignoresCase: Bool
  ) -> Bool {
    if contains(scalar, ranges) || members.contains(where: { contains(scalar, $0) }) { return true }
    guard ignoresCase else { return false }
    return [scalar.simpleLowercase, scalar.simpleUppercase].contains { other in
      other != scalar && (contains(other, ranges) || members.contains { contains(other, $0) })
    }
  }

  private static func contains(_ scalar: Unicode.Scalar, _ ranges: [ClosedRange<UInt32>]) -> Bool {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < scalar.value { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].contains(scalar.value)
  }

  private static func contains(_ scalar: Unicode.Scalar, _ member: Member) -> Bool {
    switch member {
    case .range(let range): range.contains(scalar.value)
    case .digit: scalar.properties.generalCategory == .decimalNumber
    case .word: isWord(scalar)
    case .space: isSpace(scalar)
    case .notNewline: scalar != "\n"
    case .category(let names): names.contains(scalar.properties.generalCategory.abbreviation)
    case .not(let member): !contains(scalar, member)
    }
  }

  /// `\w`: letters, marks that take no room, decimal digits and connecting punctuation.
  static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.isASCIILetter || scalar.isASCIIDigit || scalar == "_" }
    return switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .nonspacingMark, .decimalNumber, .connectorPunctuation:
      true
    default: false
    }
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value <= 0x20 { return scalar == " " || (0x09...0x0D).contains(scalar.value) }
    if scalar.value == 0x85 { return true }
    return switch scalar.properties.generalCategory {
    case .spaceSeparator, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
