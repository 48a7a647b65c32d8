import Directory
public import EventLog
import JSONTape
public import LMDB
public import SCIM

/// An access token as the directory knows it; its secret is known by its hash alone.
public struct AccessToken: Sendable, Hashable {
  public var id: Identifier
  public var name: String
  /// The provisioning client that the token speaks for.
  public var client: String
  public var issued: DateTime
  /// nil while the token is good.
  public var revoked: DateTime?
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
}

/// What the audit views tell, read in one snapshot.
public struct AuditReader: ~Escapable {
  let set: ProjectionTables.Set
  let view: TransactionView

  @_lifetime(copy view)
  public init(tables: ProjectionTables, view: TransactionView) throws {
    self.set = try tables.active(in: view)
    self.view = view
  }

  /// The positions of the events of one resource, refused and read ones too, oldest first.
  public func positions(of resource: Identifier) throws -> [Position] {
    var positions: [Position] = []
    let prefix = resource.bytes
    try view.scan(set.streams, from: prefix, direction: .ascending) { key, _ in
      guard key.starts(with: prefix), let position = key.position(at: 16) else { return .stop }
      positions.append(position)
      return .next
    }
    return positions
  }

  /// The event that had last changed a resource at or before a position.
  public func change(of resource: Identifier, through position: Position) throws -> Position? {
    var found: Position?
    let prefix = resource.bytes
    try view.scan(
      set.streams, from: ProjectionKeys.stream(resource, position), direction: .descending
    ) { key, value in
      guard key.starts(with: prefix), let position = key.position(at: 16) else { return .stop }
      guard value.count == 3, value[2] & 1 == 1 else { return .next }
      found = position
      return .stop
    }
    return found
  }

  /// All tokens ever issued, oldest first.
  public func tokens() throws -> [AccessToken] {
    var tokens: [AccessToken] = []
    try view.scan(set.tokens, from: nil, direction: .ascending) { key, value in
      // A damaged row opens nothing and must not keep the ledger shut, or it could not be mended.
      guard let id = key.identifier(at: 0), let row = try? JSONValue(parsing: value.array).objectValue,
        let name = row["name"]?.stringValue, let client = row["client"]?.stringValue,
        let hash = row["hash"]?.stringValue, let issued = row["issued"]?.intValue
      else { return .next }
      tokens.append(
        AccessToken(
          id: id, name: name, client: client, issued: DateTime(microseconds: Int64(issued)),
          revoked: row["revoked"]?.intValue.map { DateTime(microseconds: Int64($0)) }, hash: hash))
      return .next
    }
    return tokens
  }
}
