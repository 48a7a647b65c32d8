/// A search for the words nearest to one, among candidates that are taken one by one and not kept.
public struct NearestWords: Sendable {
  private static let longest = 64
  private static let shortestBeginning = 3

  private let word: [Unicode.Scalar]
  private let limit: Int
  private var best: [(candidate: String, distance: Int)] = []

  /// - Parameters:
  ///   - word: What was written; of a long one the first 64 letters count.
  ///   - limit: How many words are wanted at most.
  public init(to word: String, limit: Int) {
    self.word = Self.letters(of: word)
    self.limit = max(0, limit)
  }

  /// What is near enough, nearest first; of equally near ones in the order in which they were taken.
  public var found: [String] { best.map(\.candidate) }

  /// Takes a candidate into account.
  public mutating func take(_ candidate: String) {
    let other = Self.letters(of: candidate)
    guard let distance = distance(to: other), !found.contains(candidate) else { return }
    let place = best.firstIndex { $0.distance > distance } ?? best.endIndex
    guard place < limit else { return }
    best.insert((candidate, distance), at: place)
    if best.count > limit { best.removeLast() }
  }

  private static func letters(of word: String) -> [Unicode.Scalar] {
    Array(word.lowercased().unicodeScalars.prefix(longest))
  }

  /// nil where the words are not near each other.
  private func distance(to other: [Unicode.Scalar]) -> Int? {
    guard !word.isEmpty else { return nil }
    if word.count >= Self.shortestBeginning, other.count > word.count, other.starts(with: word) { return 1 }
    let allowed = max(1, min(Self.weight(of: word), Self.weight(of: other)) / 3)
    guard abs(word.count - other.count) <= allowed else { return nil }
    let edits = edits(to: other)
    return edits <= allowed && edits < max(word.count, other.count) ? edits : nil
  }

  /// How many letters tell a word from others: of an address not those of its domain, which many share.
  private static func weight(of word: [Unicode.Scalar]) -> Int { word.firstIndex(of: "@") ?? word.count }

  private func edits(to other: [Unicode.Scalar]) -> Int {
    var before: [Int] = []
    var row = Array(0...other.count)
    for (index, scalar) in word.enumerated() {
      var next = [index + 1]
      for (column, letter) in other.enumerated() {
        var edits = min(row[column] + (scalar == letter ? 0 : 1), row[column + 1] + 1, next[column] + 1)
        if index > 0, column > 0, scalar == other[column - 1], word[index - 1] == letter {
          edits = min(edits, before[column - 1] + 1)
        }
        next.append(edits)
      }
      (before, row) = (row, next)
    }
    return row[other.count]
  }
}
