import Directory
public import EventLog
import LMDB

/// The directory as it was once all events up to a position had happened.
///
/// Nothing is kept for it: the log holds every version of every resource, and the view of streams finds the
/// last one before the position.
public final class DirectoryMoment: Sendable {
  public let position: Position
  /// The groups of each member, as far as groups have changed or gone since; found when first asked for.
  let changedGroups = Locked<[Identifier: [Identifier]]?>(nil)

  public init(_ position: Position) { self.position = position }
}
