public import Directory
public import EventLog
import JSONTape
public import SCIM

/// An access token as the directory knows it; its secret is known by its hash alone.
public struct AccessToken: Sendable, Hashable {
  public var id: Identifier
  public var name: String
  /// The provisioning client that the token speaks for.
  public var client: String
  public var scope: AccessScope = .all
  public var issued: DateTime
  /// nil while the token is good.
  public var revoked: DateTime?
  /// When it stops being good by itself; nil for a token issued by hand.
  public var expires: DateTime?
  /// The OAuth client that asked for it; nil for a token issued by hand.
  public var oauthClient: Identifier?
  /// SHA-256 of the secret, in hexadecimal.
  public var hash: String

  public init(
    id: Identifier, name: String, client: String, issued: DateTime, revoked: DateTime?, hash: String
  ) {
    self.id = id
    self.name = name
    self.client = client
    self.issued = issued
    self.revoked = revoked
    self.hash = hash
  }

  /// Reads a row; nil for a damaged one.
  init?(_ id: Identifier, row: JSONObject) {
    guard let name = row["name"]?.stringValue, let client = row["client"]?.stringValue,
      let hash = row["hash"]?.stringValue, let issued = row["issued"]?.intValue
    else { return nil }
    self.init(
      id: id, name: name, client: client, issued: DateTime(microseconds: Int64(issued)),
      revoked: row["revoked"]?.intValue.map { DateTime(microseconds: Int64($0)) }, hash: hash)
    if let text = row["scope"]?.stringValue {
      // A scope that this version does not know allows nothing.
      scope = AccessScope(text) ?? []
    }
    expires = row["expires"]?.intValue.map { DateTime(microseconds: Int64($0)) }
    oauthClient = row["oauthClient"]?.stringValue.flatMap { Identifier($0) }
  }
}
