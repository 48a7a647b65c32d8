public import EventLog
public import JSONTape

/// What came of making a recorded event again.
public enum ReplayOutcome: Sendable, Hashable {
  /// The same event.
  case identical
  case diverged(Divergence)
  /// It can't be made again, since the log does not hold all that it was made from.
  case notReproducible(reason: String)

  /// Where the event came out otherwise.
  public var divergence: Divergence? {
    if case .diverged(let divergence) = self { divergence } else { nil }
  }
}

/// How an event that was made again differs from the recorded one.
public struct Divergence: Sendable, Hashable {
  public var position: Position
  public var differences: [Difference]

  /// One member of an event, such as `facts.status`, `image.active` or `facts.modified[0].new`.
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
