public import Directory
public import EventLog
public import JSONTape

/// A recorded request as it is sent to another server.
public struct LiveRequest: Sendable, Hashable {
  public var method: String
  /// The path below the server's base URL, percent-encoded.
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

/// The other server's answer.
public struct LiveAnswer: Sendable, Hashable {
  /// The HTTP status code.
  public var status: Int
  /// Nil where there was none or it was no JSON object.
  public var body: JSONObject?

  public init(status: Int, body: JSONObject? = nil) {
    self.status = status
    self.body = body
  }
}

/// One recorded request, and what came of sending it to another server.
public struct LiveStep: Sendable {
  public var event: Event
  public var outcome: Outcome

  public enum Outcome: Sendable, Hashable {
    case equal
    case differs([Divergence.Difference])
    /// The log does not hold the whole request, or the other server does not hold what it is about.
    case notSent(reason: String)
    /// The answer, which differed, hung on something that is not recorded.
    case notComparable(reason: String)
  }
}

/// What a replay against another server found.
public struct LiveReplayReport: Sendable {
  public var first: Position
  public var last: Position
  /// How many answers were compared.
  public var compared = 0
  public var equal = 0
  /// In the log's order; no more than the first one unless all were asked for.
  public var divergences: [Divergence] = []
  public var notSent: [ReplayReport.NotReproducible] = []
  public var notComparable: [ReplayReport.NotReproducible] = []
  /// What was not compared.
  public var rules: LiveRules

  public var divergence: Divergence? { divergences.first }

  public init(_ selection: ReplaySelection, _ rules: LiveRules) {
    (first, last) = (selection.first, selection.last)
    self.rules = rules
  }

  /// Adds a step.
  public mutating func add(_ step: LiveStep) {
    let position = step.event.position
    switch step.outcome {
    case .equal:
      compared += 1
      equal += 1
    case .differs(let differences):
      compared += 1
      divergences.append(Divergence(position: position, differences: differences))
    case .notSent(let reason): notSent.append(.init(position: position, reason: reason))
    case .notComparable(let reason): notComparable.append(.init(position: position, reason: reason))
    }
  }
}

/// Why a replay against another server can't go on.
public enum LiveReplayError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The other server does not take the token.
  case unauthorized(Position, status: Int)
  /// No answer came to the request of an event.
  case noAnswer(Position, reason: String)

  public var description: String {
    switch self {
    case .unauthorized(let position, let status):
      "The server answered the request of event \(position) with \(status): it does not take the token, or the "
        + "token may not do this."
    case .noAnswer(let position, let reason):
      "No answer came to the request of event \(position): \(reason)."
    }
  }
}
