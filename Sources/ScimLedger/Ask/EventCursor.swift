public import EventLog
import Foundation

/// How far a reader of the log has come, kept in a file from one run to the next.
///
/// The file holds the event's position and id, so that the cursor of another ledger, or of a log that was
/// rewritten, is refused.
public struct EventCursor: Sendable, Hashable {
  public var path: String

  public init(path: String) { self.path = path }

  /// The first event that has not been read; the log's first where there is no file yet.
  ///
  /// - Throws: `QuestionError.foreignCursor`.
  public func next(in ledger: ProvisioningLedger) throws -> Position {
    guard FileManager.default.fileExists(atPath: path) else { return Position(1) }
    let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    let words = text.split { $0 == " " || $0.isNewline }
    guard words.count == 2, let number = UInt64(words[0]), let id = Identifier(words[1]),
      try ledger.event(at: Position(number))?.id == id
    else { throw QuestionError.foreignCursor(path: path) }
    return Position(number).next
  }

  /// Notes that everything up to an event has been read. The file changes as a whole or not at all.
  public func store(_ position: Position, in ledger: ProvisioningLedger) throws {
    guard let event = try ledger.event(at: position) else { return }
    try Data("\(position) \(event.id)\n".utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
  }
}
