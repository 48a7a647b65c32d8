import Directory
public import EventLog
import JSONTape
import LMDB
import Projections
import SCIM

/// What came of bringing records of the identity provider's log in.
public struct ProvisioningLogImport: Sendable, Hashable {
  /// The events that were appended, one for each new record.
  public var added: [Position] = []
  /// How many records had been brought in before.
  public var known = 0
  /// Records of a known id that say something else than the one that is kept, with that one's event. They are
  /// not kept: entries of that log do not change.
  public var differing: [Differing] = []

  public struct Differing: Sendable, Hashable {
    public var id: String
    public var position: Position

    public init(id: String, position: Position) {
      self.id = id
      self.position = position
    }
  }

  public init() {}

  /// Takes in what came of further records.
  public mutating func add(_ other: ProvisioningLogImport) {
    added += other.added
    known += other.known
    differing += other.differing
  }
}

extension ProvisioningLedger {
  /// Keeps records of the identity provider's provisioning log, each as one event, exactly once: what is known by
  /// its id is passed over, also by a second import.
  ///
  /// ```swift
  /// let reading = ProvisioningLogReading(files: ["provisioning.json"])
  /// let outcome = try await ledger.importProvisioningLog(reading.records)
  /// print(outcome.added.count, reading.problems)
  /// ```
  ///
  /// When it returns, the records are durable. Passwords, and attributes that a schema says are never returned,
  /// are left out.
  public func importProvisioningLog(
    _ records: [ProvisioningLogRecord], by actor: Client = .local
  ) async throws -> ProvisioningLogImport {
    let secrets = schemaRegistry.types.reduce(into: Set<String>()) { $0.formUnion($1.secretNames) }
    var outcome = ProvisioningLogImport()
    var next = records.startIndex
    while next < records.endIndex {
      let batch = records[next...].prefix(Self.mostImportedAtOnce)
      next = batch.endIndex
      outcome.add(
        try await administer { [self] transaction, appender in
          var found = ProvisioningLogImport()
          for record in batch {
            try keep(record, without: secrets, by: actor, &found, in: transaction, &appender)
          }
          return found
        })
    }
    return outcome
  }

  /// A transaction stays short, so that requests beside it don't wait long.
  private static let mostImportedAtOnce = 200

  private func keep(
    _ record: ProvisioningLogRecord, without secrets: Set<String>, by actor: Client,
    _ outcome: inout ProvisioningLogImport, in transaction: borrowing WriteTransaction,
    _ appender: inout LogAppender
  ) throws {
    let json = SecretProperties.redact(record.json, names: secrets)
    let reader = try AuditReader(tables: tables, view: transaction.view)
    let id = record.summary.id
    for position in try reader.importedRecords(under: ProvisioningLogRecord.recordKey(id)) {
      guard let stored = try log.record(at: position, in: transaction.view) else { continue }
      let known = try EventCodec.event(stored)
      outcome.known += 1
      // Another form of the same record has other members.
      if known.details?["form"]?.stringValue == record.form.rawValue, known.importedRecord?.record != json {
        outcome.differing.append(.init(id: id, position: position))
      }
      return
    }
    var event = administrativeEvent(.importLogRecord, status: 201, by: actor)
    event.details = [
      "form": .string(record.form.rawValue), "record": .string(id),
      "activity": .number(JSONNumber(Int(clamping: record.summary.activityDateTime))),
    ]
    event.importedRecord = ImportedRecord(keys: record.keys, record: json)
    event.position = try appender.append(EventCodec.draft(event), in: transaction).position
    try Projector(log: log, tables: tables).fold(event, in: transaction)
    outcome.added.append(event.position)
  }
}

/// Values of secret attributes in such a log, which names the attribute in one member and its value in others.
enum SecretProperties {
  static func redact(_ record: JSONObject, names: Set<String>) -> JSONObject {
    let plain = Redaction.redact(Redaction.redact(.object(record)).0, names: names)
    return redacted(plain, names.union(["password"])).objectValue ?? record
  }

  private static func redacted(_ value: JSONValue, _ names: Set<String>) -> JSONValue {
    switch value {
    case .array(let elements): return .array(elements.map { redacted($0, names) })
    case .object(let object):
      let name = object.firstIgnoringCase("displayName")?.value.stringValue?.lowercased() ?? ""
      let isSecret =
        (object.firstIgnoringCase("newValue") != nil || object.firstIgnoringCase("oldValue") != nil)
        && names.contains { name.contains($0) }
      return .object(
        JSONObject(
          object.map { member in
            let isValue =
              member.name.equalsIgnoringASCIICase("newValue")
              || member.name.equalsIgnoringASCIICase("oldValue")
            return (
              member.name,
              isSecret && isValue && !member.value.isNull
                ? .string(Redaction.placeholder) : redacted(member.value, names)
            )
          }))
    case .string(let text):
      // Azure Monitor has the properties as JSON text.
      guard text.first == "[" || text.first == "{", text.lowercased().contains("value"),
        let inner = try? JSONValue(parsing: Array(text.utf8))
      else { return value }
      let clean = redacted(inner, names)
      return clean == inner ? value : .string(clean.description)
    case .null, .bool, .number: return value
    }
  }
}
