import Spelling

/// What the ledger as a whole refuses.
public enum LedgerError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The directory holds no ledger.
  case noLedger(directory: String)
  /// The directory holds one already.
  case exists(directory: String)
  /// A token of this name is in use.
  case tokenNameTaken(String)
  case invalidTokenName(String)
  /// No token of this name is in use.
  case noSuchToken(String)
  /// An OAuth client of this name is in use.
  case clientNameTaken(String)
  /// No OAuth client of this name is in use.
  case noSuchClient(String)
  /// The OAuth client has two good secrets already.
  case twoSecrets(String)
  /// The OAuth client has no secret but the one it needs.
  case oneSecret(String)
  case invalidTenantName(String)
  /// There is a tenant of this name already.
  case tenantNameTaken(String)
  case noSuchTenant(String)
  /// One ledger is served alone, so that no tenants can be made.
  case noTenants
  /// There is no profile of this name.
  case unknownProfile(String)
  /// A rebuild of the projections is under way already.
  case rebuildUnderWay

  public var description: String {
    switch self {
    case .noLedger(let directory): "There is no ledger in \(directory)."
    case .exists(let directory): "There is a ledger in \(directory) already."
    case .tokenNameTaken(let name):
      "A token named \(name) is in use. Revoke it first, or choose another name and give both the same client."
    case .invalidTokenName(let name):
      "\(name.debugDescription) can't name a token or client: use 1 to 64 letters, digits, dots, hyphens and underscores."
    case .clientNameTaken(let name): "An OAuth client named \(name) is in use. Choose another name."
    case .noSuchClient(let name): "No OAuth client named \(name) is in use."
    case .twoSecrets(let name):
      "The OAuth client \(name) has two secrets already. Retire the older one first."
    case .oneSecret(let name): "The OAuth client \(name) has one secret only, and keeps it."
    case .invalidTenantName(let name):
      "\(name.debugDescription) can't name a tenant: use 1 to 63 lower-case letters, digits and hyphens, "
        + "a letter or digit first; the words of the server's own paths are taken."
    case .tenantNameTaken(let name): "There is a tenant \(name) already."
    case .noSuchTenant(let name): "There is no tenant \(name)."
    case .noTenants: "This server serves one ledger alone, without tenants."
    case .unknownProfile(let name):
      "There is no profile \(name).\(NearestWord.question(for: name, among: Profile.all.map(\.name)))"
        + " There are \(Profile.all.map(\.name).joined(separator: ", "))."
    case .rebuildUnderWay: "The projections are being rebuilt already; wait until that is done."
    case .noSuchToken(let name): "No token named \(name) is in use."
    }
  }
}
