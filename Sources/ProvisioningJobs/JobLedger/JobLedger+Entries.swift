import EventLog
import LMDB
public import Provisioning

extension JobLedger {
  /// What is known of an object, its sealed values in clear; nil where the job does not know it.
  ///
  /// Its `references` hold the small attributes; those of large ones are given by
  /// ``references(of:attribute:_:)``.
  public func entry(_ key: SourceKey) throws -> ConnectorEntry? {
    try read { tables, view in try entry(JobKeys.object(key), tables, view) }
  }

  /// The same for several objects, as one snapshot has them.
  public func entries(_ keys: [SourceKey]) throws -> [SourceKey: ConnectorEntry] {
    try read { tables, view in
      var found: [SourceKey: ConnectorEntry] = [:]
      for key in keys { found[key] = try entry(JobKeys.object(key), tables, view) }
      return found
    }
  }

  /// Objects of a type in the order of the table's keys: by the bytes of their ids, very long ones last.
  ///
  /// - Parameter after: Of the same type; nil for the first ones.
  public func entries(type: String, after: SourceKey?, limit: Int) throws -> [ConnectorEntry] {
    try objects(in: \.entries, type: type, after: after, limit: limit) { row, _, tables, view in
      try entry(row, tables, view)
    }
  }

  /// The keys of objects of a type, in the same order.
  public func keys(type: String, after: SourceKey?, limit: Int) throws -> [SourceKey] {
    try objects(in: \.entries, type: type, after: after, limit: limit) { row, _, tables, view in
      try key(row, tables, view)
    }
  }

  /// Objects of a type that something is to be done about, in the same order.
  public func due(type: String, after: SourceKey?, limit: Int) throws -> [DueObject] {
    try objects(in: \.due, type: type, after: after, limit: limit) { row, value, tables, view in
      guard let key = try key(row, tables, view), value.count > 0 else { return nil }
      let link = try view.get(row.span, in: tables.links) { ConnectorEntry.Link(row: $0) } ?? nil
      return DueObject(key: key, due: ConnectorEntry.Due(flags: value[0]), link: link)
    }
  }

  /// How many objects something is to be done about.
  public func dueCount() throws -> Int {
    try read { tables, view in try view.count(of: tables.due) }
  }

  /// How many objects the job knows.
  public func entryCount() throws -> Int {
    try read { tables, view in try view.count(of: tables.entries) }
  }

  /// The references of one attribute, in the order of the ids' bytes.
  ///
  /// Small attributes have rows too. Reads in one snapshot, which `body` should not hold for long.
  public func references(
    of key: SourceKey, attribute: String, _ body: (String, ReferenceState) throws -> Void
  ) throws {
    try read { tables, view in
      try ReferenceRows(tables: tables, key: key).scan(attribute: attribute, in: view, body)
    }
  }

  /// The state of one reference; nil where there is none.
  public func reference(of key: SourceKey, attribute: String, to id: String) throws -> ReferenceState? {
    try read { tables, view in
      try ReferenceRows(tables: tables, key: key).state(attribute, id, in: view)
    }
  }

  /// Which objects point to this one in the source, by which attribute.
  public func referrers(of id: String) throws -> [(SourceKey, attribute: String)] {
    try read { tables, view in
      try ReferenceRows.referrers(of: id, tables, in: view).filter { key, attribute in
        try ReferenceRows(tables: tables, key: key).state(attribute, id, in: view) != .unwanted
      }
    }
  }

  /// The object that is linked to a resource of the target.
  ///
  /// - Parameter type: The source's type.
  public func key(ofTarget targetID: String, type: String) throws -> SourceKey? {
    try read { tables, view in
      let row = JobKeys.names(type, targetID)
      let id = try view.get(row.span, in: tables.targets) { PackedNames.unpack($0, count: 1)?.first } ?? nil
      return id.map { SourceKey(type: type, id: $0) }
    }
  }

  /// The links of objects by their ids, where they have one.
  ///
  /// - Parameter types: The source's types, looked for in this order.
  public func links(
    of ids: [String], types: [String]
  ) throws -> [String: (SourceKey, ConnectorEntry.Link)] {
    try read { tables, view in
      var found: [String: (SourceKey, ConnectorEntry.Link)] = [:]
      for id in ids where found[id] == nil {
        for type in types {
          let row = JobKeys.names(type, id)
          let link = try view.get(row.span, in: tables.links) { ConnectorEntry.Link(row: $0) } ?? nil
          guard let link else { continue }
          found[id] = (SourceKey(type: type, id: id), link)
          break
        }
      }
      return found
    }
  }

  /// The failure of an object that waits for another attempt.
  public func escrow(_ key: SourceKey) throws -> Escrow? {
    try read { tables, view in
      try view.get(JobKeys.object(key).span, in: tables.escrows) { try Escrow(row: $0) }
    }
  }

