public import Directory
public import EventLog
public import LMDB
public import SCIM

/// The directory and the log in numbers.
public struct DirectoryTotals: Sendable, Hashable {
  /// The last event that the projections have folded.
  public var position: Position
  public var users: Int
  public var activeUsers: Int
  public var groups: Int
  public var memberships: Int
  /// How many events there are of each operation; those that never occurred are left out.
  public var operations: [OperationCount]
  public var refused: Int
  public var tolerated: Int
  public var lastEvent: DateTime?
  public var lastChange: DateTime?

  public struct OperationCount: Sendable, Hashable {
    public var operation: Event.Operation
    public var count: Int
  }

  public init(tables: ProjectionTables, view: TransactionView) throws {
    let set = try tables.active(in: view)
    func read(_ key: [UInt8]) throws -> Int { Int(clamping: try Counter.read(key, set, in: view)) }
    func time(_ counter: Counter) throws -> DateTime? {
      let value = try Counter.read(counter.key, set, in: view)
      return value == 0 ? nil : DateTime(microseconds: value)
    }
    position = Position(UInt64(clamping: try read(Counter.position.key)))
    users = try read(Counter.users.key)
    activeUsers = try read(Counter.activeUsers.key)
    groups = try read(Counter.groups.key)
    memberships = try read(Counter.memberships.key)
    refused = try read(Counter.refused.key)
    tolerated = try read(Counter.tolerated.key)
    lastEvent = try time(.lastEvent)
    lastChange = try time(.lastChange)
    operations = []
    for operation in Event.Operation.allCases {
      let count = try read(Counter.key(of: operation))
      if count > 0 { operations.append(OperationCount(operation: operation, count: count)) }
    }
  }
}
