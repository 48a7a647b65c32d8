import ArgumentParser
import ScimLedger
import Spelling

/// `expression functions`: what the language has.
struct ExpressionFunctionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "functions",
    abstract: "List the functions of the language, or show one.",
    discussion: """
      EXAMPLES
        scim-ledger expression functions
        scim-ledger expression functions Join
        scim-ledger expression functions --output json
      """)

  @OptionGroup var output: OutputOptions

  @Argument(help: "One function's name.", completion: CommandCompletion.functions)
  var name: String?

  func run() throws {
    let all = ExpressionFunction.allCases.sorted { $0.name.lowercased() < $1.name.lowercased() }
    guard let name else { return list(all) }
    guard let function = all.first(where: { $0.name.lowercased() == name.lowercased() }) else {
      var near = all.filter { $0.name.lowercased().contains(name.lowercased()) }.map(\.name)
      if let nearest = NearestWord.to(name, among: all.map(\.name)), !near.contains(nearest) {
        near.insert(nearest, at: 0)
      }
      throw CommandFailure(
        .notFound, "There is no function \(name).",
        next: Suggestion.question(near) + "List them with: scim-ledger expression functions")
    }
    guard output.format == .table else { return list([function]) }
    Console.line(TextStyle.bold(function.signature))
    Console.line(function.summary)
    var listing = Listing()
    for parameter in function.parameters {
      let kind = [parameter.isOptional ? "may be left out" : nil, parameter.isRepeating ? "any number" : nil]
      listing.add(parameter.name, kind.compactMap { $0 }.joined(separator: ", ").nonEmpty ?? "required")
    }
    if !function.parameters.isEmpty { Console.write("\n" + listing.rendered()) }
  }

  private func list(_ functions: [ExpressionFunction]) {
    var writer = RecordWriter(
      columns: [.detail("name"), Column("signature", keepsWidth: true), Column("summary")],
      format: output.format)
    for function in functions {
      writer.write([Cell(function.name), Cell(function.signature), Cell(function.summary)])
    }
    writer.end()
  }
}

extension String {
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
