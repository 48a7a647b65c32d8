public import EventLog
import LMDB
public import Provisioning

// What is read here never shows sealed values: "[Redact]" stands in their place.
extension JobLedger {
  /// The event at a position; nil beyond the head.
  ///
  /// - Throws: `EventLogError.damagedRecord` if its hash does not hold.
  public func event(at position: Position) throws -> JobEvent? {
    try log.record(at: position).map { Seal.redact(try JobEventCodec.event($0)) }
  }

  /// The event with its sealed values in clear, for who computes a cycle again. Nobody should see it.
  public func unsealedEvent(at position: Position) throws -> JobEvent? {
    try log.record(at: position).map { try seal.open(JobEventCodec.event($0)) }
  }

  /// Up to `limit` events from a position on, oldest first.
  public func events(from position: Position, limit: Int) throws -> [JobEvent] {
    try log.records(from: position, limit: limit).map { Seal.redact(try JobEventCodec.event($0)) }
  }

  /// Up to `limit` events at and before a position, newest first.
  public func events(backFrom position: Position, limit: Int) throws -> [JobEvent] {
    try log.records(backFrom: position, limit: limit).map { Seal.redact(try JobEventCodec.event($0)) }
  }

  /// Everything that was done in one change, oldest first.
  ///
  /// An import that led to it belongs to no change; ``importEvent(of:)`` finds it.
  public func events(ofChange change: Identifier) throws -> [JobEvent] {
    try read { tables, view in
      try positions(ofChange: change, tables, view).map { try event(at: $0, in: view) }
    }
  }

  /// Up to `limit` events about one object, of its changes and apart from them, newest first.
  public func events(of key: SourceKey, limit: Int) throws -> [JobEvent] {
    try read { tables, view in
      var positions: [Position] = []
      let object = JobKeys.object(key)
      try view.scan(tables.objectEvents, from: JobKeys.end(of: object), direction: .descending) { row, _ in
        if row.begins(with: object), row.count == object.count + 8 {
          positions.append(Position(UInt64(bigEndian: row, at: object.count)))
        } else if !positions.isEmpty || row.precedes(object) {
          return .stop
        }
        return positions.count < limit ? .next : .stop
      }
      var found = 0
      let changes = try identifiers(
        in: tables.objectChanges, prefix: object, from: JobKeys.end(of: object), direction: .descending,
        limit: limit, view)
      for change in changes where found < limit {
        let part = try self.positions(ofChange: change, tables, view)
        found += part.count
        positions += part
      }
      let newest = positions.sorted(by: >).prefix(max(limit, 0))
      return try newest.map { try event(at: $0, in: view) }.filter { $0.source == key }
    }
  }

  /// The import that a change followed on: the last one of its object in the same cycle, unless another change
  /// came between.
  ///
  /// - Parameter events: Of one change, oldest first.
  public func importEvent(of events: [JobEvent]) throws -> JobEvent? {
    guard let first = events.first, let change = first.change, let key = first.source,
      !events.contains(where: { $0.kind == .sourceImported })
    else { return nil }
    return try read { tables, view in
      let object = JobKeys.object(key)
      var earlier: Identifier?
      try view.scan(tables.objectChanges, from: object + change.bytes, direction: .descending) { row, _ in
        guard row.begins(with: object), row.count == object.count + 16 else { return .stop }
        let found = Identifier(bigEndian: row, at: object.count)
        if found == change { return .next }
        earlier = found
        return .stop
      }
      let floor = try earlier.map { try positions(ofChange: $0, tables, view).last ?? .start } ?? .start
      var imported: JobEvent?
      try view.scan(tables.objectEvents, from: object + first.position.key, direction: .descending) {
        row, _ in
        guard row.begins(with: object), row.count == object.count + 8 else { return .stop }
        let position = Position(UInt64(bigEndian: row, at: object.count))
        guard position > floor else { return .stop }
        let event = try event(at: position, in: view)
        guard event.cycle == first.cycle else { return .stop }
        guard event.kind == .sourceImported else { return .next }
        imported = event
        return .stop
      }
      return imported
    }
  }

  private func positions(
    ofChange change: Identifier, _ tables: JobTables.Set, _ view: TransactionView
  ) throws -> [Position] {
    let prefix = change.bytes
    var positions: [Position] = []
    try view.scan(tables.changeEvents, from: prefix, direction: .ascending) { row, _ in
      guard row.begins(with: prefix), row.count == 24 else { return .stop }
      positions.append(Position(UInt64(bigEndian: row, at: 16)))
      return .next
    }
    return positions
  }

  private func event(at position: Position, in view: TransactionView) throws -> JobEvent {
    guard let record = try log.record(at: position, in: view) else {
      throw EventLogError.missingRecord(position)
    }
    return Seal.redact(try JobEventCodec.event(record))
  }

  /// The changes of one object, newest first.
  public func changes(of key: SourceKey, limit: Int) throws -> [Identifier] {
    try read { tables, view in
      let prefix = JobKeys.object(key)
      return try identifiers(
        in: tables.objectChanges, prefix: prefix, from: JobKeys.end(of: prefix), direction: .descending,
        limit: limit, view)
    }
  }

  /// The changes of one cycle, oldest first.
  ///
  /// - Parameter after: One of them; nil for the first ones.
  public func changes(
    ofCycle cycle: Identifier, after: Identifier? = nil, limit: Int
  ) throws -> [Identifier] {
    try read { tables, view in
      let prefix = cycle.bytes
      return try identifiers(
        in: tables.cycleChanges, prefix: prefix, from: prefix + (after.map { $0.bytes + [0] } ?? []),
        direction: .ascending, limit: limit, view)
    }
  }

  /// The cycles, newest first; those that run, with their counters so far.
  public func cycles(limit: Int) throws -> [CycleSummary] {
    try read { tables, view in
      var found: [CycleSummary] = []
      guard limit > 0 else { return [] }
      try view.scan(tables.cycles, from: nil, direction: .descending) { row, value in
        guard let id = Identifier(bytes: row) else { throw JobLedgerError.unreadableRow(table: "cycles") }
        found.append(try cycle(id, value, tables, view))
        return found.count < limit ? .next : .stop
      }
      return found
    }
  }

  /// One cycle; nil where there is none of this id.
  public func cycle(_ id: Identifier) throws -> CycleSummary? {
    try read { tables, view in
      try view.get(id.bytes.span, in: tables.cycles) { try cycle(id, $0, tables, view) }
    }
  }

  /// One that runs has its counters in a row of their own.
  private func cycle(
    _ id: Identifier, _ row: Span<UInt8>, _ tables: JobTables.Set, _ view: TransactionView
  ) throws -> CycleSummary {
    var summary = try CycleSummary(id: id, row: row)
    let counts = try view.get(CycleCounts.rowKey(id).span, in: tables.state) { try CycleCounts(row: $0) }
    if let counts { summary.counts = counts }
    return summary
  }

  private func identifiers(
    in table: Table, prefix: [UInt8], from bound: [UInt8]?, direction: ScanDirection, limit: Int,
    _ view: TransactionView
  ) throws -> [Identifier] {
    var found: [Identifier] = []
    guard limit > 0 else { return [] }
    try view.scan(table, from: bound, direction: direction) { row, _ in
      guard row.begins(with: prefix) else {
        // Descending, the bound itself may be the first row behind them.
        return direction == .descending && !row.precedes(prefix) ? .next : .stop
      }
      guard row.count == prefix.count + 16 else { return .next }
      found.append(Identifier(bigEndian: row, at: prefix.count))
      return found.count < limit ? .next : .stop
    }
    return found
  }
}
