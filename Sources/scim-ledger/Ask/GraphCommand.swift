import ArgumentParser
import ScimLedger

/// `graph`: a resource's events with their causes and consequences, for Graphviz or Mermaid.
struct GraphCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph",
    abstract: "Write the events of a user or group, with causes and consequences, as a graph.",
    discussion: """
      EXAMPLES
        scim-ledger graph anna@example.com | dot -Tsvg > anna.svg
        scim-ledger graph anna@example.com --format mermaid
      """)

  enum Language: String, ExpressibleByArgument, CaseIterable {
    case dot, mermaid
  }

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var resource: ResourceOptions

  @Option(help: "The language: dot or mermaid.")
  var format = Language.dot

  func run() throws {
    try Question.answer(ledger) { opened in
      let graph = try resource.ask { try opened.graph(of: $0) }
      Console.write((format == .dot ? graph.dot : graph.mermaid).visibleLines)
    }
  }
}

extension String {
  /// The lines made visible one by one.
  fileprivate var visibleLines: String {
    split(separator: "\n", omittingEmptySubsequences: false).map { String($0).visible }.joined(
      separator: "\n")
  }
}
