import Directory
public import EventLog
import LMDB

/// The directory as it was once all events up to a position had happened.
///
/// It is read from a snapshot and the versions that came after it; in a ledger whose snapshots begin later, from
/// the streams of all resources that there have ever been.
public final class DirectoryMoment: Sendable {
  public let position: Position
  /// The groups of each member, as far as groups have changed or gone since; found when first asked for, and
  /// only where there is no snapshot.
  let changedGroups = Locked<[Identifier: [Identifier]]?>(nil)
  private let counted = Locked((rows: 0, records: 0))

  public init(_ position: Position) { self.position = position }

  /// How many rows of the projections have been looked at for it, in listing resources, members and groups.
  public var rowsRead: Int { counted.withLock { $0.rows } }
  /// How many records of the log have been read for it.
  public var recordsRead: Int { counted.withLock { $0.records } }

  func count(rows: Int = 0, records: Int = 0) {
    counted.withLock { counted in
      counted.rows += rows
      counted.records += records
    }
  }
}
