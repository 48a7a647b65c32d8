/// Why an administrative call to a running server failed.
public enum ControlError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A token of that name is in use, or was: names are not given twice.
  case tokenNameTaken(String)
  /// The text cannot be a token's name.
  case invalidTokenName(String)
  /// No token has that name.
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
    case .tokenNameTaken(let name): "A token named \(name) exists already. Choose another name."
    case .invalidTokenName(let name): "\(name) cannot be a token's name."
    case .noSuchToken(let name): "There is no token named \(name)."
    case .notPermitted(let directory):
      "The control socket in \(directory) belongs to another user. Run this as the user that runs the server."
    case .socketTaken(let directory): "Another server listens on the control socket in \(directory)."
    case .unreachable(let reason): reason
    case .refused(let status, let detail): "The server answered \(status): \(detail)"
    }
  }
}
