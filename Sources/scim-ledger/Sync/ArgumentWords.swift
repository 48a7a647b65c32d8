import ArgumentParser

/// Words of the engine as arguments, in any letter case.
enum ArgumentWords {
  static func word<Word: CaseIterable & RawRepresentable>(_ text: String) throws -> Word
  where Word.RawValue == String {
    if let word = Word.allCases.first(where: { $0.rawValue.lowercased() == text.lowercased() }) {
      return word
    }
    let all = Word.allCases.map(\.rawValue).joined(separator: ", ")
    throw ValidationError("\(text) is none of \(all).")
  }
}
