public import JSONTape
import SCIM

extension SynchronizationStatus {
  /// Graph's JSON (synchronizationStatus): what there is none of is null.
  public var json: JSONObject {
    [
      "code": .string(code.rawValue),
      "countSuccessiveCompleteFailures": .number(JSONNumber(countSuccessiveCompleteFailures)),
      "escrowsPruned": .bool(escrowsPruned),
      "lastExecution": JSONValue(lastExecution?.json),
      "lastSuccessfulExecution": JSONValue(lastSuccessfulExecution?.json),
      "lastSuccessfulExecutionWithExports": JSONValue(lastSuccessfulExecutionWithExports?.json),
      "progress": .array(progress.map { .object($0.json) }),
      "quarantine": JSONValue(quarantine?.json),
      "steadyStateFirstAchievedTime": JSONValue(time: steadyStateFirstAchievedTime),
      "steadyStateLastAchievedTime": JSONValue(time: steadyStateLastAchievedTime),
      "synchronizedEntryCountByType": .array(
        synchronizedEntryCountByType.sorted { $0.key < $1.key }.map {
          ["key": .string($0.key), "value": .number(JSONNumber($0.value))]
        }),
      "troubleshootingUrl": .null,
    ]
  }
}

extension SynchronizationTaskExecution {
  /// Graph's JSON; the counters are members beside the rest.
  public var json: JSONObject {
    var object: JSONObject = ["activityIdentifier": .string(activityIdentifier)]
    for (name, path) in CycleCounts.names { object[name] = .number(JSONNumber(counts[keyPath: path])) }
    object["error"] = JSONValue(error?.json)
    object["state"] = .string(state.rawValue)
    object["timeBegan"] = JSONValue(time: timeBegan)
    object["timeEnded"] = JSONValue(time: timeEnded)
    return object
  }
}

extension SynchronizationProgress {
  public var json: JSONObject {
    [
      "completedUnits": .number(JSONNumber(completedUnits)), "totalUnits": .number(JSONNumber(totalUnits)),
      "units": .string(units),
    ]
  }
}

extension Quarantine {
  /// Graph's JSON (synchronizationQuarantine).
  public var json: JSONObject {
    [
      "currentBegan": JSONValue(time: currentBegan),
      "error": .object(JobError(code: reason.rawValue, message: message).json),
      "nextAttempt": JSONValue(time: nextAttempt), "reason": .string(reason.rawValue),
      "seriesBegan": JSONValue(time: seriesBegan), "seriesCount": .number(JSONNumber(seriesCount)),
    ]
  }
}

extension JSONValue {
  fileprivate init(_ object: JSONObject?) { self = object.map { .object($0) } ?? .null }

  fileprivate init(time: Int64?) {
    self = time.map { .string(DateTime(microseconds: $0).description) } ?? .null
  }
}
