import ArgumentParser
import ScimLedger

/// What a token or client may do.
struct ScopeOptions: ParsableArguments {
  @Option(
    name: .customLong("scope"),
    help: ArgumentHelp("What it may do: read, write, or read,write.", valueName: "scopes"))
  private var words = "read,write"

  var scope: AccessScope { Self.scope(words) ?? [] }

  func validate() throws {
    guard Self.scope(words) != nil else { throw ValidationError("--scope takes read, write or read,write.") }
  }

  private static func scope(_ text: String) -> AccessScope? {
    let words = text.split { $0 == "," || $0 == " " }.map {
      $0.hasPrefix("scim.") ? String($0) : "scim.\($0)"
    }
    return AccessScope(words.joined(separator: " "))
  }
}
