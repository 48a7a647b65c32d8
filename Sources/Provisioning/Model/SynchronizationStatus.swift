/// A job's Current Status, as Graph's synchronizationStatus gives it.
public struct SynchronizationStatus: Sendable, Hashable {
  public enum Code: String, Sendable, CaseIterable {
    case notConfigured = "NotConfigured"
    case notRun = "NotRun"
    case active = "Active"
    case paused = "Paused"
    case quarantine = "Quarantine"
  }

  public var code = Code.notConfigured
  /// Cycles in a row that failed as a whole.
  public var countSuccessiveCompleteFailures = 0
  /// Whether failures were dropped so that an initial cycle could end.
  public var escrowsPruned = false
  public var lastExecution: SynchronizationTaskExecution?
  /// The last that did not fail as a whole.
  public var lastSuccessfulExecution: SynchronizationTaskExecution?
  public var lastSuccessfulExecutionWithExports: SynchronizationTaskExecution?
  /// Of the cycle that runs; empty between cycles.
  public var progress: [SynchronizationProgress] = []
  public var quarantine: Quarantine?
  /// When a cycle first ended with nothing left to do, since the last restart; microseconds since 1970-01-01 UTC.
  public var steadyStateFirstAchievedTime: Int64?
  /// When a cycle last did.
  public var steadyStateLastAchievedTime: Int64?
  /// How many objects of each source type have an account.
  public var synchronizedEntryCountByType: [String: Int] = [:]

  public init() {}
}

/// One cycle's numbers, as Graph's synchronizationTaskExecution gives them.
public struct SynchronizationTaskExecution: Sendable, Hashable {
  /// The cycle's id.
  public var activityIdentifier: String
  public var counts: CycleCounts
  public var error: JobError?
  public var state: CycleOutcome
  /// Microseconds since 1970-01-01 UTC.
  public var timeBegan: Int64
  public var timeEnded: Int64

  public init(
    activityIdentifier: String, counts: CycleCounts, error: JobError? = nil, state: CycleOutcome,
    timeBegan: Int64, timeEnded: Int64
  ) {
    self.activityIdentifier = activityIdentifier
    self.counts = counts
    self.error = error
    self.state = state
    self.timeBegan = timeBegan
    self.timeEnded = timeEnded
  }
}

/// How far a cycle is, as Graph's synchronizationProgress gives it.
public struct SynchronizationProgress: Sendable, Hashable {
  public var units: String
  public var completedUnits: Int
  public var totalUnits: Int

  public init(units: String, completedUnits: Int, totalUnits: Int) {
    self.units = units
    self.completedUnits = completedUnits
    self.totalUnits = totalUnits
  }
}
