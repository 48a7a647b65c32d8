import Foundation
import JSONTape
import MappingExpressions
import Testing

/// One documented expression with an object and what comes out, from a collection that may lie beside the
/// package and is no part of it.
struct DocumentedExpression: Sendable, CustomTestStringConvertible {
  var id: Int
  var expression: String
  var source: JSONObject
  /// The result, and other right ones.
  var accepted: [JSONValue]
  var now: String?
  var taken: Set<String>?

  var testDescription: String { "\(id): \(expression.prefix(60))" }

  static let file: URL = {
    let name = "expressions.jsonl"
    if let folder = ProcessInfo.processInfo.environment["SCIM_LEDGER_DATA"] {
      return URL(fileURLWithPath: folder).appendingPathComponent(name)
    }
    // Tests/MappingExpressionsTests/DocumentedExpression.swift in the package, whose neighbour is wanted.
    var folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    for _ in 0..<4 { folder.deleteLastPathComponent() }
    return ["shared", "data", name].reduce(folder) { $0.appendingPathComponent($1) }
  }()

  static let isPresent = FileManager.default.fileExists(atPath: file.path)

  static let all: [DocumentedExpression] = {
    guard let data = try? Data(contentsOf: file) else { return [] }
    return data.split(separator: UInt8(ascii: "\n")).compactMap { line in
      (try? JSONValue(parsing: Array(line)))?.objectValue.flatMap { DocumentedExpression($0) }
    }
  }()

  static let lineCount: Int = {
    let data = (try? Data(contentsOf: file)) ?? Data()
    return data.split(separator: UInt8(ascii: "\n")).count
  }()

  private init?(_ row: JSONObject) {
    guard let id = row["id"]?.intValue, let expression = row["expression"]?.stringValue,
      let source = row["source"]?.objectValue, let result = row["result"]
    else { return nil }
    self.id = id
    self.expression = expression
    self.source = source
    accepted = [result] + (row["accept"]?.arrayValue ?? [])
    now = row["now"]?.stringValue
    taken = row["taken"]?.arrayValue.map { Set($0.compactMap(\.stringValue)) }
  }

  var context: ExpressionContext {
    var context = ExpressionContext(object: source, now: now ?? "2025-07-30T00:00:00Z")
    if let taken { context.isTaken = { taken.contains($0) } }
    return context
  }
}

@Suite("what Microsoft's documentation prints", .enabled(if: DocumentedExpression.isPresent))
struct DocumentedExpressionTests {
  @Test("comes out", arguments: DocumentedExpression.all)
  func result(_ line: DocumentedExpression) throws {
    let expression = try CompiledExpression(parsing: line.expression)
    let result = try expression.evaluate(in: line.context)
    #expect(line.accepted.contains { result.isPrinted(as: $0) }, "\(result.outcome)")
    let again = try CompiledExpression(syntaxTree: expression.syntaxTree)
    #expect(try again.evaluate(in: line.context) == result)
  }

  @Test("is all read")
  func count() {
    #expect(DocumentedExpression.all.count == DocumentedExpression.lineCount)
    #expect(DocumentedExpression.all.count > 100)
  }
}
