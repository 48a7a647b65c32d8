public import Directory
public import EventLog
public import JSONTape

/// One recorded event, and what came of making it again.
public struct ReplayStep: Sendable {
  /// The event as the log has it.
  public var event: Event
  public var outcome: Outcome
  /// The event as it was made now; nil where none was.
  public var reproduced: Event?

  public enum Outcome: Sendable, Hashable {
    /// Byte for byte the same event.
    case identical
    case diverged(Divergence)
    /// It can't be made again, since the log does not hold all that it was made from.
    case notReproducible(reason: String)
  }

  public var divergence: Divergence? {
    if case .diverged(let divergence) = outcome { divergence } else { nil }
  }
}

/// How an event that was made again differs from the recorded one.
public struct Divergence: Sendable, Hashable {
  public var position: Position
  public var differences: [Difference]

  /// One member of an event, such as `facts.status` or `image.active`.
  public struct Difference: Sendable, Hashable {
    public var path: String
    public var recorded: JSONValue?
    public var reproduced: JSONValue?

    public init(path: String, recorded: JSONValue?, reproduced: JSONValue?) {
      self.path = path
      self.recorded = recorded
      self.reproduced = reproduced
    }
  }

  public init(position: Position, differences: [Difference]) {
    self.position = position
    self.differences = differences
  }
}

/// What a replay found.
public struct ReplayReport: Sendable {
  public var first: Position
  public var last: Position
  /// How many events were looked at.
  public var compared = 0
  /// How many of them came out byte for byte the same.
  public var identical = 0
  public var notReproducible: [NotReproducible] = []
  /// In the log's order; no more than the first one unless all were asked for.
  public var divergences: [Divergence] = []

  public struct NotReproducible: Sendable, Hashable {
    public var position: Position
    public var reason: String

    public init(position: Position, reason: String) {
      self.position = position
      self.reason = reason
    }
  }

  public var divergence: Divergence? { divergences.first }

  init(_ selection: ReplaySelection) {
    first = selection.first
    last = selection.last
  }

  mutating func add(_ step: ReplayStep) {
    compared += 1
    switch step.outcome {
    case .identical: identical += 1
    case .diverged(let divergence): divergences.append(divergence)
    case .notReproducible(let reason):
      notReproducible.append(NotReproducible(position: step.event.position, reason: reason))
    }
  }
}
