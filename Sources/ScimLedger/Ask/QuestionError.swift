public import EventLog

/// What can't be answered, and what would be right.
public enum QuestionError: Error, Sendable, Equatable, CustomStringConvertible {
  /// There is no such field of an event.
  case unknownField(String, nearest: String?)
  /// The text names no moment of the log.
  case unreadableMoment(String)
  case noSuchCycle(String)
  /// The resource has not been changed as often as the question counts back.
  case noSuchChange(back: Int, changes: Int)
  /// The text counts the changes of one resource, and none is named.
  case changesOfNobody(String)
  /// The position lies beyond the log's last event.
  case beyondHead(Position, head: Position)
  /// No live or former resource is known by the selector.
  case noSuchResource(String)
  /// The resource has no such attribute, and never had.
  case noSuchAttribute(String, nearest: String?)
  /// No type of resource has an attribute of this name.
  case unknownAttribute(String, nearest: String?)
  /// The file holds no cursor, or that of another ledger.
  case foreignCursor(path: String)

  /// Whether something that was named is not there, rather than named wrongly.
  public var isAbsence: Bool {
    switch self {
    case .noSuchCycle, .beyondHead, .noSuchResource, .noSuchAttribute, .noSuchChange: true
    case .unknownField, .unknownAttribute, .unreadableMoment, .changesOfNobody, .foreignCursor: false
    }
  }

  public var description: String {
    switch self {
    case .unknownField(let name, let nearest):
      "An event has no field \(name)." + (nearest.map { " Did you mean \($0)?" } ?? "")
    case .unreadableMoment(let text):
      "\(text.debugDescription) names no moment. Use an event's number, an instant such as 2026-01-02T03:04:05Z "
        + "or 2026-01-02, a time back such as 90s, 30m, 2h, 7d or 1w, today, yesterday, cycle:ID, cycle:ID:start, "
        + "cycle:ID:end, or head."
    case .noSuchCycle(let id): "There is no cycle \(id)."
    case .noSuchChange(let back, let changes):
      "There is no state \(back) changes ago: the log has \(changes) \(changes == 1 ? "change" : "changes") of it."
    case .changesOfNobody(let text):
      "\(text) counts the changes of one user or group, as in anna@example.com@\(text)."
    case .beyondHead(let position, let head):
      "There is no event \(position). The log ends at \(head)."
    case .noSuchResource(let selector): "The log knows nobody by \(selector)."
    case .noSuchAttribute(let path, let nearest):
      "It has no attribute \(path), and never had." + (nearest.map { " Did you mean \($0)?" } ?? "")
    case .unknownAttribute(let path, let nearest):
      "Neither users nor groups nor other resources have an attribute \(path)."
        + (nearest.map { " Did you mean \($0)?" } ?? "")
    case .foreignCursor(let path):
      "\(path) holds no cursor of this ledger. Name another file, or remove it to start from the beginning."
    }
  }
}
