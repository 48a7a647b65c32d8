public import EventLog

/// Who asked: the access token that was shown, and the provisioning client it speaks for.
public struct Client: Sendable, Hashable {
  /// The token's name.
  public var name: String
  /// The provisioning client in whose terms `externalId` is to be read (RFC 7643 §3.1). Several tokens
  /// may speak for one client, so that a token can be replaced by the next.
  public var client: String
  public var tokenID: Identifier

  public init(name: String, client: String, tokenID: Identifier) {
    self.name = name
    self.client = client
    self.tokenID = tokenID
  }

  /// The operator at the machine itself, who needs no token.
  public static let local = Client(name: "operator", client: "operator", tokenID: .none)
}
