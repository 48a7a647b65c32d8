import LMDB

/// What a log that is thrown away has instead of records of its own: those of another log, as far as it has
/// come through them.
package final class ScratchRecords: Sendable {
  private let source: @Sendable (_ position: Position, _ limit: Int) throws -> [Record]
  private let reached = Locked(Position.start)

  /// - Parameter source: Gives up to `limit` records from a position on, in their order; some may be left out.
  package init(_ source: @escaping @Sendable (_ position: Position, _ limit: Int) throws -> [Record]) {
    self.source = source
  }

  /// The last position that can be seen.
  package var head: Position {
    get { reached.withLock { $0 } }
    set { reached.withLock { $0 = newValue } }
  }

  /// Nil for a position that is not there, or not to be seen yet.
  func record(at position: Position) throws -> Record? {
    guard position > .start, position <= head else { return nil }
    return try source(position, 1).first.flatMap { $0.position == position ? $0 : nil }
  }

  func records(from position: Position, limit: Int) throws -> [Record] {
    let head = head
    guard limit > 0, position <= head else { return [] }
    return try source(position, limit).filter { $0.position <= head }
  }
}
