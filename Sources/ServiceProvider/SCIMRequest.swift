public import SCIM

/// A SCIM request without its transport: what an HTTP server, a test or an in-process client hands over.
public struct SCIMRequest: Sendable, Hashable {
  /// The HTTP method, in capitals.
  public var method: String
  /// The path below the SCIM base URL, still percent-encoded, such as `/Users/2819c223-…`.
  public var path: String
  /// The query without its question mark, as it was sent.
  public var query: String
  public var body: [UInt8]
  /// The URL under which this client reaches the service, such as `https://scim.example.com/scim/v2`.
  public var baseURL: String
  /// The id under which server logs and the client know the request.
  public var requestID: String
  public var userAgent: String?
  public var contentType: String?
  public var accept: String?
  public var ifMatch: String?
  public var ifNoneMatch: String?
  /// The version that the request is written in and its answer is to be written in.
  public var version: ProtocolVersion
  /// What the client sent, where path and query have been rewritten since.
  var received: Received?
  /// What was accepted in rewriting it.
  var tolerances: [Tolerance] = []

  public init(
    method: String, path: String, query: String = "", body: [UInt8] = [],
    baseURL: String = "http://localhost/scim/v2", requestID: String = "", userAgent: String? = nil,
    contentType: String? = nil, accept: String? = nil, ifMatch: String? = nil, ifNoneMatch: String? = nil,
    version: ProtocolVersion = .v2
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.body = body
    self.baseURL = baseURL
    self.requestID = requestID
    self.userAgent = userAgent
    self.contentType = contentType
    self.accept = accept
    self.ifMatch = ifMatch
    self.ifNoneMatch = ifNoneMatch
    self.version = version
  }
}