  /// Failures that wait, by their objects' keys.
  public func escrows(after: SourceKey? = nil, limit: Int) throws -> [Escrow] {
    try read { tables, view in
      var found: [Escrow] = []
      guard limit > 0 else { return [] }
      let bound = after.map { JobKeys.object($0) + [0] }
      try view.scan(tables.escrows, from: bound, direction: .ascending) { _, value in
        found.append(try Escrow(row: value))
        return found.count < limit ? .next : .stop
      }
      return found
    }
  }

  /// Failures whose next attempt has come at this time, the longest overdue first.
  ///
  /// - Parameter time: Microseconds since 1970-01-01 UTC.
  public func escrows(dueAt time: Int64, limit: Int) throws -> [Escrow] {
    try read { tables, view in
      var rows: [[UInt8]] = []
      guard limit > 0 else { return [] }
      let end = JobKeys.time(time)
      try view.scan(tables.escrowTimes, from: nil, direction: .ascending) { row, _ in
        let row = row.array
        guard row.count > 8, !end.lexicographicallyPrecedes(row.prefix(8)) else { return .stop }
        rows.append(Array(row.dropFirst(8)))
        return rows.count < limit ? .next : .stop
      }
      return try rows.compactMap { row in
        try view.get(row.span, in: tables.escrows) { try Escrow(row: $0) }
      }
    }
  }

  public func escrowCount() throws -> Int {
    try read { tables, view in try view.count(of: tables.escrows) }
  }

  /// The disables and deletions that wait for an administrator.
  public func stagedDeletions() throws -> [StagedDeletion] {
    try read { tables, view in
      var found: [StagedDeletion] = []
      try view.scan(tables.staged, from: nil, direction: .ascending) { _, value in
        found.append(try StagedDeletion(row: value))
        return .next
      }
      return found
    }
  }

  /// Where the job stands.
  public func state() throws -> JobState {
    try read { tables, view in
      var state = try states.load(tables, in: view)
      if let id = state.cycle?.id {
        let counts = try CycleCounts.load(id, tables, in: view)
        state.cycle.mutate { $0.counts = counts }
      }
      if let id = state.onDemand?.id {
        let counts = try CycleCounts.load(id, tables, in: view)
        state.onDemand.mutate { $0.counts = counts }
      }
      state.complete(due: try view.count(of: tables.due))
      return state
    }
  }

  func read<Value>(_ body: (JobTables.Set, TransactionView) throws -> Value) throws -> Value {
    try log.environment.read { transaction in
      try body(tables.active(in: transaction.view), transaction.view)
    }
  }

  private func objects<Value>(
    in table: KeyPath<JobTables.Set, Table>, type: String, after: SourceKey?, limit: Int,
    _ value: ([UInt8], Span<UInt8>, JobTables.Set, TransactionView) throws -> Value?
  ) throws -> [Value] {
    try read { tables, view in
      var found: [Value] = []
      guard limit > 0 else { return [] }
      let prefix = JobKeys.names(type)
      let bound = after.map { JobKeys.object($0) + [0] } ?? prefix
      try view.scan(tables[keyPath: table], from: bound, direction: .ascending) { row, stored in
        guard row.begins(with: prefix) else { return .stop }
        if let value = try value(row.array, stored, tables, view) { found.append(value) }
        return found.count < limit ? .next : .stop
      }
      return found
    }
  }

  /// The key that a row's key says, or its entry where that has a hash in the place of a long name.
  private func key(
    _ row: [UInt8], _ tables: JobTables.Set, _ view: TransactionView
  ) throws -> SourceKey? {
    var offset = 0
    if let type = JobKeys.plainName(in: row.span, at: &offset),
      let id = JobKeys.plainName(in: row.span, at: &offset)
    {
      return SourceKey(type: type, id: id)
    }
    return try view.get(row.span, in: tables.entries) { try StoredEntry(row: $0).object.key }
  }

  private func entry(
    _ row: [UInt8], _ tables: JobTables.Set, _ view: TransactionView
  ) throws -> ConnectorEntry? {
    guard let stored = try view.get(row.span, in: tables.entries, { try StoredEntry(row: $0) }) else {
      return nil
    }
    let link = try view.get(row.span, in: tables.links) { ConnectorEntry.Link(row: $0) } ?? nil
    let due =
      try view.get(row.span, in: tables.due) {
        $0.count > 0 ? ConnectorEntry.Due(flags: $0[0]) : nil
      } ?? nil
    return ConnectorEntry(object: try stored.opened(seal), link: link, due: due)
  }
}

extension JobState {
  /// Fills in what follows from the rest and is not stored.
  fileprivate mutating func complete(due: Int) {
    status.quarantine = quarantine
    status.code =
      if configurationHash == nil {
        .notConfigured
      } else if isPaused {
        .paused
      } else if quarantine != nil {
        .quarantine
      } else if status.lastExecution == nil && cycle == nil {
        .notRun
      } else {
        .active
      }
    if let cycle {
      let completed = cycle.counts.completed
      status.progress = [
        SynchronizationProgress(units: "objects", completedUnits: completed, totalUnits: completed &+ due)
      ]
    }
  }
}
