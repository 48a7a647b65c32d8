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
