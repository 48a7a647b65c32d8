/// A directory that objects are read from.
public protocol ProvisioningSource: Sendable {
  /// What it is, for people: a path or a URL without secrets.
  var name: String { get }

  /// The next page of objects.
  ///
  /// - Throws: `SourceError`.
  func page(_ request: SourceRequest) async throws(SourceError) -> SourcePage
}

/// Which page is asked for.
public struct SourceRequest: Sendable, Hashable {
  /// Where the last complete read ended; nil for everything there is.
  public var watermark: String?
  /// What the page before gave as its `continuation`; nil for the first page.
  public var continuation: String?
  /// The most changes wanted; a source may give fewer, but more only where it can't split.
  public var limit: Int

  public init(watermark: String?, continuation: String? = nil, limit: Int = 1000) {
    self.watermark = watermark
    self.continuation = continuation
    self.limit = limit
  }
}

/// Some of the source's objects.
public struct SourcePage: Sendable, Hashable {
  public var changes: [SourceChange]
  /// What asks for the next page; nil on the last one. Good after a restart of the process too.
  public var continuation: String?
  /// On the last page: where the next incremental read starts.
  public var watermark: String?
  /// Whether the whole read covers everything there is, so that an object that is not in it no longer exists.
  public var isSnapshot: Bool
  /// What the reader could not use, such as a line that is not JSON; the rest was read.
  public var problems: [SourceProblem]

  public init(
    changes: [SourceChange], continuation: String? = nil, watermark: String? = nil, isSnapshot: Bool,
    problems: [SourceProblem] = []
  ) {
    self.changes = changes
    self.continuation = continuation
    self.watermark = watermark
    self.isSnapshot = isSnapshot
    self.problems = problems
  }
}

/// One object that could not be read.
///
/// A read with problems never counts as a proof that an object is gone.
public struct SourceProblem: Sendable, Hashable, CustomStringConvertible {
  /// Where: file and line, or URL and index.
  public var place: String
  public var reason: String

  public init(place: String, reason: String) {
    self.place = place
    self.reason = reason
  }

  public var description: String { "\(place): \(reason)" }
}

/// Why nothing could be read.
public struct SourceError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Code: String, Sendable, CaseIterable {
    /// Who asks is not let in.
    case unauthorized
    /// Try again, after `retryAfter` where it is given.
    case unavailable
    /// The watermark or continuation is too old; the next read must start from nothing.
    case watermarkExpired
    /// The source is not there or says what can't be understood.
    case unreadable
  }

  public var code: Code
  /// Where: a file and line, or a URL.
  public var place: String
  public var reason: String
  /// Seconds.
  public var retryAfter: Int?

  public init(_ code: Code, place: String, reason: String, retryAfter: Int? = nil) {
    self.code = code
    self.place = place
    self.reason = reason
    self.retryAfter = retryAfter
  }

  public var description: String { "\(place): \(reason)" }
}
