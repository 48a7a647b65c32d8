import EventLog
import SCIM

/// A moment that a text names, looked up in a log whose cycles are of some kind.
enum FoundMoment<Cycle> {
  case position(Position)
  case instant(DateTime)
  case cycle(Cycle, LogMoment.CycleEdge)

  /// - Parameters:
  ///   - now: Microseconds since 1970-01-01 UTC.
  ///   - cycle: The cycle of an id; nil where there is none.
  /// - Throws: `QuestionError`; what the log throws.
  init(
    _ text: String, now: Int64, head: () throws -> Position, cycle: (Identifier) throws -> Cycle?
  ) throws {
    let moment = LogMoment(parsing: text)
    switch moment {
    case .position(let position): self = .position(position)
    case .head: self = .position(try head())
    case .instant, .back, .day:
      guard let instant = moment?.instant(now: now) else { throw QuestionError.unreadableMoment(text) }
      self = .instant(instant)
    case .cycle(let name, let edge):
      guard let id = Identifier(name), let found = try cycle(id) else {
        throw QuestionError.noSuchCycle(name)
      }
      self = .cycle(found, edge)
    case .changesBack: throw QuestionError.changesOfNobody(text)
    case nil: throw QuestionError.unreadableMoment(text)
    }
  }
}
