public import EventLog

/// A cycle that has begun and not ended.
public struct RunningCycle: Sendable, Hashable {
  public var id: Identifier
  public var kind: CycleKind
  /// Microseconds since 1970-01-01 UTC.
  public var began: Int64
  public var seed: UInt64
  /// The clock of its expressions.
  public var now: Int64
  public var configurationHash: String
  /// Where its read of the source started.
  public var watermark: String?
  public var forcesDeletions: Bool
  /// Whether the configuration changed or the job was restarted since it began: then the next cycle is an
  /// initial one, however this one ends.
  public var isOutdated: Bool
  /// How many objects its pages could not be read of.
  public var problems: Int
  public var counts: CycleCounts
  /// Where its first event stands.
  public var start: Position

  public init(
    id: Identifier, kind: CycleKind, began: Int64, seed: UInt64, now: Int64, configurationHash: String,
    watermark: String? = nil, forcesDeletions: Bool = false, isOutdated: Bool = false, problems: Int = 0,
    counts: CycleCounts = CycleCounts(), start: Position = .start
  ) {
    self.id = id
    self.kind = kind
    self.began = began
    self.seed = seed
    self.now = now
    self.configurationHash = configurationHash
    self.watermark = watermark
    self.forcesDeletions = forcesDeletions
    self.isOutdated = isOutdated
    self.problems = problems
    self.counts = counts
    self.start = start
  }
}
