public import Directory
public import EventLog
import JSONTape
public import SCIM

/// A client that gets its access tokens with an id and a secret (RFC 6749 §4.4).
public struct OAuthClient: Sendable, Hashable {
  /// What the client sends as its `client_id`.
  public var id: Identifier
  /// Who the log says asked.
  public var name: String
  /// The provisioning client that it speaks for.
  public var client: String
  /// The most that its access tokens may be used for.
  public var scope: AccessScope
  public var issued: DateTime
  /// nil while it may ask for access tokens.
  public var revoked: DateTime?
  /// Oldest first.
  public var secrets: [Secret]

  public struct Secret: Sendable, Hashable {
    public var id: Identifier
    public var issued: DateTime
    /// nil while the secret is good.
    public var retired: DateTime?
    /// SHA-256 of the secret, in hexadecimal.
    public var hash: String

    public init(id: Identifier, issued: DateTime, retired: DateTime? = nil, hash: String) {
      self.id = id
      self.issued = issued
      self.retired = retired
      self.hash = hash
    }
  }

  public init(
    id: Identifier, name: String, client: String, scope: AccessScope, issued: DateTime,
    revoked: DateTime? = nil, secrets: [Secret]
  ) {
    self.id = id
    self.name = name
    self.client = client
    self.scope = scope
    self.issued = issued
    self.revoked = revoked
    self.secrets = secrets
  }

  /// The secrets that are good, oldest first.
  public var usableSecrets: [Secret] { revoked == nil ? secrets.filter { $0.retired == nil } : [] }

  /// Reads a row; nil for a damaged one.
  init?(_ id: Identifier, row: JSONObject) {
    guard let name = row["name"]?.stringValue, let client = row["client"]?.stringValue,
      let scope = row["scope"]?.stringValue, let issued = row["issued"]?.intValue
    else { return nil }
    self.init(
      id: id, name: name, client: client, scope: AccessScope(scope) ?? [],
      issued: DateTime(microseconds: Int64(issued)),
      revoked: row["revoked"]?.intValue.map { DateTime(microseconds: Int64($0)) },
      secrets: (row["secrets"]?.arrayValue ?? []).compactMap { $0.objectValue.flatMap(Secret.init) })
  }
}

extension OAuthClient.Secret {
  fileprivate init?(_ row: JSONObject) {
    guard let id = row["id"]?.stringValue.flatMap({ Identifier($0) }), let hash = row["hash"]?.stringValue,
      let issued = row["issued"]?.intValue
    else { return nil }
    self.init(
      id: id, issued: DateTime(microseconds: Int64(issued)),
      retired: row["retired"]?.intValue.map { DateTime(microseconds: Int64($0)) }, hash: hash)
  }
}
