public import EventLog
import JSONTape
import LMDB
import Provisioning

extension JobLedger {
  /// One change in Graph's form, with the import that it followed on; nil where there is none of this id.
  public func summary(
    ofChange change: Identifier, context: LogContext
  ) throws -> ProvisioningObjectSummary? {
    let events = try eventsWithImport(ofChange: change)
    return try ProvisioningObjectSummary(events, image: image(of: events), context: context)
  }

  /// One change in the older form, with the import that it followed on.
  public func auditEntries(ofChange change: Identifier, context: LogContext) throws -> [AuditEntry] {
    let events = try eventsWithImport(ofChange: change)
    // The name that the object had then, where the change tells it.
    let imported = try events.first?.facts(as: SourceImported.self)?.attributes
    let image = try imported ?? image(of: events)
    var trail = AuditTrail(context: context)
    return try events.compactMap { try trail.entry($0, image: image) }
  }

  /// A run of the log in the older form, administrative entries too.
  public func auditEntries(
    from position: Position, limit: Int, context: LogContext
  ) throws -> [AuditEntry] {
    var trail = AuditTrail(context: context)
    return try events(from: position, limit: limit).compactMap { event in
      try trail.entry(event, image: image(of: [event]))
    }
  }

  private func eventsWithImport(ofChange change: Identifier) throws -> [JobEvent] {
    let events = try events(ofChange: change)
    return try importEvent(of: events).map { [$0] + events } ?? events
  }

  /// The attributes of the changed object that anybody may read.
  private func image(of events: [JobEvent]) throws -> JSONObject? {
    guard let key = events.lazy.compactMap(\.source).first else { return nil }
    return try read { tables, view in
      let stored = try view.get(JobKeys.object(key).span, in: tables.entries) { try StoredEntry(row: $0) }
      guard let stored else { return nil }
      var attributes = stored.object.attributes
      for name in stored.sealed { attributes[name] = nil }
      return attributes
    }
  }
}
