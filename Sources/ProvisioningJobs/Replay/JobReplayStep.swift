public import EventLog
public import JSONTape
public import Provisioning

/// One recorded event of a job, and what came of making it again.
public struct JobReplayStep: Sendable {
  /// The event as the log has it.
  public var event: JobEvent
  public var outcome: Outcome

  public enum Outcome: Sendable, Hashable {
    /// The same kind, target id and facts.
    case identical
    case diverged(JobDivergence)
    /// It can't be made again, since the log does not hold all that it was made from.
    case notReproducible(reason: String)
  }

  /// Where the event came out otherwise.
  public var divergence: JobDivergence? {
    if case .diverged(let divergence) = outcome { divergence } else { nil }
  }
}

/// How an event that was made again differs from the recorded one.
public struct JobDivergence: Sendable, Hashable {
  public var position: Position
  public var differences: [Difference]

  /// One member of an event, such as `facts.action` or `facts.modified[0].new`.
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

/// What the replay of a job's ledger found.
public struct JobReplayReport: Sendable {
  public var first: Position
  public var last: Position
  /// How many events were looked at.
  public var compared = 0
  /// How many of them came out the same.
  public var identical = 0
  public var notReproducible: [NotReproducible] = []
  /// In the log's order; no more than the first one unless all were asked for.
  public var divergences: [JobDivergence] = []

  public struct NotReproducible: Sendable, Hashable {
    public var position: Position
    public var reason: String

    public init(position: Position, reason: String) {
      self.position = position
      self.reason = reason
    }
  }

  public var divergence: JobDivergence? { divergences.first }

  init(_ selection: JobReplaySelection) {
    first = selection.first
    last = selection.last
  }

  mutating func add(_ step: JobReplayStep) {
    compared += 1
    switch step.outcome {
    case .identical: identical += 1
    case .diverged(let divergence): divergences.append(divergence)
    case .notReproducible(let reason):
      notReproducible.append(NotReproducible(position: step.event.position, reason: reason))
    }
  }
}

/// Why a job's ledger can't be replayed.
public enum JobReplayError: Error, Sendable, Hashable, CustomStringConvertible {
  /// No event before the cycle says under which configuration it ran.
  case noConfiguration(cycle: String)
  /// There is nothing to be replayed among what was asked for.
  case nothingSelected

  public var description: String {
    switch self {
    case .noConfiguration(let cycle):
      "The job's ledger does not hold the configuration under which the cycle \(cycle) ran."
    case .nothingSelected: "There is no event to be replayed among those that were selected."
    }
  }
}
