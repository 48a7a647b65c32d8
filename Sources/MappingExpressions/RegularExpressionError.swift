/// Why a pattern does not compile or a match was given up.
public enum RegularExpressionError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The pattern is no regular expression; `position` is the offset in it, in Unicode scalars.
  case invalid(position: Int, message: String)
  /// Matching took more than this many steps.
  case stepLimit(Int)

  public var description: String { reason.description }

  var reason: ExpressionError.Reason {
    switch self {
    case .invalid(let position, let message): .regularExpression(position: position, message: message)
    case .stepLimit(let limit): .stepLimit(limit)
    }
  }
}
