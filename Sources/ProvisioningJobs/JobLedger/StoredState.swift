import EventLog
import JSONTape
import Provisioning

/// The job's state as the table `state` holds it; what is computed when it is asked for is left out.
extension JobState {
  static let rowKey = Array("state".utf8)

  var row: [UInt8] {
    var writer = FactsWriter()
    writer.set("name", name)
    writer.set("configuration", configurationHash)
    writer.set("configuredAt", configuredAt.map { Int(clamping: $0.rawValue) })
    writer.set("watermark", watermark)
    writer.set("pendingWatermark", pendingWatermark)
    writer.set("continuation", continuation)
    writer.set("isReadComplete", flag: isReadComplete)
    writer.set("needsInitialCycle", flag: needsInitialCycle)
    writer.set("forcesDeletions", flag: forcesDeletions)
    writer.set("isPaused", flag: isPaused)
    writer.set("cycle", cycle?.stored)
    writer.set("onDemand", onDemand?.stored)
    writer.set("quarantine", quarantine?.stored)
    writer.set("failures", status.countSuccessiveCompleteFailures)
    writer.set("escrowsPruned", flag: status.escrowsPruned)
    writer.set("last", status.lastExecution?.stored)
    writer.set("lastSuccessful", status.lastSuccessfulExecution?.stored)
    writer.set("lastWithExports", status.lastSuccessfulExecutionWithExports?.stored)
    writer.set("steadyFirst", time: status.steadyStateFirstAchievedTime)
    writer.set("steadyLast", time: status.steadyStateLastAchievedTime)
    let linked = status.synchronizedEntryCountByType.sorted { $0.key < $1.key }
    writer.set("linked", JSONObject(linked.map { ($0.key, .number(JSONNumber($0.value))) }))
    return writer.object.serialized()
  }

  init(row: [UInt8]) throws(JobLedgerError) {
    guard let json = (try? JSONValue(parsing: row, limits: JobEventCodec.limits))?.objectValue else {
      throw .unreadableRow(table: "state")
    }
    self.init(name: json.string("name") ?? "")
    configurationHash = json.string("configuration")
    configuredAt = json.int("configuredAt").map { Position(UInt64(clamping: $0)) }
    watermark = json.string("watermark")
    pendingWatermark = json.string("pendingWatermark")
    continuation = json.string("continuation")
    isReadComplete = json.flag("isReadComplete")
    needsInitialCycle = json.flag("needsInitialCycle")
    forcesDeletions = json.flag("forcesDeletions")
    isPaused = json.flag("isPaused")
    cycle = try json.object("cycle").map { json throws(JobLedgerError) in try RunningCycle(stored: json) }
    onDemand = try json.object("onDemand").map { json throws(JobLedgerError) in try RunningCycle(stored: json)
    }
    quarantine = json.object("quarantine").flatMap { Quarantine(stored: $0) }
    status.countSuccessiveCompleteFailures = json.int("failures") ?? 0
    status.escrowsPruned = json.flag("escrowsPruned")
    status.lastExecution = json.object("last").flatMap { SynchronizationTaskExecution(stored: $0) }
    status.lastSuccessfulExecution = json.object("lastSuccessful").flatMap {
      SynchronizationTaskExecution(stored: $0)
    }
    status.lastSuccessfulExecutionWithExports = json.object("lastWithExports").flatMap {
      SynchronizationTaskExecution(stored: $0)
    }
    status.steadyStateFirstAchievedTime = json.time("steadyFirst")
    status.steadyStateLastAchievedTime = json.time("steadyLast")
    for member in json.object("linked") ?? [:] {
      status.synchronizedEntryCountByType[member.name] = member.value.intValue
    }
  }
}

extension RunningCycle {
  var stored: JSONObject {
    var writer = FactsWriter()
    writer.set("id", id.description)
    writer.set("kind", kind)
    writer.set("began", time: began)
    writer.set("seed", String(seed, radix: 16))
    writer.set("now", time: now)
    writer.set("configuration", configurationHash)
    writer.set("watermark", watermark)
    writer.set("forcesDeletions", flag: forcesDeletions)
    writer.set("isOutdated", flag: isOutdated)
    writer.set("problems", problems)
    writer.set("start", Int(clamping: start.rawValue))
    return writer.object
  }

  init(stored json: JSONObject) throws(JobLedgerError) {
    guard let id = json.string("id").flatMap({ Identifier($0) }),
      let kind = json.string("kind").flatMap({ CycleKind(rawValue: $0) }), let began = json.time("began"),
      let seed = json.string("seed").flatMap({ UInt64($0, radix: 16) }), let now = json.time("now")
    else { throw .unreadableRow(table: "state") }
    self.init(
      id: id, kind: kind, began: began, seed: seed, now: now,
      configurationHash: json.string("configuration") ?? "", watermark: json.string("watermark"),
      forcesDeletions: json.flag("forcesDeletions"), isOutdated: json.flag("isOutdated"),
      problems: json.int("problems") ?? 0,
      start: Position(UInt64(clamping: json.int("start") ?? 0)))
  }
}

extension Quarantine {
  var stored: JSONObject {
    var writer = FactsWriter()
    writer.set("reason", reason)
    writer.set("currentBegan", time: currentBegan)
    writer.set("seriesBegan", time: seriesBegan)
    writer.set("seriesCount", seriesCount)
    writer.set("nextAttempt", time: nextAttempt)
    writer.set("message", message)
    return writer.object
  }

  init?(stored json: JSONObject) {
    guard let reason = json.string("reason").flatMap({ QuarantineReason(rawValue: $0) }) else { return nil }
    self.init(
      reason: reason, currentBegan: json.time("currentBegan") ?? 0,
      seriesBegan: json.time("seriesBegan") ?? 0,
      seriesCount: json.int("seriesCount") ?? 0, nextAttempt: json.time("nextAttempt"),
      message: json.string("message") ?? "")
  }
}

extension SynchronizationTaskExecution {
  var stored: JSONObject {
    var writer = FactsWriter()
    writer.set("id", activityIdentifier)
    writer.set("state", state)
    writer.set("counts", counts.json)
    writer.set("error", error?.json)
    writer.set("began", time: timeBegan)
    writer.set("ended", time: timeEnded)
    return writer.object
  }

  init?(stored json: JSONObject) {
    guard let state = json.string("state").flatMap({ CycleOutcome(rawValue: $0) }) else { return nil }
    self.init(
      activityIdentifier: json.string("id") ?? "", counts: CycleCounts(json: json.object("counts") ?? [:]),
      error: json.object("error").map { JobError(json: $0) }, state: state,
      timeBegan: json.time("began") ?? 0, timeEnded: json.time("ended") ?? 0)
  }
}

extension JSONObject {
  func string(_ name: String) -> String? { self[name]?.stringValue }
  func int(_ name: String) -> Int? { self[name]?.intValue }
  func time(_ name: String) -> Int64? { self[name]?.intValue.map { Int64($0) } }
  func object(_ name: String) -> JSONObject? { self[name]?.objectValue }
  func flag(_ name: String) -> Bool { self[name]?.boolValue ?? false }
}
