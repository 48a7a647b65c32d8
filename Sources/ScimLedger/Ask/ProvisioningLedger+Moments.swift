public import EventLog
import LMDB
import SCIM

extension ProvisioningLedger {
  /// The first event of a stretch of the log that a text lets begin.
  ///
  /// The text is an event's number; an instant such as `2026-01-02T03:04:05Z`, `2026-01-02 03:04` or
  /// `2026-01-02`, in UTC; a time back from now such as `90s`, `30m`, `2h`, `7d`, `1w`; `today` or `yesterday`;
  /// `head`; `cycle:ID` or `cycle:ID:start` for a cycle's first event, `cycle:ID:end` for what came behind it.
  ///
  /// - Returns: A position that may lie one beyond the log's last event, where nothing has happened since.
  /// - Throws: `QuestionError`.
  public func position(since text: String) throws -> Position {
    switch try moment(text) {
    case .position(let position): return max(position, Position(1))
    case .instant(let instant): return try lastPosition { $0 < instant.microseconds }.next
    case .cycle(let cycle, .end): return cycle.last.next
    case .cycle(let cycle, _): return cycle.first
    }
  }

  /// The last event of a stretch of the log that a text lets end. Takes the texts of ``position(since:)``; an
  /// instant takes in all that happened up to the end of its millisecond, `cycle:ID:start` what came before the
  /// cycle.
  ///
  /// - Returns: `.start` where nothing had happened by then.
  /// - Throws: `QuestionError`.
  public func position(until text: String) throws -> Position {
    switch try moment(text) {
    case .position(let position): return position
    case .instant(let instant):
      let end = ProvisioningLedger.endOfMillisecond(instant.microseconds)
      return try lastPosition { $0 <= end }
    case .cycle(let cycle, .start): return Position(cycle.first.rawValue - 1)
    case .cycle(let cycle, _): return cycle.last
    }
  }

  /// The position as of which a text asks for the directory. Takes the texts of ``position(since:)``:
  /// `cycle:ID:start` is the directory that the cycle found; `cycle:ID` or `cycle:ID:end` the one it left.
  ///
  /// - Throws: `QuestionError`, also `.beyondHead`.
  public func position(asOf text: String) throws -> Position {
    let head = try head()
    let position = try self.position(until: text)
    guard position <= head else { throw QuestionError.beyondHead(position, head: head) }
    return position
  }

  /// The position as of which a text asks for one resource. Takes the texts of ``position(asOf:)``, and `-1` for
  /// the resource as it was before its last change, `-2` as it was one change earlier, and so on.
  ///
  /// - Throws: `QuestionError`, also `.noSuchResource` and `.noSuchChange`.
  public func position(asOf text: String, of selector: Selector) throws -> Position {
    guard case .changesBack(let count) = LogMoment(parsing: text) else { return try position(asOf: text) }
    var changes = 0
    var found: Position?
    try forEachChange(of: try requireIdentifier(selector), backFrom: try head()) { event, _ in
      if changes == count { found = event.position }
      changes += 1
      return found == nil ? .next : .stop
    }
    guard let found else { throw QuestionError.noSuchChange(back: count, changes: changes) }
    return found
  }

  private func moment(_ text: String) throws -> FoundMoment<ProvisioningCycle> {
    try FoundMoment(text, now: options.clock(), head: head, cycle: { try cycle($0) })
  }

  static func endOfMillisecond(_ microseconds: Int64) -> Int64 {
    let (quotient, remainder) = microseconds.quotientAndRemainder(dividingBy: 1000)
    let floored = remainder < 0 ? quotient - 1 : quotient
    return floored &* 1000 &+ 999
  }

  /// The last event whose time fulfils a condition that holds up to some moment. Times in a log never go back.
  func lastPosition(where holds: (Int64) -> Bool) throws -> Position {
    var (low, high) = (UInt64(0), try head().rawValue)
    while low < high {
      let middle = high - (high - low) / 2
      guard let record = try log.record(at: Position(middle)) else {
        throw EventLogError.missingRecord(Position(middle))
      }
      if holds(record.time) { low = middle } else { high = middle - 1 }
    }
    return Position(low)
  }
}
