public import EventLog
public import JSONTape

/// The application that objects are provisioned to: whatever answers SCIM requests.
public protocol ProvisioningTarget: Sendable {
  /// What it is, for people: a URL without secrets.
  var name: String { get }

  /// Sends one request, once; whether to send it again is the caller's to decide.
  ///
  /// - Parameter cycle: The cycle that it belongs to, which a server of this project records.
  /// - Throws: `TransportFailure` where no answer came.
  func send(_ request: TargetRequest, cycle: Identifier) async throws(TransportFailure) -> TargetResponse
}

/// A SCIM request to the target.
public struct TargetRequest: Sendable, Hashable {
  public var method: String
  /// The path below the target's base URL, percent-encoded: `/Users/2819c223`.
  public var path: String
  /// The query without its question mark, percent-encoded.
  public var query: String
  public var body: JSONObject?

  public init(method: String, path: String, query: String = "", body: JSONObject? = nil) {
    self.method = method
    self.path = path
    self.query = query
    self.body = body
  }
}

/// No answer came. Unless it says so, the target may have done what was asked.
public enum TransportFailure: Error, Sendable, Hashable, CustomStringConvertible {
  case timeout
  /// Nobody listens there; nothing was done.
  case connectionRefused
  case connectionReset
  /// The certificate or the handshake; nothing was done.
  case tls(String)
  case other(String)

  /// A stable word for it, as events and logs hold it.
  public var code: String {
    switch self {
    case .timeout: "timeout"
    case .connectionRefused: "connectionRefused"
    case .connectionReset: "connectionReset"
    case .tls: "tls"
    case .other: "other"
    }
  }

  public var description: String {
    switch self {
    case .timeout: "no answer in time"
    case .connectionRefused: "the connection was refused"
    case .connectionReset: "the connection broke before an answer came"
    case .tls(let detail): "no secure connection: \(detail)"
    case .other(let detail): detail
    }
  }
}
