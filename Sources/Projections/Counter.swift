import Directory
import EventLog
import LMDB

/// The numbers that a status shows, kept as events are folded.
enum Counter: UInt8 {
  case position = 1
  case users = 2
  case activeUsers = 3
  case groups = 4
  case memberships = 5
  case refused = 6
  case tolerated = 7
  /// Microseconds since 1970 UTC.
  case lastEvent = 8
  case lastChange = 9
  /// One for each type of resource but the standard's; its prefix follows in the key.
  case resources = 10
  /// One for each operation; its number follows in the key.
  case operation = 16

  var key: [UInt8] { [rawValue] }

  static func key(of operation: Event.Operation) -> [UInt8] {
    [Counter.operation.rawValue] + operation.rawValue.bigEndianBytes
  }

  /// How many live resources there are of a type.
  static func key(ofType type: String) -> [UInt8] {
    switch type {
    case "User": users.key
    case "Group": groups.key
    default: resources.key + ProjectionKeys.prefix(ofType: type)
    }
  }

  static func read(_ key: [UInt8], _ set: ProjectionTables.Set, in view: TransactionView) throws -> Int64 {
    try view.get(key.span, in: set.counters) { $0.count == 8 ? Int64(bigEndian: $0, at: 0) : 0 } ?? 0
  }

  static func set(
    _ key: [UInt8], to value: Int64, _ set: ProjectionTables.Set, in transaction: borrowing WriteTransaction
  ) throws {
    try transaction.put(key, value.bigEndianBytes, in: set.counters)
  }

  static func add(
    _ amount: Int64, to key: [UInt8], _ set: ProjectionTables.Set, in transaction: borrowing WriteTransaction
  ) throws {
    guard amount != 0 else { return }
    let value = try read(key, set, in: transaction.view)
    try Counter.set(key, to: value &+ amount, set, in: transaction)
  }
}
