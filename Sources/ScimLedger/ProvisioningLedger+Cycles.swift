import LMDB

extension ProvisioningLedger {
  /// The provisioning cycles that began last, newest first.
  ///
  /// A ledger that was made before there were cycles has those of later events only, and once it has been
  /// rebuilt all of them.
  ///
  /// - Parameter client: The provisioning client; all of them where nil.
  public func cycles(client: String? = nil, limit: Int = .max) throws -> [ProvisioningCycle] {
    try log.environment.read { transaction in
      try AuditReader(tables: tables, view: transaction.view).cycles(client: client, limit: limit)
    }
  }

  /// A cycle by the id that its client gave it, or by that of its first event where it is inferred; nil where
  /// there is none.
  ///
  /// - Parameter client: Whose cycle it is; needed only where several clients gave one id.
  public func cycle(_ id: Identifier, client: String? = nil) throws -> ProvisioningCycle? {
    try log.environment.read { transaction in
      try AuditReader(tables: tables, view: transaction.view).cycle(id, client: client)
    }
  }

  /// The cycle that the event at a position is part of; nil for an administrative event, for a test of the
  /// connection, and beyond the head.
  public func cycle(of position: Position) throws -> ProvisioningCycle? {
    guard let event = try event(at: position) else { return nil }
    return try log.environment.read { transaction in
      try AuditReader(tables: tables, view: transaction.view).cycle(of: event)
    }
  }
}
