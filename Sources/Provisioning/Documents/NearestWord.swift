import SCIM

/// Finds what a misspelt word was likely meant to be.
enum NearestWord {
  /// The candidate with the fewest edits, if they are few enough to call it a misspelling.
  static func to(_ word: String, among candidates: [String]) -> String? {
    let word = word.lowercased().prefix(64)
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
      let distance = distance(Array(word.unicodeScalars), Array(candidate.lowercased().unicodeScalars))
      let allowed = max(1, min(candidate.count, word.count) / 3)
      if distance <= allowed, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.candidate
  }

  /// `; did you mean X?`, or the whole list where nothing is near.
  static func hint(for word: String, among candidates: [String]) -> String {
    if let nearest = to(word, among: candidates) { return "; did you mean \(nearest)?" }
    return "; expected one of \(candidates.joined(separator: ", "))"
  }

  /// The edits from one word to another: letters put in, taken out, changed, or two neighbours swapped.
  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var before: [Int] = []
    var row = Array(0...right.count)
    for (index, scalar) in left.enumerated() {
      var next = [index + 1]
      for (column, other) in right.enumerated() {
        var edits = min(row[column] + (scalar == other ? 0 : 1), row[column + 1] + 1, next[column] + 1)
        if index > 0, column > 0, scalar == right[column - 1], left[index - 1] == other {
          edits = min(edits, before[column - 1] + 1)
        }
        next.append(edits)
      }
      (before, row) = (row, next)
    }
    return row[right.count]
  }
}
