import LMDB

/// The ledger at a glance.
public struct LedgerStatus: Sendable {
  public var directory: String
  /// The id that the ledger got when it was created.
  public var ledgerID: String
  public var created: DateTime
  public var head: Position
  /// The RFC 9162 root hash over all events, in hexadecimal.
  public var rootHash: String
  public var users: Int
  public var activeUsers: Int
  public var groups: Int
  public var memberships: Int
  public var events: [DirectoryTotals.OperationCount]
  public var refused: Int
  public var tolerated: Int
  public var lastEvent: DateTime?
  public var lastChange: DateTime?
  /// The size of the log's file, projections included, in bytes.
  public var fileBytes: Int
  /// How many snapshots are being read now, over all processes.
  public var readers: Int
  /// The last event that the projections have folded; equal to the head.
  public var projectionPosition: Position
  /// How many tokens are in use.
  public var tokens: Int
}

extension ProvisioningLedger {
  /// Counts and sizes, in one snapshot.
  public func status() throws -> LedgerStatus {
    let first = try event(at: Position(1))
    let information = try log.environment.information()
    let readers = try log.environment.readers().count
    return try log.environment.read { transaction in
      let totals = try DirectoryTotals(tables: tables, view: transaction.view)
      let tokens = try AuditReader(tables: tables, view: transaction.view).tokens()
      return LedgerStatus(
        directory: directory, ledgerID: first?.details?["ledger"]?.stringValue ?? "",
        created: first?.time ?? DateTime(microseconds: 0), head: try log.head(in: transaction.view),
        rootHash: try log.rootHash(in: transaction.view), users: totals.users,
        activeUsers: totals.activeUsers,
        groups: totals.groups, memberships: totals.memberships, events: totals.operations,
        refused: totals.refused, tolerated: totals.tolerated, lastEvent: totals.lastEvent,
        lastChange: totals.lastChange, fileBytes: information.fileSize, readers: readers,
        projectionPosition: totals.position, tokens: tokens.count { $0.revoked == nil })
    }
  }
}
