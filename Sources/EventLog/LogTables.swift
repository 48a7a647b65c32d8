public import LMDB

/// The log's named databases; RECORD_FORMAT.md gives their keys and values.
public struct LogTables: Sendable {
  public static let names = ["log", "tree", "event-ids", "log-state"]

  let log: Table
  let tree: Table
  let eventIDs: Table
  let state: Table

  static let frontierKey = Array("frontier".utf8)

  /// - Parameter table: Opens a named database.
  public init(_ table: (String) throws -> Table) throws {
    log = try table("log")
    tree = try table("tree")
    eventIDs = try table("event-ids")
    state = try table("log-state")
  }

  static func nodeKey(level: Int, index: UInt64) -> [UInt8] {
    var key: [UInt8] = []
    key.reserveCapacity(9)
    key.append(UInt8(truncatingIfNeeded: level))
    index.appendBigEndian(to: &key)
    return key
  }
}
