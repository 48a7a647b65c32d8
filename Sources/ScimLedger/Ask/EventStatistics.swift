import EventLog
public import JSONTape

/// How often each combination of some fields' values occurs among events.
public struct EventStatistics: Sendable, Hashable {
  /// The fields, in the order of the values.
  public var fields: [EventField]
  /// Most frequent first, equally frequent ones in the order of their values.
  public var rows: [Row]
  /// How many events were counted.
  public var events: Int

  public struct Row: Sendable, Hashable {
    /// One value for each field; null where the events have none.
    public var values: [JSONValue]
    public var count: Int
    /// The part of all counted events, from 0 to 1. An event with several values of a field counts in several
    /// rows, so that the shares may add up to more than 1.
    public var share: Double
  }
}

extension ProvisioningLedger {
  /// Counts the events that a query selects by the values of some fields.
  ///
  /// - Throws: As ``forEachEvent(_:order:limit:_:)`` does.
  public func statistics(of fields: [EventField], _ query: EventQuery = .init()) throws -> EventStatistics {
    var counts: [[JSONValue]: Int] = [:]
    var events = 0
    let search = try EventSearch(query, in: self)
    for pieces in search.waves(.oldestFirst) {
      let found = Concurrently.map(pieces.count) { index in
        Result { try search.look(at: pieces[index], counting: fields) }
      }
      for one in try found.flatMap({ try $0.get() }) where one.isSelected {
        events += one.count
        for combination in one.combinations { counts[combination, default: 0] += one.count }
      }
    }
    let rows = counts.map { values, count in
      EventStatistics.Row(values: values, count: count, share: Double(count) / Double(events))
    }
    return EventStatistics(fields: fields, rows: rows.sorted(by: EventStatistics.precedes), events: events)
  }

  /// The values that a field has among the events that a query selects, most frequent first.
  public func values(of field: EventField, _ query: EventQuery = .init()) throws -> EventStatistics {
    try statistics(of: [field], query)
  }
}

extension EventStatistics {
  /// One value of each field, in all ways where a field has several.
  static func combinations(_ values: [JSONValue?]) -> [[JSONValue]] {
    var combinations: [[JSONValue]] = [[]]
    for value in values {
      let choices: [JSONValue]
      if case .array(let elements)? = value {
        choices = elements.isEmpty ? [.null] : elements
      } else {
        choices = [value ?? .null]
      }
      combinations = combinations.flatMap { start in choices.map { start + [$0] } }
    }
    return combinations
  }

  fileprivate static func precedes(_ left: Row, _ right: Row) -> Bool {
    guard left.count == right.count else { return left.count > right.count }
    for (first, second) in zip(left.values, right.values) where first != second {
      if let first = first.intValue, let second = second.intValue { return first < second }
      return first.description < second.description
    }
    return false
  }
}
