public import EventLog
public import JSONTape
import SCIM

/// One cycle, as the list of cycles shows it.
public struct CycleSummary: Sendable, Hashable {
  public var id: Identifier
  public var kind: CycleKind
  /// Microseconds since 1970-01-01 UTC.
  public var began: Int64
  /// Nil while it runs, and for one that another cycle took the place of.
  public var ended: Int64?
  public var outcome: CycleOutcome?
  public var configurationHash: String
  /// Where the event of its configuration stands; nil in the rows of earlier versions.
  public var configuredAt: Position?
  public var watermarkBefore: String?
  public var watermarkAfter: String?
  public var counts: CycleCounts
  public var error: JobError?
  /// Where its first event stands.
  public var start: Position
  /// Where its last event stands; nil while it runs.
  public var end: Position?

  public init(
    id: Identifier, kind: CycleKind, began: Int64, ended: Int64? = nil, outcome: CycleOutcome? = nil,
    configurationHash: String, configuredAt: Position? = nil, watermarkBefore: String? = nil,
    watermarkAfter: String? = nil, counts: CycleCounts = CycleCounts(), error: JobError? = nil,
    start: Position, end: Position? = nil
  ) {
    self.id = id
    self.kind = kind
    self.began = began
    self.ended = ended
    self.outcome = outcome
    self.configurationHash = configurationHash
    self.configuredAt = configuredAt
    self.watermarkBefore = watermarkBefore
    self.watermarkAfter = watermarkAfter
    self.counts = counts
    self.error = error
    self.start = start
    self.end = end
  }

  /// For people and programs: times as RFC 3339, counters by Graph's names.
  public var json: JSONObject {
    var writer = FactsWriter()
    writer.set("cycleId", id.description)
    writer.set("kind", kind)
    writer.set("timeBegan", DateTime(microseconds: began).description)
    writer.set("timeEnded", ended.map { DateTime(microseconds: $0).description })
    writer.set("state", outcome?.rawValue)
    writer.set("configuration", configurationHash)
    writer.set("watermarkBefore", watermarkBefore)
    writer.set("watermarkAfter", watermarkAfter)
    writer.set("counts", counts.json)
    writer.set("error", error?.json)
    writer.set("firstEvent", Int(clamping: start.rawValue))
    writer.set("lastEvent", end.map { Int(clamping: $0.rawValue) })
    return writer.object
  }
}
