/// How a person or group is named to the ledger.
public enum Selector: Sendable, Hashable, CustomStringConvertible {
  case id(Identifier)
  case userName(String)
  case externalID(String)
  case displayName(String)

  /// Reads an id, `userName=…`, `externalId=…`, `displayName=…`, or else a user's bare userName or a
  /// group's bare displayName.
  public init(_ text: String, type: String = "User") {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let value = parts.count == 2 ? String(parts[1]) : ""
    switch parts.count == 2 ? parts[0].lowercased() : "" {
    case "id": self = Identifier(value).map { .id($0) } ?? .userName(text)
    case "username": self = .userName(value)
    case "externalid": self = .externalID(value)
    case "displayname": self = .displayName(value)
    default:
      if let id = Identifier(text) {
        self = .id(id)
      } else {
        self = type == "Group" ? .displayName(text) : .userName(text)
      }
    }
  }

  public var description: String {
    switch self {
    case .id(let id): "id \(id)"
    case .userName(let value): "userName \(value)"
    case .externalID(let value): "externalId \(value)"
    case .displayName(let value): "displayName \(value)"
    }
  }
}
