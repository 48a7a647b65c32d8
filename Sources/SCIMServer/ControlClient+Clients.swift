public import ScimLedger

extension ControlClient {
  /// An OAuth client as the server lists it.
  public struct Client: Sendable, Hashable {
    public var name: String
    /// The provisioning client that it speaks for.
    public var client: String
    /// What it sends as its `client_id`.
    public var id: String
    /// The most that its access tokens may be used for.
    public var scope: String
    /// RFC 3339, UTC.
    public var issued: String
    /// RFC 3339, UTC; nil while the client may ask for access tokens.
    public var revoked: String?
    /// How many of its secrets are good.
    public var secrets: Int
  }

  /// An OAuth client and, this once, its newest secret.
  public struct IssuedClient: Sendable, Hashable {
    public var client: Client
    public var secret: String
  }

  /// Makes an OAuth client; its secret is told this once.
  public func createClient(
    named name: String, client: String? = nil, scope: AccessScope = .all
  ) async throws(ControlError) -> IssuedClient {
    try read(
      try await call("POST", place("/clients"), body: .credential(name, client, scope), tokenName: name),
      with: IssuedClient.init(_:))
  }

  /// Gives an OAuth client a second secret beside the one it has.
  public func rotateClientSecret(named name: String) async throws(ControlError) -> IssuedClient {
    try read(
      try await call("POST", place("/clients/") + name.percentEncoded + "/rotate"),
      with: IssuedClient.init(_:))
  }

  /// Retires all secrets of an OAuth client but the newest.
  public func retireClientSecrets(named name: String) async throws(ControlError) -> Client {
    try read(
      try await call("POST", place("/clients/") + name.percentEncoded + "/retire"), with: Client.init(_:))
  }

  public func revokeClient(named name: String) async throws(ControlError) -> Client {
    try read(
      try await call("DELETE", place("/clients/") + name.percentEncoded), with: Client.init(_:))
  }

  /// All OAuth clients, in use and revoked, oldest first.
  public func clients() async throws(ControlError) -> [Client] {
    try read(try await call("GET", place("/clients"))) { $0.list("clients", of: Client.init(_:)) }
  }
}

extension ControlClient.Client {
  init?(_ object: JSONObject) {
    guard let name = object["name"]?.stringValue, let client = object["client"]?.stringValue,
      let id = object["id"]?.stringValue, let scope = object["scope"]?.stringValue,
      let issued = object["issued"]?.stringValue, let secrets = object["secrets"]?.intValue
    else { return nil }
    self.init(
      name: name, client: client, id: id, scope: scope, issued: issued,
      revoked: object["revoked"]?.stringValue, secrets: secrets)
  }
}

extension ControlClient.IssuedClient {
  init?(_ object: JSONObject) {
    guard let client = ControlClient.Client(object), let secret = object["secret"]?.stringValue else {
      return nil
    }
    self.init(client: client, secret: secret)
  }
}
