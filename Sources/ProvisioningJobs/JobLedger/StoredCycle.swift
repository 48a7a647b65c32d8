import EventLog
import JSONTape
import Provisioning

/// A cycle as the table `cycles` holds it, under its id.
extension CycleSummary {
  var row: [UInt8] {
    var writer = FactsWriter()
    writer.set("kind", kind)
    writer.set("began", time: began)
    writer.set("ended", time: ended)
    writer.set("outcome", outcome?.rawValue)
    writer.set("configuration", configurationHash)
    writer.set("configuredAt", configuredAt.map { Int(clamping: $0.rawValue) })
    writer.set("before", watermarkBefore)
    writer.set("after", watermarkAfter)
    writer.set("counts", counts.json)
    writer.set("error", error?.json)
    writer.set("start", Int(clamping: start.rawValue))
    writer.set("end", end.map { Int(clamping: $0.rawValue) })
    return writer.object.serialized()
  }

  init(id: Identifier, row: Span<UInt8>) throws(JobLedgerError) {
    let parsed = try? JSONValue(parsing: row.array, limits: JobEventCodec.limits)
    guard let json = parsed?.objectValue, let kind = json.string("kind").flatMap({ CycleKind(rawValue: $0) })
    else { throw .unreadableRow(table: "cycles") }
    self.init(
      id: id, kind: kind, began: json.time("began") ?? 0, ended: json.time("ended"),
      outcome: json.string("outcome").flatMap { CycleOutcome(rawValue: $0) },
      configurationHash: json.string("configuration") ?? "",
      configuredAt: json.int("configuredAt").map { Position(UInt64(clamping: $0)) },
      watermarkBefore: json.string("before"), watermarkAfter: json.string("after"),
      counts: CycleCounts(json: json.object("counts") ?? [:]),
      error: json.object("error").map { JobError(json: $0) },
      start: Position(UInt64(clamping: json.int("start") ?? 0)),
      end: json.int("end").map { Position(UInt64(clamping: $0)) })
  }
}
