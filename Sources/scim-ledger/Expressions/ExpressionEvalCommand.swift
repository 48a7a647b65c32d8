import ArgumentParser
import Foundation
import ScimLedger

/// `expression eval`: one expression on one object.
struct ExpressionEvalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Evaluate an expression on attributes that are given, or print its syntax tree.",
    discussion: #"""
      Several values are printed one a line. What is no value is said on standard error: no value at all, or that the \#
      expression leaves the attribute or the object alone. Exit code 65 says that the expression is wrong.

      EXAMPLES
        scim-ledger expression eval 'Switch([Gone], , "True", "no")' --set Gone=True
        scim-ledger expression eval 'Join(" ", [a], [b])' --source anna.json
        scim-ledger expression eval 'Item([mails], 1)' --set 'mails:=["a","b"]'
        scim-ledger expression eval 'Now()' --now 2026-01-01T00:00:00Z
        scim-ledger expression eval 'SelectUniqueValue("a", "b")' --taken a
        scim-ledger expression eval 'Left([mail], 3)' --tree
      """#)

  @OptionGroup var output: OutputOptions

  @Argument(help: "The expression.")
  var expression: String

  @Option(help: ArgumentHelp("A file with the object's attributes as a JSON object.", valueName: "file"))
  var source: String?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "An attribute: name=text, or name:=JSON. May be given several times; goes before the file's.",
      valueName: "name=value"))
  var attributes: [String] = []

  @Option(help: ArgumentHelp("The clock of Now. (default: the system's)", valueName: "time"))
  var now: String?

  @Option(
    help: ArgumentHelp("What Guid and RandomString draw from. (default: something new)", valueName: "number"))
  var seed: UInt64?

  @Option(help: ArgumentHelp("What DefaultDomain gives.", valueName: "domain"))
  var defaultDomain: String?

  @Option(
    help: ArgumentHelp("A value that SelectUniqueValue finds taken; may be repeated.", valueName: "value"))
  var taken: [String] = []

  @Flag(help: "Print the syntax tree as Graph's attributeMappingSource instead.")
  var tree = false

  func run() throws {
    let object = try object()
    do throws(ExpressionError) {
      let compiled = try CompiledExpression(parsing: expression)
      if tree { return Console.line(compiled.syntaxTree.pretty()) }
      show(try compiled.evaluate(in: context(object)))
    } catch {
      throw failure(error)
    }
  }

  func validate() throws {
    if let now, DateTime(parsing: now) == nil {
      throw ValidationError("--now takes a time such as 2026-01-01T00:00:00Z.")
    }
    for text in attributes where !text.contains("=") {
      throw ValidationError("--set takes name=text or name:=JSON, not \(text).")
    }
  }

  private func context(_ object: JSONObject) -> ExpressionContext {
    let time = now.flatMap { DateTime(parsing: $0)?.microseconds } ?? JobSurroundings.system.clock()
    return ExpressionContext(
      now: time, seed: seed ?? UInt64.random(in: .min ... .max), defaultDomain: defaultDomain,
      isTaken: { [taken] in taken.contains($0) },
      attribute: { name in
        let value = object[name] ?? object.first { $0.name.lowercased() == name.lowercased() }?.value
        return value.map { ExpressionValue($0) } ?? .null
      })
  }

  private func object() throws -> JSONObject {
    var object = JSONObject()
    if let source {
      guard let data = FileManager.default.contents(atPath: source) else {
        throw CommandFailure(.wrongData, "\(source): the file can't be read.")
      }
      do {
        guard let read = try JSONValue(parsing: [UInt8](data)).objectValue else {
          throw CommandFailure(.wrongData, "\(source): a JSON object of attributes is expected.")
        }
        object = read
      } catch let error as JSONError {
        throw CommandFailure(.wrongData, "\(source): \(error)")
      }
    }
    for text in attributes {
      guard let sign = text.firstIndex(of: "=") else { continue }
      let value = String(text[text.index(after: sign)...])
      let name = String(text[..<sign])
      guard name.hasSuffix(":") else {
        object[name] = .string(value)
        continue
      }
      do {
        object[String(name.dropLast())] = try JSONValue(parsing: Array(value.utf8))
      } catch {
        throw CommandFailure(.wrongData, "--set \(text): the value is no JSON: \(error)")
      }
    }
    return object
  }

  private func show(_ result: ExpressionResult) {
    let outcome: String
    switch result.outcome {
    case .value: outcome = "value"
    case .ignoreAttributeFlow: outcome = "ignoreAttributeFlow"
    case .ignoreObjectFlow: outcome = "ignoreObjectFlow"
    }
    guard output.format == .table else {
      var writer = RecordWriter(
        columns: [Column("outcome"), Column("value"), Column("isRedacted")], format: output.format)
      writer.write([
        Cell(outcome), Cell(result.value?.json ?? .null), Cell(result.isRedacted),
      ])
      return writer.end()
    }
    switch result.value {
    case nil:
      Console.note(
        outcome == "ignoreObjectFlow" ? "The object is left alone." : "The attribute is left alone.")
    case .null?: Console.note("No value.")
    case .multi(let values)?:
      for value in values { Console.line((value.text ?? "").visible) }
    case let value?: Console.line((value.text ?? "").visible)
    }
    if result.isRedacted { Console.note("Logs show [Redact] in its place.") }
  }

  /// The error with the line that it is in and a mark under the place.
  private func failure(_ error: ExpressionError) -> CommandFailure {
    let lines = expression.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.indices.contains(error.line - 1) else { return CommandFailure(.wrongData, "\(error)") }
    let line = String(lines[error.line - 1])
    let before = String(String.UnicodeScalarView(line.unicodeScalars.prefix(max(error.column - 1, 0))))
    let mark = String(repeating: " ", count: before.visible.displayWidth) + "^"
    return CommandFailure(.wrongData, "\(error)", place: "  \(line.visible)\n  \(mark)")
  }
}
