public import EventLog
import SCIM

extension ProvisioningLedger {
  /// The first event of a stretch of the log that a text lets begin.
  ///
  /// The text is an event's number; an instant such as `2026-01-02T03:04:05Z`, `2026-01-02 03:04` or
  /// `2026-01-02`, in UTC; a time back from now such as `90s`, `30m`, `2h`, `7d`, `1w`; `cycle:ID`; `head`.
  ///
  /// - Returns: A position that may lie one beyond the log's last event, where nothing has happened since.
  /// - Throws: `QuestionError`.
  public func position(since text: String) throws -> Position {
    switch try moment(text) {
    case .position(let position): return max(position, Position(1))
    case .instant(let instant):
      return try lastPosition { $0 < instant.microseconds }.next
    case .cycle(let cycle): return cycle.first
    }
  }

  /// The last event of a stretch of the log that a text lets end. Takes the texts of ``position(since:)``; an
  /// instant takes in all that happened up to the end of its millisecond.
  ///
  /// - Returns: `.start` where nothing had happened by then.
  /// - Throws: `QuestionError`.
  public func position(until text: String) throws -> Position {
    switch try moment(text) {
    case .position(let position): return position
    case .instant(let instant):
      let end = ProvisioningLedger.endOfMillisecond(instant.microseconds)
      return try lastPosition { $0 <= end }
    case .cycle(let cycle): return cycle.last
    }
  }

  /// The position as of which a text asks for the directory. Takes the texts of ``position(since:)``, and
  /// `cycle:ID:start` for the directory that the cycle found; `cycle:ID` or `cycle:ID:end` for the one it left.
  ///
  /// - Throws: `QuestionError`, also `.beyondHead`.
  public func position(asOf text: String) throws -> Position {
    let start = ":start"
    let head = try head()
    let position: Position
    if text.hasPrefix(ProvisioningLedger.cyclePrefix), text.hasSuffix(start) {
      let first = try self.position(since: String(text.dropLast(start.count)))
      position = Position(first.rawValue - 1)
    } else {
      position = try self.position(until: text)
    }
    guard position <= head else { throw QuestionError.beyondHead(position, head: head) }
    return position
  }

  private enum Moment {
    case position(Position)
    case instant(DateTime)
    case cycle(ProvisioningCycle)
  }

  private static let cyclePrefix = "cycle:"

  private func moment(_ text: String) throws -> Moment {
    if let number = UInt64(text) { return .position(Position(number)) }
    if text.equalsIgnoringASCIICase("head") { return .position(try head()) }
    if text.hasPrefix(ProvisioningLedger.cyclePrefix) {
      var name = text.dropFirst(ProvisioningLedger.cyclePrefix.count)
      if name.hasSuffix(":end") { name = name.dropLast(4) }
      guard let id = Identifier(name), let cycle = try cycle(id) else {
        throw QuestionError.noSuchCycle(String(name))
      }
      return .cycle(cycle)
    }
    if let seconds = ProvisioningLedger.seconds(back: text) {
      let (time, overflows) = options.clock().subtractingReportingOverflow(seconds)
      if !overflows { return .instant(DateTime(microseconds: time)) }
    }
    let spelled = text.replacing(" ", with: "T")
    for candidate in [spelled, spelled + ":00Z", spelled + "T00:00:00Z"] {
      if let instant = DateTime(parsing: candidate) { return .instant(instant) }
    }
    throw QuestionError.unreadableMoment(text)
  }

  /// `2h` as microseconds.
  private static func seconds(back text: String) -> Int64? {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
    guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()), count >= 0 else {
      return nil
    }
    let (seconds, overflows) = count.multipliedReportingOverflow(by: unit * 1_000_000)
    return overflows ? nil : seconds
  }

  private static func endOfMillisecond(_ microseconds: Int64) -> Int64 {
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
