public import EventLog
import Provisioning
public import ProvisioningJobs
import SCIM

extension JobLedger {
  /// The first event of a stretch of the job's ledger that a text lets begin.
  ///
  /// The text is an event's number; an instant such as `2026-01-02T03:04:05Z`, `2026-01-02 03:04` or `2026-01-02`,
  /// in UTC; a time back from now such as `90s`, `30m`, `2h`, `7d`, `1w`; `today`, `yesterday`; `cycle:ID`,
  /// `cycle:ID:end`; `head`.
  ///
  /// - Parameter now: Microseconds since 1970-01-01 UTC.
  /// - Throws: `QuestionError`; errors of the ledger.
  public func position(since text: String, now: Int64) throws -> Position {
    switch try moment(text, now) {
    case .position(let position): return max(position, Position(1))
    case .instant(let instant): return try lastPosition { $0 < instant.microseconds }.next
    case .cycle(let cycle, .end): return (try cycle.end ?? head()).next
    case .cycle(let cycle, .whole), .cycle(let cycle, .start): return cycle.start
    }
  }

  /// The last event of a stretch that a text lets end; takes the texts of ``position(since:now:)``.
  ///
  /// - Throws: `QuestionError`; errors of the ledger.
  public func position(until text: String, now: Int64) throws -> Position {
    switch try moment(text, now) {
    case .position(let position): return position
    case .instant(let instant):
      let end = ProvisioningLedger.endOfMillisecond(instant.microseconds)
      return try lastPosition { $0 <= end }
    case .cycle(let cycle, .start): return Position(max(cycle.start.rawValue, 1) - 1)
    case .cycle(let cycle, .whole), .cycle(let cycle, .end): return try cycle.end ?? head()
    }
  }

  private func moment(_ text: String, _ now: Int64) throws -> FoundMoment<CycleSummary> {
    try FoundMoment(text, now: now, head: head, cycle: { try cycle($0) })
  }

  /// The last event whose time fulfils a condition that holds up to some moment.
  private func lastPosition(where holds: (Int64) -> Bool) throws -> Position {
    var (low, high) = (UInt64(0), try head().rawValue)
    while low < high {
      let middle = high - (high - low) / 2
      guard let event = try event(at: Position(middle)) else {
        throw EventLogError.missingRecord(Position(middle))
      }
      if holds(event.time) { low = middle } else { high = middle - 1 }
    }
    return Position(low)
  }
}
