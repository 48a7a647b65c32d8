import ArgumentParser
import ScimLedger
import Spelling

/// Which ledger a command is about.
struct LedgerOptions: ParsableArguments {
  @Option(
    name: .customLong("data"), help: ArgumentHelp("The ledger's directory.", valueName: "dir"),
    completion: .directory)
  var data = "./ledger"

  @Option(
    help: ArgumentHelp(
      "The tenant whose ledger is meant. (default: the one without a name)", valueName: "name"),
    completion: CommandCompletion.tenants)
  var tenant: String?

  /// The directory of the ledger itself, the tenant's where one is named.
  var directory: String { TenantRegistry.directory(of: tenant, in: data) }

  func validate() throws {
    if let tenant, !TenantName.isValid(tenant) {
      throw ValidationError("\(LedgerError.invalidTenantName(tenant))")
    }
  }

  /// Opens the ledger to look at it, which works beside a running server.
  func openForReading() throws -> ProvisioningLedger {
    guard ProvisioningLedger.exists(at: directory) else { throw absence }
    return try ProvisioningLedger(opening: directory, access: .readOnly)
  }

  /// The failure for a ledger that is not there.
  var absence: CommandFailure {
    guard let tenant, ProvisioningLedger.exists(at: data) else { return .noLedger(in: data) }
    return CommandFailure(
      .noLedger, "There is no tenant \(tenant) in \(data).",
      next: Suggestion.question(
        NearestWord.to(tenant, among: TenantRegistry.names(in: data)).map { [$0] } ?? [])
        + "Make it with: scim-ledger tenant create \(tenant)\(place)")
  }

  /// ` --data DIR --tenant NAME`, or nothing for the defaults; for commands that a message suggests.
  var suggestion: String { place + (tenant.map { " --tenant " + $0 } ?? "") }

  private var place: String { data == "./ledger" ? "" : " --data " + data.shellQuoted }
}
