import ArgumentParser
import ScimLedger

/// `expression`: the language of attribute mappings, without a directory.
struct ExpressionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "expression",
    abstract: "Evaluate and check the expressions of Entra's attribute mappings.",
    discussion: #"""
      EXAMPLES
        scim-ledger expression eval 'Switch([Gone], , "True", "no")' --set Gone=True
        scim-ledger expression eval 'Join(" ", [a], [b])' --source anna.json
        scim-ledger expression check schema.json
        scim-ledger expression functions Join
      """#,
    subcommands: [
      ExpressionEvalCommand.self, ExpressionCheckCommand.self, ExpressionFunctionsCommand.self,
    ])
}
