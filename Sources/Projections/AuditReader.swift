import Directory
public import EventLog
public import LMDB

/// What the audit views tell, read in one snapshot.
public struct AuditReader: ~Escapable {
  let set: ProjectionTables.Set
  let view: TransactionView

  @_lifetime(copy view)
  public init(tables: ProjectionTables, view: TransactionView) throws {
    self.set = try tables.active(in: view)
    self.view = view
  }

  /// The positions of the events of one resource, refused and read ones too, oldest first.
  public func positions(of resource: Identifier) throws -> [Position] {
    var positions: [Position] = []
    let prefix = resource.bytes
    try view.scan(set.streams, from: prefix, direction: .ascending) { key, _ in
      guard key.starts(with: prefix), let position = key.position(at: 16) else { return .stop }
      positions.append(position)
      return .next
    }
    return positions
  }

  /// The event that had last changed a resource at or before a position.
  public func change(of resource: Identifier, through position: Position) throws -> Position? {
    var found: Position?
    let prefix = resource.bytes
    try view.scan(
      set.streams, from: ProjectionKeys.stream(resource, position), direction: .descending
    ) { key, value in
      guard key.starts(with: prefix), let position = key.position(at: 16) else { return .stop }
      guard value.count == 3, value[2] & 1 == 1 else { return .next }
      found = position
      return .stop
    }
    return found
  }
}
