import EventLog

/// Rows in memory, and what they were before the last changes: each can be seen as it was once an event had
/// happened, as far as its changes are kept.
final class VersionedRows<Key: Hashable & Sendable, Value: Sendable> {
  /// Changes in their order; those of one row lead from the last to the first.
  private struct Changes: Sendable {
    var last: [Key: Int] = [:]
    var entries: [(position: Position, before: Value?, previous: Int)] = []

    mutating func append(_ key: Key, _ before: Value?, _ position: Position) {
      let previous = last.updateValue(entries.count, forKey: key) ?? -1
      entries.append((position, before, previous))
    }

    mutating func removeAll() {
      last.removeAll(keepingCapacity: true)
      entries.removeAll(keepingCapacity: true)
    }

    /// What a row was once all had happened up to a position, where one of these changes came later.
    func value(_ key: Key, asOf position: Position) -> Value?? {
      var found: Value?? = .none
      guard !entries.isEmpty, var index = last[key] else { return found }
      while index >= 0, entries[index].position > position {
        found = .some(entries[index].before)
        index = entries[index].previous
      }
      return found
    }
  }

  private var rows: [Key: Value] = [:]
  private var recent = Changes()
  private var earlier = Changes()

  /// The row as it is.
  subscript(key: Key) -> Value? { rows[key] }

  /// The row as it was once all had happened up to a position that is not older than the changes kept.
  func value(_ key: Key, asOf position: Position) -> Value? {
    if let before = earlier.value(key, asOf: position) { return before }
    if let before = recent.value(key, asOf: position) { return before }
    return rows[key]
  }

  /// Changes a row, or with nil takes it out.
  ///
  /// - Parameter isKept: Whether the row as it was can still be seen.
  func set(_ value: Value?, for key: Key, at position: Position, isKept: Bool) {
    let before = value.map { rows.updateValue($0, forKey: key) } ?? rows.removeValue(forKey: key)
    if isKept { recent.append(key, before, position) }
  }

  /// Begins a run of changes; of those so far the last run is kept.
  func begin() {
    swap(&earlier, &recent)
    recent.removeAll()
  }
}
