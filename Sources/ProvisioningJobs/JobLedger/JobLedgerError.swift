public import EventLog

/// What a job's ledger refuses or finds wrong. No case carries a person's data.
public enum JobLedgerError: Error, Sendable, Hashable, CustomStringConvertible {
  case exists(directory: String)
  case noLedger(directory: String)
  /// The key that opens sealed values is not beside the log.
  case keyMissing(path: String)
  /// A sealed value was not sealed with the key that lies beside the log.
  case sealBroken(attribute: String)
  case unreadableEvent(Position, reason: String)
  /// A row of the tables is not what the log makes.
  case unreadableRow(table: String)
  /// An event that needs an object, a cycle or a change has none.
  case incompleteEvent(kind: String, lacks: String)
  case rebuildUnderWay

  public var description: String {
    switch self {
    case .exists(let directory): "There is a job's ledger in \(directory) already."
    case .noLedger(let directory):
      "There is no job's ledger in \(directory). It is made when the job first runs."
    case .keyMissing(let path):
      "The key at \(path) is missing or not 32 bytes long, so values that the ledger keeps sealed can't be "
        + "read. Put it back from a backup."
    case .sealBroken(let attribute):
      "The sealed value of the attribute \(attribute) does not open with this ledger's key. Put the key that "
        + "belongs to it back from a backup."
    case .unreadableEvent(let position, let reason):
      "The event at position \(position) can't be read: \(reason)."
    case .unreadableRow(let table):
      "A row of the table \(table) is damaged. Rebuild the tables from the log."
    case .incompleteEvent(let kind, let lacks): "An event of the kind \(kind) has no \(lacks)."
    case .rebuildUnderWay: "The tables are being rebuilt already."
    }
  }
}
