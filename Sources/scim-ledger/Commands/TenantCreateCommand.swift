import ArgumentParser
import SCIMServer
import ScimLedger

/// `tenant create`: a ledger of its own, served at once where a server runs.
struct TenantCreateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Make a tenant with a ledger of its own.",
    discussion: """
      While a server runs on the directory, it serves the tenant from then on.

      EXAMPLES
        scim-ledger tenant create acme
        scim-ledger tenant create acme --profile rfc --rate-limit 100
      """)

  @Option(
    name: .customLong("data"),
    help: ArgumentHelp("The directory of the default tenant's ledger.", valueName: "dir"),
    completion: .directory)
  var data = "./ledger"

  @Argument(help: "The tenant's name: lower-case letters, digits and hyphens. It stands in URLs.")
  var name: String

  @Option(
    help: ArgumentHelp(
      "How requests are read: \(Profile.all.map(\.name).joined(separator: ", ")).", valueName: "name"),
    completion: CommandCompletion.profiles)
  var profile = Profile.tolerant.name

  @Option(
    help: ArgumentHelp(
      "How many requests a second each token may make, 25 or more. (default: the server's limit)",
      valueName: "count"))
  var rateLimit: Int?

  func validate() throws {
    if let rateLimit, RateLimit(requestsPerSecond: rateLimit) == nil {
      throw ValidationError("--rate-limit takes \(RateLimit.lowest) requests a second or more.")
    }
    guard TenantName.isValid(name) else { throw ValidationError("\(LedgerError.invalidTenantName(name))") }
    guard Profile.named(profile) != nil else {
      throw ValidationError("\(LedgerError.unknownProfile(profile))")
    }
  }

  func run() async throws {
    guard ProvisioningLedger.exists(at: data) else { throw CommandFailure.noLedger(in: data) }
    let settings = LedgerConfiguration(profile: profile, requestsPerSecond: rateLimit)
    if let server = try await ControlClient.connect(directory: data) {
      _ = try await server.createTenant(named: name, settings: settings)
    } else {
      try TenantRegistry.create(named: name, in: data)
      let ledger = try ProvisioningLedger(opening: TenantRegistry.directory(of: name, in: data))
      do {
        if settings != LedgerConfiguration() { try await ledger.configure(settings) }
      } catch {
        await ledger.close()
        throw error
      }
      await ledger.close()
    }
    Console.note("Created the tenant \(name); it is served at /\(name)/scim/v2.")
  }
}
