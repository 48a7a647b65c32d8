package import Directory
package import EventLog

/// People that a run of events created, with what the projections keep of them.
package struct CreatedRun {
  package var creates: PlainCreates
  /// Which of the creates.
  package var range: Range<Int>
  /// The position of the first event; the others follow.
  package var first: Position
  /// The ids of the people, in their order; one for each of the range.
  package var ids: [Identifier]
  /// The time of the first event and of the last, in microseconds since 1970 UTC.
  package var times: ClosedRange<Int64>
  package var client: String
  package var cycle: Identifier

  package init(
    _ creates: PlainCreates, _ range: Range<Int>, first: Position, ids: [Identifier],
    times: ClosedRange<Int64>, client: String, cycle: Identifier
  ) {
    self.creates = creates
    self.range = range
    self.first = first
    self.ids = ids
    self.times = times
    self.client = client
    self.cycle = cycle
  }

  static let type = "User"

  /// Where the event of a place in the run stands.
  func position(_ index: Int) -> UInt64 { first.rawValue &+ UInt64(index) }
}
