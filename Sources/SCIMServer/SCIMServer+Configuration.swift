import Hummingbird
import HummingbirdCore

extension SCIMServer {
  /// Where a server listens and how much it takes from one client.
  public struct Configuration: Sendable {
    /// The name or address to bind.
    public var host: String
    /// The TCP port; 0 lets the system choose one.
    public var port: Int
    /// The most bytes of a request's body; a longer one is answered 413.
    public var maximumBodyBytes = 4 << 20
    /// The most bytes of a request's target and header fields together; more is answered 431.
    public var maximumHeaderBytes = 16 << 10
    /// After this time without traffic between requests, a connection is closed.
    public var idleTimeout: Duration = .seconds(60)
    /// A request whose body has not arrived after this time is answered 408.
    ///
    /// The time the ledger takes is not counted: a write that waits is bounded by the writer's queue, and
    /// one given up halfway would leave its client in doubt.
    public var requestTimeout: Duration = .seconds(30)
    /// The most connections open at once; more wait to be accepted. Nil for no bound.
    public var maximumConnections: Int?
    /// What each token may send, where its ledger's settings say nothing else.
    public var rateLimit = RateLimit.standard
    /// How long an access token of an OAuth client is good: 1 to 6 hours.
    public var accessTokenLifetime: Duration = .seconds(3600)
    /// What the server shows over TLS; nil for plain HTTP.
    public var certificate: ServerCertificate?
    /// Whether `control.sock` is opened in the ledger's directory for a ``ControlClient``.
    public var controlSocket = true
    /// How clients reach the server, such as `https://scim.example.com`, where that is not what their Host
    /// header says. `meta.location` and `Location` start with it.
    public var publicURL: String?

    public init(host: String = "127.0.0.1", port: Int = 8080) {
      self.host = host
      self.port = port
    }
  }
}

extension SCIMServer.Configuration {
  /// The scheme of the URLs by which the server is reached without a proxy.
  var scheme: String { certificate == nil ? "http" : "https" }

  /// The parser's own bound stands above ours, so that what is a little too long is answered in the
  /// protocol's form and only what is far too long is cut off.
  var decoderLimits: HTTP1Channel.Configuration.DecoderConfiguration {
    let bytes = min(max(0, maximumHeaderBytes), 1 << 24) + 48 << 10
    return .init(maxHeaderFieldSize: bytes, maxHeaderListSize: bytes, maxHeaderFieldCount: 256)
  }
}
