import Directory
import EventLog
import JSONTape
import LMDB
import Projections
import ProvisioningJobs
import SCIM

extension ProvisioningLedger {
  /// How the whole of the imported log and the requests of the time that it covers stand to each other.
  ///
  /// Both sides are held in memory without their bodies while it is worked out.
  public func correlation(window: Duration = LogCorrelation.usualWindow) throws -> LogCorrelation {
    var query = EventQuery()
    query.filter = .equal(.operation, .string(Event.Operation.importLogRecord.name))
    var records: [ProviderRecord] = []
    try forEachEvent(query) { event in
      if let record = ProviderRecord(event) { records.append(record) }
    }
    let (first, last) = try positions(around: records, window: window)
    return LogCorrelation(records, try ledgerChanges(from: first, through: last), window: window)
  }

  /// The record of the identity provider's log that tells of the request at a position, or, where the event there
  /// brought such a record in, the requests that it tells of. Looks at what happened about that time only.
  ///
  /// - Returns: nil where no record is about it.
  public func correlation(
    of event: Event, window: Duration = LogCorrelation.usualWindow
  ) throws -> LogCorrelation.Entry? {
    if let record = ProviderRecord(event) {
      let others = try providerRecords(under: record.record.keys, near: record.time, window: window)
      return try correlation(of: others, nearby: nil, window: window).entry(ofRecord: record.position)
    }
    guard let change = try ledgerChange(event) else { return nil }
    let records = try providerRecords(under: change.keys, near: event.time.microseconds, window: window)
    guard !records.isEmpty else { return nil }
    return try correlation(of: records, nearby: change, window: window).entry(ofChange: event.position)
      .flatMap { $0.record == nil ? nil : $0 }
  }

  /// The records of the identity provider's log under any of some keys, by their time.
  func providerRecords(under keys: [String]) throws -> [ProviderRecord] {
    let positions = try log.environment.read { transaction in
      let reader = try AuditReader(tables: tables, view: transaction.view)
      return try keys.reduce(into: Set<Position>()) { $0.formUnion(try reader.importedRecords(under: $1)) }
    }
    var records: [ProviderRecord] = []
    for position in positions.sorted() {
      if let record = try event(at: position).flatMap({ ProviderRecord($0) }) { records.append(record) }
    }
    return records.sorted { ($0.time, $0.position) < ($1.time, $1.position) }
  }

  private func providerRecords(
    under keys: [String], near time: Int64, window: Duration
  ) throws -> [ProviderRecord] {
    let reach = window.microseconds.multipliedClamped(by: 2)
    return try providerRecords(under: keys).filter { record in
      record.time.subtractingClamped(time).magnitude <= UInt64(reach.addingClamped(record.duration))
    }
  }

  /// The entries of records about one person and the requests near them.
  func correlation(
    of records: [ProviderRecord], nearby change: LedgerChange?, window: Duration
  ) throws -> LogCorrelation {
    let (first, last) = try positions(around: records, window: window)
    var changes: [Position: LedgerChange] = [:]
    func add(_ found: [LedgerChange]) { for change in found { changes[change.position] = change } }
    if let change { add([change]) }
    // In a busy time only what stands nearest, and what the resources' own histories have.
    let middle = try change?.position ?? position(nearest: records.first?.time ?? 0)
    let start = max(first.rawValue, middle.rawValue - min(middle.rawValue, Self.mostLookedAt))
    let end = min(last.rawValue, middle.rawValue &+ Self.mostLookedAt)
    if start <= end { add(try ledgerChanges(from: Position(start), through: Position(end))) }
    for id in resources(of: records) {
      for position in try positions(of: id) where first <= position && position <= last {
        if changes[position] == nil, let event = try event(at: position), let found = try ledgerChange(event)
        {
          changes[position] = found
        }
      }
    }
    return LogCorrelation(records, Array(changes.values), window: window)
  }

  /// How many events are looked at on either side of a change.
  private static let mostLookedAt: UInt64 = 500

  /// The resources that records name by the ids that they have here.
  private func resources(of records: [ProviderRecord]) -> [Identifier] {
    let ids = records.flatMap { record in record.record.targetKeys.compactMap { Identifier($0.dropFirst(7)) }
    }
    return Array(Set(ids)).sorted()
  }

  private func position(nearest time: Int64) throws -> Position {
    try lastPosition { $0 <= time }
  }

  /// The part of this log that records can tell of.
  private func positions(
    around records: [ProviderRecord], window: Duration
  ) throws -> (first: Position, last: Position) {
    guard let start = records.map({ $0.time.subtractingClamped($0.duration) }).min(),
      let end = records.map({ $0.time.addingClamped($0.duration) }).max()
    else { return (Position(1), .start) }
    let reach = window.microseconds
    let (early, late) = (start.subtractingClamped(reach), end.addingClamped(reach))
    return (try lastPosition { $0 < early }.next, try lastPosition { $0 <= late })
  }
}

extension ProvisioningLedger {
  private static let changing: [Event.Operation] = [.create, .replace, .modify, .delete]

  /// The requests to change a resource in a part of the log.
  func ledgerChanges(from first: Position, through last: Position) throws -> [LedgerChange] {
    guard first <= last else { return [] }
    var query = EventQuery()
    query.filter = .or(Self.changing.map { .equal(.operation, .string($0.name)) })
    (query.first, query.last) = (first, last)
    var scan = try EventScan(query, order: .oldestFirst, wanted: [.whole, .changes], in: self)
    let loader = EventLoader(log: log, tables: tables)
    var found: [LedgerChange] = []
    while scan.next != nil {
      try scan.advance { glance, view in
        if let event = glance.event,
          let change = LedgerChange(
            event, image: try loader.imageThen(event, in: view), properties: glance.properties)
        {
          found.append(change)
        }
        return .next
      }
    }
    return found
  }

  func ledgerChange(_ event: Event) throws -> LedgerChange? {
    let loader = EventLoader(log: log, tables: tables)
    return try log.environment.read { transaction in
      LedgerChange(
        event, image: try loader.imageThen(event, in: transaction.view),
        properties: try loader.changes(of: event, in: transaction.view))
    }
  }
}

extension ProviderRecord {
  /// The record that an event brought in; nil for another event, and for a record that can't be read any more.
  public init?(_ event: Event) {
    guard let imported = event.importedRecord,
      let record = try? ProvisioningLogRecord(
        imported.record,
        form: event.details?["form"]?.stringValue.flatMap { ProvisioningLogRecord.Form(rawValue: $0) })
    else { return nil }
    self.init(position: event.position, record: record)
  }

  /// When it happened there, microseconds since 1970 UTC.
  var time: Int64 { record.summary.activityDateTime }

  /// Microseconds.
  var duration: Int64 { Int64(clamping: record.summary.durationInMilliseconds).multipliedClamped(by: 1000) }
}
