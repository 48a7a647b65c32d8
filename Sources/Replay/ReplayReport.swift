public import EventLog

/// What a replay found, of a ledger's requests or of a job's decisions.
public struct ReplayReport: Sendable {
  public var first: Position
  public var last: Position
  /// How many events were looked at.
  public var compared = 0
  /// How many of them came out the same.
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

  package init(first: Position, last: Position) {
    self.first = first
    self.last = last
  }

  package mutating func add(_ outcome: ReplayOutcome, of position: Position) {
    compared += 1
    switch outcome {
    case .identical: identical += 1
    case .diverged(let divergence): divergences.append(divergence)
    case .notReproducible(let reason):
      notReproducible.append(NotReproducible(position: position, reason: reason))
    }
  }
}
