public import EventLog
public import JSONTape

/// One step of a provisioning job, immutable once it is in the job's ledger.
public struct JobEvent: Sendable, Hashable {
  public var id: Identifier
  /// Microseconds since 1970-01-01 UTC.
  public var time: Int64
  public var kind: Kind
  /// The cycle that it belongs to; nil for what an administrator did between cycles.
  public var cycle: Identifier?
  /// The change that it belongs to: everything done about one object in one cycle.
  public var change: Identifier?
  /// The source object it is about.
  public var source: SourceKey?
  /// The id of the target's resource, where it is known.
  public var targetID: String?
  /// What happened; the members of each kind are written down in JOB_EVENT_FORMAT.md.
  public var facts: JSONObject
  /// Where it stands in the job's ledger; `.start` before it was appended.
  public var position: Position

  public init(
    id: Identifier, time: Int64, kind: Kind, cycle: Identifier? = nil, change: Identifier? = nil,
    source: SourceKey? = nil, targetID: String? = nil, facts: JSONObject = [:], position: Position = .start
  ) {
    self.id = id
    self.time = time
    self.kind = kind
    self.cycle = cycle
    self.change = change
    self.source = source
    self.targetID = targetID
    self.facts = facts
    self.position = position
  }
}
