import EventLog
import JSONTape
import LMDB
import Provisioning

/// Events on their way into the log, sealed and encoded by their caller's thread, not the writer's.
struct JobBatch: Sendable {
  private struct Item {
    /// With what the fold needs of its facts.
    var event: JobEvent
    var facts: (any JobFacts)?
  }

  private struct Part {
    var items: [Item] = []
    var records: EncodedRecords
  }

  private let seal: Seal
  /// Those that come next.
  private var last: Part
  /// As they came together; to move them into one array would cost more than it brings.
  private var parts: [Part] = []
  private(set) var count = 0
  private(set) var bytes = 0

  /// - Parameters:
  ///   - count: How many events there will be, roughly.
  ///   - bytes: How many bytes they will be, roughly.
  init(seal: Seal, room count: Int = 0, bytes: Int = 0) {
    self.seal = seal
    last = Part(records: EncodedRecords(capacity: bytes))
    last.items.reserveCapacity(count)
  }

  init(_ events: [JobEvent], seal: Seal) throws {
    self.init(seal: seal, room: events.count)
    for event in events {
      let sealed = try seal.close(event)
      try add(sealed, Item(event: JobFold.essentials(of: sealed))) { sealed.facts.write(into: &$0) }
    }
  }

  /// Adds an event.
  ///
  /// - Parameter event: Its kind and facts are not looked at.
  mutating func append(_ facts: some JobFacts, of event: JobEvent) throws {
    var event = event
    event.kind = type(of: facts).kind
    if event.kind == .sourceImported, let imported = facts as? SourceImported, !imported.sealed.isEmpty {
      let sealed = try seal.close(imported, of: event)
      return try add(event, Item(event: event, facts: sealed)) { sealed.write(into: &$0) }
    }
    var item = Item(event: event)
    switch JobFold.need(of: facts) {
    case .nothing: break
    case .facts: item.facts = facts
    case .members: item.event.facts = facts.json
    }
    try add(event, item) { facts.write(into: &$0) }
  }

  private mutating func add(
    _ event: JobEvent, _ item: Item, _ facts: (inout [UInt8]) -> Void
  ) throws(EventLogError) {
    let before = last.records.byteCount
    try JobEventCodec.write(event, facts, to: &last.records)
    last.items.append(item)
    count += 1
    bytes += last.records.byteCount - before
  }

  /// Takes the events of another batch behind its own.
  mutating func append(_ other: JobBatch) {
    if !last.items.isEmpty {
      parts.append(last)
      last = Part(records: EncodedRecords())
    }
    parts += other.parts
    if !other.last.items.isEmpty { parts.append(other.last) }
    count += other.count
    bytes += other.bytes
  }

  func run(
    _ tables: JobTables, _ states: StateCache, in transaction: borrowing WriteTransaction,
    _ appender: inout LogAppender
  ) throws -> [Position] {
    var fold = try JobFold(tables.active(in: transaction.view), in: transaction.view, cache: states)
    var positions: [Position] = []
    positions.reserveCapacity(count)
    for part in parts { try run(part, &fold, &positions, in: transaction, &appender) }
    try run(last, &fold, &positions, in: transaction, &appender)
    try fold.finish(in: transaction)
    return positions
  }

  private func run(
    _ part: Part, _ fold: inout JobFold, _ positions: inout [Position],
    in transaction: borrowing WriteTransaction, _ appender: inout LogAppender
  ) throws {
    for (index, item) in part.items.enumerated() {
      let appended = try appender.append(part.records, index, in: transaction)
      positions.append(appended.position)
      guard appended.isNew else { continue }
      var event = item.event
      event.position = appended.position
      try fold.fold(event, item.facts, in: transaction)
    }
  }
}
