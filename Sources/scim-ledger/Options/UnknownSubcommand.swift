import ArgumentParser
import Spelling

/// A word where a subcommand should stand, and that is none.
struct UnknownSubcommand {
  /// The words before it, such as `scim-ledger sync`.
  private let command: String
  private let word: String
  private let known: [String]

  /// - Returns: nil where each word leads to a command that takes no subcommands, or is missing.
  init?(in arguments: ArraySlice<String>, of root: any ParsableCommand.Type) {
    var (present, path) = (root, root.configuration.commandName ?? "")
    for word in arguments {
      let subcommands = present.configuration.subcommands
      guard !subcommands.isEmpty, !word.hasPrefix("-"), word != "help" else { return nil }
      let named = subcommands.first { Self.names(of: $0).contains(word) }
      guard let named else {
        // There any word may be an argument.
        if present.configuration.defaultSubcommand != nil { return nil }
        (command, self.word, known) = (path, word, subcommands.flatMap(Self.names(of:)))
        return
      }
      (present, path) = (named, "\(path) \(word)")
    }
    return nil
  }

  var failure: CommandFailure {
    let nearest = NearestWord.to(word, among: known).map { [$0] } ?? []
    return CommandFailure(
      .usage, "\(command) has no subcommand \(word.debugDescription).",
      next: Suggestion.question(nearest) + "List them with: \(command) --help")
  }

  private static func names(of command: any ParsableCommand.Type) -> [String] {
    let configuration = command.configuration
    return [configuration.commandName].compactMap(\.self) + configuration.aliases
  }
}
