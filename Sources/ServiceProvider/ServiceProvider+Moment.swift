import Directory
import EventLog
import Projections
import SCIM

extension ServiceProvider {
  /// The past that `asOf` names: a position of the log, or an instant such as `2026-01-02T03:04:05Z`,
  /// which takes in all that happened up to the end of its millisecond. Nil where there is none.
  ///
  /// - Throws: `invalidValue` where it is neither, or a position that the log has not reached.
  func moment(_ asOf: String?, _ request: SCIMRequest) throws -> DirectoryMoment? {
    guard let asOf, !asOf.isEmpty else {
      return request.sight.flatMap { $0.isPast ? DirectoryMoment($0.head) : nil }
    }
    if request.sight?.directory != nil { throw NotInRows() }
    let head = try head(request)
    if let number = UInt64(asOf) {
      guard number <= head.rawValue else {
        throw SCIMError.invalidValue("asOf is past the log's last event, which has the position \(head).")
      }
      return DirectoryMoment(Position(number))
    }
    // A plus sign that was not encoded has become a space.
    guard let instant = DateTime(parsing: asOf) ?? DateTime(parsing: asOf.replacingSpaces) else {
      throw SCIMError.invalidValue(
        "asOf must be a position of the log, such as 17, or an instant, such as 2026-01-02T03:04:05Z.")
    }
    return DirectoryMoment(try position(at: instant, head: head))
  }

  /// The log's head, or what it was when the request was first made.
  func head(_ request: SCIMRequest) throws -> Position { try request.sight?.head ?? log.head() }

  /// The last event of an instant's millisecond or before. Times in a log never go back.
  private func position(at instant: DateTime, head: Position) throws -> Position {
    var (low, high) = (UInt64(0), head.rawValue)
    let limit = instant.microseconds.milliseconds
    while low < high {
      let middle = high - (high - low) / 2
      guard let record = try log.record(at: Position(middle)) else {
        throw EventLogError.missingRecord(Position(middle))
      }
      if record.time.milliseconds <= limit { low = middle } else { high = middle - 1 }
    }
    return Position(low)
  }
}

extension Int64 {
  /// Microseconds as milliseconds, rounded down.
  fileprivate var milliseconds: Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: 1000)
    return remainder < 0 ? quotient - 1 : quotient
  }
}

extension String {
  fileprivate var replacingSpaces: String { String(map { $0 == " " ? "+" : $0 }) }
}
