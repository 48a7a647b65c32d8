public import EventLog
import Projections
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
  /// The provisioning cycle that the request is part of, where the client names one in ``cycleHeader``.
  public var cycle: Identifier?
  /// The version that the request is written in and its answer is to be written in.
  public var version: ProtocolVersion
  /// What the client sent, where path and query have been rewritten since.
  var received: Received?
  /// What was accepted in rewriting it.
  var tolerances: [Tolerance] = []
  /// What a read that is made again is to see; nil for the present.
  var sight: Sight?
  /// Whether somebody waits for what the response says, beyond its status.
  var isAnswered = true

  /// The directory that a recorded read saw.
  struct Sight: Sendable, Hashable {
    /// The log's head at that time.
    var head: Position
    /// Whether the directory has changed since, so that its past has to be looked at.
    var isPast: Bool
    /// How many resources matched then, where that is known.
    var results: Int?
    /// That directory in memory; nil where tables are to be read.
    var memory: Memory?

    var directory: ReplayedDirectory? { memory?.directory }

    /// Apart, so that a request has the same layout for whoever knows nothing of it.
    final class Memory: Sendable {
      let directory: ReplayedDirectory

      init(_ directory: ReplayedDirectory) { self.directory = directory }
    }

    static func == (left: Sight, right: Sight) -> Bool {
      (left.head, left.isPast, left.results) == (right.head, right.isPast, right.results)
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(head)
      hasher.combine(isPast)
      hasher.combine(results)
    }
  }

  public init(
    method: String, path: String, query: String = "", body: [UInt8] = [],
    baseURL: String = "http://localhost/scim/v2", requestID: String = "", userAgent: String? = nil,
    contentType: String? = nil, accept: String? = nil, ifMatch: String? = nil, ifNoneMatch: String? = nil,
    cycle: Identifier? = nil, version: ProtocolVersion = .v2
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
    self.cycle = cycle
    self.version = version
  }

  /// The HTTP header field in which a provisioning client names the cycle that a request is part of: a UUID
  /// in its 36-character form, one for all requests of a cycle. Another value is as good as none.
  public static let cycleHeader = "Provisioning-Cycle"

  /// The cycle that a value of ``cycleHeader`` names; nil for a value that names none.
  public static func cycle(inHeader value: String) -> Identifier? {
    Identifier(value).flatMap { $0 == .none ? nil : $0 }
  }
}
