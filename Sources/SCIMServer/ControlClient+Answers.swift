import ScimLedger

extension ControlClient {
  /// What a running server says of itself.
  public struct Status: Sendable, Hashable {
    /// The server's process.
    public var processID: Int
    /// `http://HOST:PORT`; nil while the server starts.
    public var listening: String?
    public var version: String
  }

  /// A token as the server lists it.
  public struct Token: Sendable, Hashable {
    public var name: String
    /// The provisioning client that the token is for.
    public var client: String
    /// The token's UUID.
    public var id: String
    /// `scim.read scim.write`, or one of them.
    public var scope: String
    /// RFC 3339, UTC.
    public var issued: String
    /// RFC 3339, UTC; nil while the token is in use.
    public var revoked: String?
  }

  /// A token and, this once, its secret.
  public struct IssuedToken: Sendable, Hashable {
    public var token: Token
    public var secret: String
  }

  /// What a rebuild of the projections found.
  public struct Rebuild: Sendable, Hashable {
    /// How many events were read.
    public var events: UInt64
    /// How many rows were written.
    public var rows: UInt64
    /// Whether the projections were already as the log says.
    public var wereEqual: Bool
    public var differences: [String]
  }
}

extension ControlClient.Status {
  init?(_ object: JSONObject) {
    guard let processID = object["pid"]?.intValue, let version = object["version"]?.stringValue else {
      return nil
    }
    self.init(processID: processID, listening: object["listening"]?.stringValue, version: version)
  }
}

extension ControlClient.Token {
  init?(_ object: JSONObject) {
    guard let name = object["name"]?.stringValue, let client = object["client"]?.stringValue,
      let id = object["id"]?.stringValue, let issued = object["issued"]?.stringValue
    else { return nil }
    self.init(
      name: name, client: client, id: id, scope: object["scope"]?.stringValue ?? AccessScope.all.description,
      issued: issued, revoked: object["revoked"]?.stringValue)
  }
}

extension ControlClient.IssuedToken {
  init?(_ object: JSONObject) {
    guard let token = ControlClient.Token(object), let secret = object["secret"]?.stringValue else {
      return nil
    }
    self.init(token: token, secret: secret)
  }
}

extension ControlClient.Rebuild {
  init?(_ object: JSONObject) {
    guard let events = object["events"]?.intValue, let rows = object["rows"]?.intValue,
      let wereEqual = object["wereEqual"]?.boolValue, let differences = object["differences"]?.arrayValue
    else { return nil }
    self.init(
      events: UInt64(clamping: events), rows: UInt64(clamping: rows), wereEqual: wereEqual,
      differences: differences.compactMap(\.stringValue))
  }
}
