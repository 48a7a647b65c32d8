import EventLog
import JSONTape
import LMDB

/// Tells of one event after the other whether a query selects it and which values it has, and remembers that for
/// each key of events.
struct EventClasses {
  /// What events with the same key have in common.
  struct Class {
    let isSelected: Bool
    /// The values of the counted fields, in all ways where a field has several.
    let combinations: [[JSONValue]]
    var count = 0
  }

  /// More keys than this are not remembered.
  private static let most = 4096

  private let predicate: EventPredicate
  private let fields: [EventField]
  private let loader: EventLoader
  private let checksHashes: Bool
  private let key: EventKey?
  private var bytes: [UInt8] = []
  private var numbers: [[UInt8]: Int] = [:]
  private(set) var classes: [Class] = []

  /// - Parameter fields: Those that are counted.
  init(_ search: EventSearch, counting fields: [EventField]) {
    predicate = search.predicate
    self.fields = fields
    loader = search.loader
    checksHashes = search.checksHashes
    key = EventKey(search.predicate.fields + fields)
  }

  /// The class of a record, counted once more.
  mutating func add(_ value: Span<UInt8>, at position: Position, in view: TransactionView) throws -> Class {
    let layout = try RecordLayout(value, at: position)
    if checksHashes { try layout.checkHash(of: value) }
    let hasKey = try key?.write(of: layout, value, into: &bytes) ?? false
    if hasKey, let number = numbers[bytes] {
      classes[number].count += 1
      return classes[number]
    }
    var found = try read(value, at: position, in: view)
    found.count = 1
    if hasKey, numbers.count < EventClasses.most { numbers[bytes] = classes.count }
    // What is neither counted nor to be met again need not be kept.
    if hasKey || !fields.isEmpty { classes.append(found) }
    return found
  }

  private func read(_ value: Span<UInt8>, at position: Position, in view: TransactionView) throws -> Class {
    let sources = predicate.sources.union(fields.sources)
    var glance = EventGlance(
      try RecordGlance(value, at: position, copying: sources, checkingHash: false))
    guard try predicate.selects(&glance, with: loader, in: view) else {
      return Class(isSelected: false, combinations: [])
    }
    try glance.load(fields.sources, with: loader, in: view)
    return Class(
      isSelected: true,
      combinations: fields.isEmpty
        ? [] : EventStatistics.combinations(fields.map { glance.value(of: $0) }))
  }
}
