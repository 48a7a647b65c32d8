import Foundation

/// A page in which two lines mark the place of a table.
package struct MarkedPage: Sendable {
  private let path: String
  private let before: Substring
  private let after: Substring

  private static let first = "<!-- scoreboard -->"
  private static let last = "<!-- /scoreboard -->"

  /// - Throws: `BenchmarkError.noMarkers` where the page does not have the two.
  package init(_ path: String) throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    guard let first = text.range(of: MarkedPage.first + "\n"),
      let last = text.range(of: MarkedPage.last, range: first.upperBound..<text.endIndex)
    else { throw BenchmarkError.noMarkers(file: path, first: MarkedPage.first, last: MarkedPage.last) }
    self.path = path
    before = text[..<first.upperBound]
    after = text[last.lowerBound...]
  }

  /// Puts a table there instead of what is there.
  package func write(_ table: String) throws {
    let text = before + "\n```\n" + table + "\n```\n\n" + after
    try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
  }
}
