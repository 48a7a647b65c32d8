public import LMDB
internal import Merkle

/// Appends events inside one write transaction; the writer makes one for each batch.
public struct LogAppender {
  let tables: LogTables
  private(set) var frontier: Frontier
  /// The last position, this batch's appends included.
  public private(set) var head: Position

  init(tables: LogTables, frontier: Frontier) {
    self.tables = tables
    self.frontier = frontier
    head = Position(frontier.size)
  }

  /// Appends one event, with its leaf and its tree nodes, or finds that it is there already.
  ///
  /// - Throws: `EventLogError.unexpectedHead`, `.eventIDTaken`, `.recordTooLarge`, `LMDBError`.
  public mutating func append(
    _ draft: RecordDraft, expecting expected: ExpectedHead = .any, in transaction: borrowing WriteTransaction
  ) throws -> Appended {
    if case .exactly(let position) = expected, position != head {
      // Whoever repeats an append whose answer was lost must learn that it is there, not that the head has
      // moved: it moved by that very append.
      guard try transaction.contains(draft.eventID.bytes, in: tables.eventIDs) else {
        throw EventLogError.unexpectedHead(expected: position, actual: head)
      }
      return try existing(draft, in: transaction)
    }
    let position = head.next
    // Refused before anything is put, so that work which catches the error leaves no id without its event.
    let (bytes, leaf) = try draft.record(at: position).encoded()
    guard try transaction.insert(draft.eventID.bytes, position.key, in: tables.eventIDs) else {
      return try existing(draft, in: transaction)
    }
    try transaction.append(position.key, bytes, in: tables.log)
    var nodes: [(level: Int, index: UInt64, hash: MerkleHash)] = []
    frontier.append(leaf) { level, index, hash in nodes.append((level, index, hash)) }
    for node in nodes {
      try transaction.put(
        LogTables.nodeKey(level: node.level, index: node.index), node.hash.bytes, in: tables.tree)
    }
    head = position
    return Appended(position: position, isNew: true)
  }

  /// Adds a record's leaf to the tree and moves the head.
  mutating func add(
    _ leaf: MerkleHash, onNode: (_ level: Int, _ index: UInt64, _ hash: MerkleHash) -> Void
  ) {
    frontier.append(leaf, onNode: onNode)
    head = head.next
  }

  private func existing(_ draft: RecordDraft, in transaction: borrowing WriteTransaction) throws -> Appended {
    guard
      let key = try transaction.bytes(for: draft.eventID.bytes, in: tables.eventIDs),
      let position = Position(key: key.span),
      let stored = try transaction.bytes(for: position.key, in: tables.log)
    else { throw EventLogError.inconsistent("the event id \(draft.eventID) leads nowhere") }
    guard try Record(decoding: stored.span, at: position) == draft.record(at: position) else {
      throw EventLogError.eventIDTaken(draft.eventID, at: position)
    }
    return Appended(position: position, isNew: false)
  }

  /// Writes what the next batch starts from. Part of the same transaction, so a crash keeps both or neither.
  func finish(in transaction: borrowing WriteTransaction) throws {
    try transaction.put(LogTables.frontierKey, frontier.encoded, in: tables.state)
  }
}
