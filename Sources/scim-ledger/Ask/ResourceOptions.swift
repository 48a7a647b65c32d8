import ArgumentParser
import ScimLedger

/// Which user or group a command is about.
struct ResourceOptions: ParsableArguments {
  @Option(help: "Whether the selector names a user or a group. (default: a user, else a group)")
  var type: HistoryCommand.ResourceKind?

  @Argument(
    help: "An id, a userName, a group's displayName, or `externalId=…`.", completion: CommandCompletion.users)
  var selector: String

  /// Puts a question about the user of this name and, where there is none, about the group.
  func ask<Answer>(_ body: (Selector) throws -> Answer) throws -> Answer {
    let kinds = type.map { [$0] } ?? HistoryCommand.ResourceKind.allCases
    for kind in kinds {
      do {
        return try body(Selector(selector, type: kind.typeName))
      } catch QuestionError.noSuchResource {
        continue
      }
    }
    throw QuestionError.noSuchResource(selector)
  }
}
