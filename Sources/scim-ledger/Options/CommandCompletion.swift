import ArgumentParser
import ScimLedger

/// What a shell offers for a value, from the ledger that the line under completion names.
///
/// A completion must be quick and never fail: where there is no ledger, or it can't be read, nothing is offered.
enum CommandCompletion {
  private static let mostNames = 200

  static var fields: CompletionKind { .list(EventField.allCases.map(\.name)) }
  static var profiles: CompletionKind { .list(Profile.all.map(\.name)) }
  static var functions: CompletionKind { .list(ExpressionFunction.allCases.map(\.name)) }
  static var exportFormats: CompletionKind { .list(ExportFormat.allCases.map(\.rawValue)) }
  static var jobFiles: CompletionKind { .file(extensions: ["yaml", "yml", "json"]) }
  static var jsonFiles: CompletionKind { .file(extensions: ["json"]) }

  static var tenants: CompletionKind {
    .custom { words, _, _ in TenantRegistry.names(in: value(of: "--data", in: words) ?? "./ledger") }
  }

  static var cycles: CompletionKind {
    .custom { words, _, _ in
      reading(words) { try $0.cycles(limit: mostNames).map(\.id.description) }
    }
  }

  /// The clients whose events the ledger has.
  static var actors: CompletionKind {
    .custom { words, _, _ in
      reading(words) { ledger in Array(Set(try ledger.cycles(limit: mostNames).map(\.client))).sorted() }
    }
  }

  static var users: CompletionKind { .custom { words, _, prefix in names(ofType: "User", prefix, words) } }
  static var groups: CompletionKind { .custom { words, _, prefix in names(ofType: "Group", prefix, words) } }

  private static func names(ofType type: String, _ prefix: String, _ words: [String]) -> [String] {
    let name = type == "Group" ? "displayName" : "userName"
    return reading(words) { ledger in
      let filter = prefix.isEmpty ? nil : try Filter(parsing: "\(name) sw \(JSONValue.string(prefix))")
      return try ledger.resources(ofType: type, filter: filter, count: mostNames).resources.compactMap {
        $0.image[name]?.stringValue
      }
    }
  }

  private static func reading(_ words: [String], _ body: (ProvisioningLedger) throws -> [String]) -> [String]
  {
    let directory = TenantRegistry.directory(
      of: value(of: "--tenant", in: words), in: value(of: "--data", in: words) ?? "./ledger")
    guard ProvisioningLedger.exists(at: directory),
      let ledger = try? ProvisioningLedger(opening: directory, access: .readOnly)
    else { return [] }
    return (try? body(ledger)) ?? []
  }

  private static func value(of option: String, in words: [String]) -> String? {
    for (index, word) in words.enumerated() {
      if word.hasPrefix(option + "=") { return String(word.dropFirst(option.count + 1)) }
      if word == option, words.indices.contains(index + 1) { return words[index + 1] }
    }
    return nil
  }
}
