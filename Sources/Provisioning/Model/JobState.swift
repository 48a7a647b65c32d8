public import EventLog

/// Where a job stands: what its events add up to, apart from the objects.
public struct JobState: Sendable, Hashable {
  public var name: String
  /// Nil until it was configured.
  public var configurationHash: String?
  /// Where the event of the configuration in force stands.
  public var configuredAt: Position?
  /// Where the next incremental read starts; nil for everything there is.
  public var watermark: String?
  /// What the cycle that runs puts in its place when it ends.
  public var pendingWatermark: String?
  /// What asks for the next page of the cycle that runs.
  public var continuation: String?
  /// Whether the cycle that runs has read all that it reads.
  public var isReadComplete: Bool
  /// Whether every object is to be looked at again, changed or not.
  public var needsInitialCycle: Bool
  /// Whether the next cycle may delete and disable as much as it wants.
  public var forcesDeletions: Bool
  /// The initial or incremental cycle that runs, or was cut short and can go on.
  public var cycle: RunningCycle?
  /// The one on demand.
  public var onDemand: RunningCycle?
  public var isPaused: Bool
  public var quarantine: Quarantine?
  public var status: SynchronizationStatus

  public init(name: String = "") {
    self.name = name
    isReadComplete = false
    needsInitialCycle = true
    forcesDeletions = false
    isPaused = false
    status = SynchronizationStatus()
  }
}
