import EventLog
import JSONTape
import Provisioning

/// An escrow as the table `escrows` holds it, under its object's key.
extension Escrow {
  init(_ fact: EscrowFact, of key: SourceKey) {
    self.init(
      key: key, code: fact.code, reason: fact.reason, attempts: fact.attempts,
      firstFailure: fact.firstFailure, nextAttempt: fact.nextAttempt)
  }

  var row: [UInt8] {
    var writer = FactsWriter()
    writer.set("type", key.type)
    writer.set("id", key.id)
    writer.set("code", code)
    writer.set("reason", reason)
    writer.set("attempts", attempts)
    writer.set("firstFailure", time: firstFailure)
    writer.set("nextAttempt", time: nextAttempt)
    return writer.object.serialized()
  }

  init(row: Span<UInt8>) throws(JobLedgerError) {
    let parsed = try? JSONValue(parsing: row.array, limits: JobEventCodec.limits)
    guard let json = parsed?.objectValue, let type = json.string("type"), let id = json.string("id"),
      let first = json.time("firstFailure"), let next = json.time("nextAttempt")
    else { throw .unreadableRow(table: "escrows") }
    self.init(
      key: SourceKey(type: type, id: id), code: json.string("code") ?? "",
      reason: json.string("reason") ?? "",
      attempts: json.int("attempts") ?? 0, firstFailure: first, nextAttempt: next)
  }
}

/// A staged deletion as the table `staged` holds it, under its object's key.
extension StagedDeletion {
  var row: [UInt8] {
    var writer = FactsWriter()
    writer.set("type", key.type)
    writer.set("id", key.id)
    writer.set("action", action)
    writer.set("target", targetID)
    writer.set("staged", time: staged)
    return writer.object.serialized()
  }

  init(row: Span<UInt8>) throws(JobLedgerError) {
    let parsed = try? JSONValue(parsing: row.array, limits: JobEventCodec.limits)
    guard let json = parsed?.objectValue, let type = json.string("type"), let id = json.string("id"),
      let action = json.string("action").flatMap({ ProvisioningAction(rawValue: $0) })
    else { throw .unreadableRow(table: "staged") }
    self.init(
      key: SourceKey(type: type, id: id), action: action, targetID: json.string("target") ?? "",
      staged: json.time("staged") ?? 0)
  }
}
