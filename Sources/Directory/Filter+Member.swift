import JSONTape
import SCIM

extension Filter {
  /// The one member id that a filter inside `members[…]` asks for; nil for any other condition.
  var memberValue: String? {
    guard case .comparison(let path, .equal, .string(let value)) = self,
      path.schema == nil, path.subName == nil, path.name.equalsIgnoringASCIICase("value")
    else { return nil }
    return value
  }
}
