/// What the log refuses or finds wrong. No case carries what a record says.
public enum EventLogError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The record at this position is not what was written.
  case damagedRecord(Position, reason: String)
  /// The record was written by a newer version of this software.
  case unknownRecordFormat(Position, version: UInt16)
  /// A position below the head has no record.
  case missingRecord(Position)
  case recordTooLarge(bytes: Int, limit: Int)
  /// The head was not where the caller expected it; nothing was appended.
  case unexpectedHead(expected: Position, actual: Position)
  /// An event with this id but other content is in the log; nothing was appended.
  case eventIDTaken(Identifier, at: Position)
  /// The writer's queue is full; the same request may succeed later.
  case queueFull(waiting: Int)
  /// The writer has been closed.
  case closed
  /// A commit failed in a way that leaves its outcome unknown; the log must be opened anew.
  case writerStopped(reason: String)
  /// The log was opened for reading only.
  case readOnly
  /// The stored state of the log contradicts its records.
  case inconsistent(String)

  public var description: String {
    switch self {
    case .damagedRecord(let position, let reason):
      "The event at position \(position) is damaged: \(reason). Restore the ledger from a backup; "
        + "the events before it can be trusted."
    case .unknownRecordFormat(let position, let version):
      "The event at position \(position) has record format \(version), and this version reads the formats "
        + "\(Record.formatVersion) and \(Record.repeatingVersion). Use the scim-ledger that wrote it, or a newer one."
    case .missingRecord(let position):
      "There is no event at position \(position), although later ones exist. Restore the ledger from a backup."
    case .recordTooLarge(let bytes, let limit):
      "The event would take \(bytes) bytes; \(limit) is the most."
    case .unexpectedHead(let expected, let actual):
      "The log was expected to end at position \(expected), but ends at \(actual). Read on from there and try again."
    case .eventIDTaken(let id, let position):
      "The event id \(id) belongs to another event, at position \(position)."
    case .queueFull(let waiting):
      "\(waiting) operations wait to be written already. Try again in a moment."
    case .closed: "The ledger is closed."
    case .writerStopped(let reason):
      "The ledger has stopped taking writes, since it can't know whether the last one is on disk (\(reason)). "
        + "Check the disk, then open the ledger again."
    case .readOnly: "The ledger is open for reading only."
    case .inconsistent(let what): "The ledger contradicts itself: \(what). Run `scim-ledger verify`."
    }
  }
}
