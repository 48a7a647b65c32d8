import EventLog
import LMDB
import Provisioning

/// The references of one object: a row each, and a row backwards, from whom it points to.
struct ReferenceRows {
  let tables: JobTables.Set
  let key: SourceKey
  let object: [UInt8]

  init(tables: JobTables.Set, key: SourceKey) {
    self.tables = tables
    self.key = key
    object = JobKeys.object(key)
  }

  /// Takes over what the source says. Returns how many rows that changed.
  ///
  /// What the target has and the source no longer wants stays as unwanted, until it is removed there.
  ///
  /// - Parameter isAttempted: Whether what is wanted may have reached the target without the job's knowledge.
  func change(
    _ attribute: String, _ delta: ReferenceDelta, isAttempted: Bool,
    in transaction: borrowing WriteTransaction
  ) throws -> Int {
    var changed = 0
    for id in delta.removed {
      switch try state(attribute, id, in: transaction.view) {
      case .wanted?: try set(attribute, id, isAttempted ? .unwanted : nil, in: transaction)
      case .exported?: try set(attribute, id, .unwanted, in: transaction)
      case .unwanted?, nil: continue
      }
      changed &+= 1
    }
    for id in delta.added {
      switch try state(attribute, id, in: transaction.view) {
      case nil: try set(attribute, id, .wanted, in: transaction)
      // Where an attempt's fate is not known it must be written again.
      case .unwanted?: try set(attribute, id, isAttempted ? .wanted : .exported, in: transaction)
      case .wanted?, .exported?: continue
      }
      changed &+= 1
    }
    return changed
  }

  /// Takes over what was written to the target.
  func export(_ facts: ReferencesExported, in transaction: borrowing WriteTransaction) throws {
    for id in facts.removed {
      switch try state(facts.attribute, id, in: transaction.view) {
      case .unwanted?: try set(facts.attribute, id, nil, in: transaction)
      // The source has wanted it again meanwhile.
      case .exported?: try set(facts.attribute, id, .wanted, in: transaction)
      case .wanted?, nil: continue
      }
    }
    for id in facts.added {
      switch try state(facts.attribute, id, in: transaction.view) {
      case .wanted?: try set(facts.attribute, id, .exported, in: transaction)
      // The source has dropped it meanwhile, and now the target has it.
      case nil: try set(facts.attribute, id, .unwanted, in: transaction)
      case .exported?, .unwanted?: continue
      }
    }
  }

  func state(_ attribute: String, _ id: String, in view: TransactionView) throws -> ReferenceState? {
    let row = JobKeys.reference(object, attribute, id)
    return try view.get(row.span, in: tables.references) { value in
      value.count > 0 ? ReferenceState(rawValue: value[0]) : nil
    } ?? nil
  }

  func set(
    _ attribute: String, _ id: String, _ state: ReferenceState?, in transaction: borrowing WriteTransaction
  ) throws {
    let row = JobKeys.reference(object, attribute, id)
    let back = JobKeys.referrer(id, object, attribute)
    guard let state else {
      _ = try transaction.delete(row, in: tables.references)
      _ = try transaction.delete(back, in: tables.referrers)
      return
    }
    let isPlain = JobKeys.isPlain(id)
    try transaction.put(
      row, [state.rawValue] + (isPlain ? [] : PackedNames.pack([id])), in: tables.references)
    let isBackPlain = JobKeys.isPlain(key.type) && JobKeys.isPlain(key.id) && JobKeys.isPlain(attribute)
    try transaction.put(
      back, isBackPlain ? [] : PackedNames.pack([key.type, key.id, attribute]), in: tables.referrers)
  }

  /// Every reference of the object, or of one attribute of it, in the order of their rows.
  func scan(
    attribute: String? = nil, in view: TransactionView, _ body: (String, ReferenceState) throws -> Void
  ) throws {
    var prefix = object
    if let attribute { JobKeys.append(attribute, to: &prefix) }
    try view.scan(tables.references, from: prefix, direction: .ascending) { row, value in
      guard row.begins(with: prefix) else { return .stop }
      var offset = prefix.count
      if attribute == nil { _ = JobKeys.plainName(in: row, at: &offset) }
      let plain = JobKeys.plainName(in: row, at: &offset)
      guard value.count > 0, let state = ReferenceState(rawValue: value[0]),
        let id = plain ?? PackedNames.unpack(value, from: 1, count: 1)?.first
      else { throw JobLedgerError.unreadableRow(table: "references") }
      try body(id, state)
      return .next
    }
  }

  func removeAll(in transaction: borrowing WriteTransaction) throws {
    var rows: [[UInt8]] = []
    var backs: [[UInt8]] = []
    try transaction.view.scan(tables.references, from: object, direction: .ascending) { row, value in
      guard row.begins(with: object) else { return .stop }
      rows.append(row.array)
      var offset = object.count
      let start = offset
      _ = JobKeys.plainName(in: row, at: &offset)
      let middle = offset
      // The parts of the row backwards, in its order.
      backs.append(row.array(middle..<row.count) + object + row.array(start..<middle))
      return .next
    }
    for row in rows { _ = try transaction.delete(row, in: tables.references) }
    for back in backs { _ = try transaction.delete(back, in: tables.referrers) }
  }

  /// Who points to an object, with the attribute; unwanted references too.
  static func referrers(
    of id: String, _ tables: JobTables.Set, in view: TransactionView
  ) throws -> [(SourceKey, attribute: String)] {
    let prefix = JobKeys.names(id)
    var found: [(SourceKey, attribute: String)] = []
    try view.scan(tables.referrers, from: prefix, direction: .ascending) { row, value in
      guard row.begins(with: prefix) else { return .stop }
      if value.count > 0 {
        guard let names = PackedNames.unpack(value, count: 3) else {
          throw JobLedgerError.unreadableRow(table: "referrers")
        }
        found.append((SourceKey(type: names[0], id: names[1]), attribute: names[2]))
        return .next
      }
      var offset = prefix.count
      guard let type = JobKeys.plainName(in: row, at: &offset),
        let id = JobKeys.plainName(in: row, at: &offset),
        let attribute = JobKeys.plainName(in: row, at: &offset)
      else { throw JobLedgerError.unreadableRow(table: "referrers") }
      found.append((SourceKey(type: type, id: id), attribute: attribute))
      return .next
    }
    return found
  }
}
