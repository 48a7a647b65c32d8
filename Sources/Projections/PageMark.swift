public import EventLog

/// Where a walk through pages goes on.
public struct PageMark: Sendable, Hashable {
  /// The log position whose directory the pages show.
  public var position: Position
  /// Which of the queries, in their order, is being gone through.
  public var query: Int
  /// The last resource that was given.
  public var last: Identifier
  /// How many were given.
  public var given: Int
  /// How many there are in all.
  public var total: Int

  public init(position: Position, query: Int, last: Identifier, given: Int, total: Int) {
    self.position = position
    self.query = query
    self.last = last
    self.given = given
    self.total = total
  }
}
