/// Why an administrative call to a running server failed.
public enum ControlError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A token of that name is in use.
  case tokenNameTaken(String)
  /// The text cannot be a token's name.
  case invalidTokenName(String)
  /// No token of that name is in use.
  case noSuchToken(String)
  /// The socket belongs to another user.
  case notPermitted(directory: String)
  /// Another server listens on the directory's control socket.
  case socketTaken(directory: String)
  /// The socket could not be made or reached.
  case unreachable(String)
  /// The server refused with another reason, or answered what this client does not read.
  case refused(status: Int, detail: String)

  public var description: String {
    switch self {
    case .tokenNameTaken(let name):
      "A token named \(name) is in use. Revoke it first, or choose another name."
    case .invalidTokenName(let name):
      "\(name.debugDescription) cannot name a token: use 1 to 64 letters, digits, dots, hyphens, underscores."
    case .noSuchToken(let name): "No token named \(name) is in use."
    case .notPermitted(let directory):
      "The control socket in \(directory) belongs to another user. Run this as the user that runs the server."
    case .socketTaken(let directory): "Another server listens on the control socket in \(directory)."
    case .unreachable(let reason): reason
    case .refused(let status, let detail): "The server answered \(status): \(detail)"
    }
  }
}
