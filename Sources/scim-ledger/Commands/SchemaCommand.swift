import ArgumentParser
import Foundation
import ScimLedger

/// `schema`: resource types and extensions of one's own.
struct SchemaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "List the resource types, and register more from a JSON document.",
    discussion: """
      EXAMPLES
        scim-ledger schema list
        scim-ledger schema register devices.json
      """,
    subcommands: [SchemaListCommand.self, SchemaRegisterCommand.self])
}

/// `schema list`: the resource types with their endpoints and schemas.
struct SchemaListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the resource types with their endpoints and schemas.",
    discussion: """
      EXAMPLES
        scim-ledger schema list
        scim-ledger schema list --output json
      """)

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let opened = try ledger.openForReading()
    var writer = RecordWriter(
      columns: [.fixed("type"), .fixed("endpoint"), Column("schema"), Column("extensions")],
      format: output.format)
    for type in opened.schemaRegistry.types {
      writer.write([
        Cell(type.name), Cell(type.endpoint), Cell(type.schema.id),
        Cell(list: type.extensions.map { $0.schema.id + ($0.required ? " (required)" : "") }),
      ])
    }
    writer.end()
    await opened.close()
  }
}

/// `schema register`: schemas and resource types from a file.
struct SchemaRegisterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "register",
    abstract: "Register schemas and resource types from a JSON document.",
    discussion: """
      The document is an object with `schemas` and `resourceTypes`, each in the form that /Schemas and
      /ResourceTypes answer with (RFC 7643 §6, §7). A type whose name is known gets the new definition, so a
      User with one more extension is registered the same way. The registration is an event in the log.

      EXAMPLES
        scim-ledger schema register devices.json
      """)

  @OptionGroup var ledger: LedgerOptions

  @Argument(help: ArgumentHelp("The document.", valueName: "file"), completion: CommandCompletion.jsonFiles)
  var file: String

  func run() async throws {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw CommandFailure(.usage, "\(file) can't be read.")
    }
    let document: JSONValue
    do {
      document = try JSONValue(parsing: Array(data))
    } catch {
      throw CommandFailure(.usage, "\(file): \(error)")
    }
    try await LedgerAdministration.perform(ledger) { try await $0.registerSchemas(document) }
    Console.note("Registered. See the resource types with: scim-ledger schema list")
  }
}
