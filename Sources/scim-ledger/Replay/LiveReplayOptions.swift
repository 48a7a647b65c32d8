import ArgumentParser
import Foundation
import ScimLedger

/// The other server that recorded requests are sent to.
struct LiveReplayOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Send the requests to this SCIM 2.0 server, which carries them out, and compare its answers.",
      valueName: "url"))
  var against: String?

  @Option(
    help: ArgumentHelp(
      "With --against: the environment variable that holds the server's bearer token.", valueName: "name"))
  var tokenEnvironment: String?

  @Option(
    help: ArgumentHelp(
      "With --against: an attribute that is not compared, with its parts. May be repeated.", valueName: "path"
    ))
  var ignore: [String] = []

  func validate() throws {
    if against == nil, tokenEnvironment != nil || !ignore.isEmpty {
      throw ValidationError("--token-environment and --ignore belong to --against URL.")
    }
  }

  /// - Throws: `CommandFailure` for a variable that is not set.
  var authorization: TargetAuthorization {
    get throws {
      guard let name = tokenEnvironment else { return .none }
      guard let token = ProcessInfo.processInfo.environment[name], !token.isEmpty else {
        throw CommandFailure(
          .usage, "The environment variable \(name) is not set.",
          next: "Set it with: export \(name)=…")
      }
      return .bearer(token)
    }
  }
}
