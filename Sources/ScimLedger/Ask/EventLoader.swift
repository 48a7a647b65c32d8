import Directory
import EventLog
import JSONTape
import LMDB
import Projections
import SCIM

/// Reads what an event alone does not tell: the resource as it was then, what changed, the cycle.
struct EventLoader: Sendable {
  let log: LMDBEventLog
  let tables: ProjectionTables

  func event(at position: Position, in view: TransactionView) throws -> Event {
    guard let record = try log.record(at: position, in: view) else {
      throw EventLogError.missingRecord(position)
    }
    return try EventCodec.event(record)
  }

  /// The resource after the event; before it where the event removed it or left it alone; as it was asked for
  /// where a creation was refused.
  func imageThen(_ event: Event, in view: TransactionView) throws -> JSONObject? {
    if let image = event.effect?.image { return image }
    if let image = try previous(event, in: view)?.effect?.image { return image }
    if let id = event.resource,
      let change = try AuditReader(tables: tables, view: view).change(of: id, through: event.position)
    {
      return try self.event(at: change, in: view).effect?.image
    }
    guard event.operation == .create, let body = event.request?.body else { return nil }
    return (try? JSONValue(parsing: body))?.objectValue
  }

  /// What an event changed, members too.
  func changes(of event: Event, in view: TransactionView) throws -> [ModifiedProperty] {
    guard let effect = event.effect else { return [] }
    return ModifiedProperty.between(try previous(event, in: view)?.effect?.image, effect.image)
      + effect.memberProperties
  }

  func previous(_ event: Event, in view: TransactionView) throws -> Event? {
    try event.previous.map { try self.event(at: $0, in: view) }
  }

  func cycle(of glance: EventGlance, in view: TransactionView) throws -> Identifier? {
    if let marked = glance.fact("cycle")?.stringValue { return Identifier(marked) }
    guard let operation = glance.operation, !operation.isAdministrative,
      let client = glance.fact("client")?.stringValue
    else { return nil }
    var event = Event(
      id: glance.record.eventID, time: DateTime(microseconds: glance.record.time), operation: operation,
      actor: Client(name: client, client: client, tokenID: .none), outcome: .init(status: 0))
    event.position = glance.record.position
    return try AuditReader(tables: tables, view: view).cycle(of: event)?.id
  }
}

extension Event.Effect {
  /// The members that came and went, as properties.
  var memberProperties: [ModifiedProperty] {
    membersAdded.map { ModifiedProperty(path: "members", old: nil, new: .string($0.value)) }
      + membersRemoved.map { ModifiedProperty(path: "members", old: .string($0), new: nil) }
  }
}
