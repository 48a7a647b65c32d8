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
    case .rebuildUnderWay: "The projections are being rebuilt already; wait until that is done."
    case .noSuchToken(let name): "No token named \(name) is in use."
    }
  }
}
