import Foundation
import JSONTape
import MappingExpressions
import Testing

/// EXPRESSIONS.md, beside the sources.
@Suite("the page on the language")
struct ExpressionPageTests {
  static let page: String = {
    var folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    for _ in 0..<3 { folder.deleteLastPathComponent() }
    let path = folder.appendingPathComponent("Sources/MappingExpressions/EXPRESSIONS.md")
    return (try? String(contentsOf: path, encoding: .utf8)) ?? ""
  }()

  struct Row: Sendable, CustomTestStringConvertible {
    var function: String
    var expression: String
    var result: JSONValue?
    var testDescription: String { expression }
  }

  static let rows: [Row] = page.split(separator: "\n").compactMap { line in
    guard let match = line.wholeMatch(of: #/\| (\w+) \| [^|]+ \| `([^`]+)` \| (.+) \|/#) else { return nil }
    let result = match.3.hasPrefix("`") ? match.3.dropFirst().dropLast() : ""
    return Row(
      function: String(match.1), expression: String(match.2),
      result: try? JSONValue(parsing: Array(result.utf8)))
  }

  @Test("has an example for every function")
  func complete() {
    #expect(Self.rows.map(\.function).sorted() == ExpressionFunction.allCases.map(\.name).sorted())
  }

  @Test("prints what comes out", arguments: rows)
  func example(_ row: Row) throws {
    let block = try #require(Self.page.firstMatch(of: #/```json\n((?:.|\n)*?)```/#))
    let object = try #require(try JSONValue(parsing: Array(block.1.utf8)).objectValue)
    #expect(row.expression.hasPrefix(row.function + "("))
    let expression = try CompiledExpression(parsing: row.expression)
    guard let result = row.result else { return }
    #expect(try expression.evaluate(in: ExpressionContext(object: object)).value?.json == result)
  }
}
