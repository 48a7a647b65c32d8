public import SCIM

/// The application that objects are provisioned to.
public struct TargetSettings: Sendable, Hashable {
  /// How existing resources are changed.
  public enum Updates: String, Sendable, Hashable, CaseIterable {
    /// RFC 7644 §3.5.2.
    case patch
    /// RFC 7644 §3.5.1; for targets that have no PATCH.
    case put
  }

  /// The base URL of the SCIM service, without a slash at its end.
  public var url: String
  public var protocolVersion: ProtocolVersion
  public var updates: Updates
  public var credentials: Credentials
  /// How long an answer may take.
  public var timeoutSeconds: Int
  /// The most requests under way at once.
  public var requestsAtOnce: Int
  /// How often a request that failed for a passing reason is sent again within a cycle.
  public var retries: Int

  public init(
    url: String, protocolVersion: ProtocolVersion = .v2, updates: Updates = .patch,
    credentials: Credentials = .none, timeoutSeconds: Int = 30, requestsAtOnce: Int = 16, retries: Int = 3
  ) {
    self.url = url
    self.protocolVersion = protocolVersion
    self.updates = updates
    self.credentials = credentials
    self.timeoutSeconds = timeoutSeconds
    self.requestsAtOnce = requestsAtOnce
    self.retries = retries
  }
}
