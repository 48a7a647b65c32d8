import EventLog
import LMDB

/// How far the snapshots of the directory are.
///
/// A snapshot is what the directory's rows were after one event, and every version that they have had since,
/// until the next snapshot is whole. Its rows are copied a few at a time, with the changes that come meanwhile.
struct SnapshotState {
  /// The event after which the last whole snapshot was taken; `.start` for none.
  var current = Position.start
  /// The same of the one that is being copied; `.start` for none.
  var pending = Position.start
  /// How many rows have changed since the later of the two.
  var changes: UInt64 = 0
  /// The last row that was copied: 0 and its key in `resources`, or 1 and its key in `members`.
  var cursor: [UInt8] = []

  /// Fewer changes than this are no reason for a snapshot.
  static let fewestChanges: UInt64 = 256
  /// How many rows are copied for each row that changes.
  static let rowsForChange = 8

  init() {}

  init?(_ bytes: Span<UInt8>) {
    guard let current = bytes.position(at: 0), let pending = bytes.position(at: 8),
      let changes = bytes.position(at: 16)
    else { return nil }
    (self.current, self.pending, self.changes) = (current, pending, changes.rawValue)
    cursor = bytes.array(24..<bytes.count)
  }

  var bytes: [UInt8] { current.key + pending.key + Position(changes).key + cursor }

  /// Whether a snapshot is due in a directory of so many rows: what the last one is behind by has come to half
  /// of the directory, so that reading both costs no more than a multiple of reading the directory, and writing
  /// a snapshot no more than a multiple of the changes that led to it.
  func isDue(rows: UInt64) -> Bool { changes >= max(SnapshotState.fewestChanges, rows / 2) }
}

/// The keys of the snapshots' rows.
enum SnapshotKeys {
  /// No event is at position 0, so no snapshot has rows there.
  static let state = Position.start.key + Position.start.key
  static let member: UInt8 = 3
  static let membership: UInt8 = 4

  /// There for a snapshot that is whole.
  static func whole(_ snapshot: Position) -> [UInt8] { Position.start.key + snapshot.key }

  static func member(_ member: Identifier, of group: Identifier) -> [UInt8] {
    [SnapshotKeys.member] + ProjectionKeys.pair(group, member)
  }

  static func membership(of member: Identifier, in group: Identifier) -> [UInt8] {
    [SnapshotKeys.membership] + ProjectionKeys.pair(member, group)
  }

  /// What a resource or a membership was from a position on.
  static func version(_ row: [UInt8], at position: Position, in snapshot: Position) -> [UInt8] {
    snapshot.key + row + position.key
  }
}
