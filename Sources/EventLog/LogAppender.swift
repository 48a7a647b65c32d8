public import LMDB
internal import Merkle

/// Appends events inside one write transaction; the writer makes one for each batch.
public struct LogAppender {
  let tables: LogTables
  private(set) var frontier: Frontier
  /// The last position, this batch's appends included.
  public private(set) var head: Position
  /// Kept from append to append: the record that is made, and the nodes that it completes.
  private var record: [UInt8] = []
  private var nodes: [(level: Int, index: UInt64, hash: MerkleHash)] = []

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
    try add(bytes.span, leaf, at: position, in: transaction)
    return Appended(position: position, isNew: true)
  }

  /// Appends one of several events that are encoded already, or finds that it is there.
  ///
  /// - Throws: `EventLogError.eventIDTaken`, `LMDBError`.
  public mutating func append(
    _ records: EncodedRecords, _ index: Int, in transaction: borrowing WriteTransaction
  ) throws -> Appended {
    let position = head.next
    var bytes: [UInt8] = []
    swap(&bytes, &record)
    defer { swap(&bytes, &record) }
    bytes.removeAll(keepingCapacity: true)
    bytes.append(contentsOf: records.bytes[records.range(index)])
    bytes.write(position.rawValue, at: Record.positionOffset)
    let isNew = try transaction.insert(
      bytes.span.extracting(Record.eventIDOffset..<(Record.eventIDOffset + 16)),
      bytes.span.extracting(Record.positionOffset..<(Record.positionOffset + 8)), in: tables.eventIDs)
    let leaf = MerkleHasher.leaf(bytes)
    leaf.append(to: &bytes)
    guard isNew else {
      let record = try Record(decoding: bytes.span, at: position)
      return try existing(
        RecordDraft(
          eventID: record.eventID, time: record.time, kind: record.kind, stream: record.stream,
          sections: record.sections), in: transaction)
    }
    try add(bytes.span, leaf, at: position, in: transaction)
    return Appended(position: position, isNew: true)
  }

  private mutating func add(
    _ record: Span<UInt8>, _ leaf: MerkleHash, at position: Position,
    in transaction: borrowing WriteTransaction
  ) throws {
    try transaction.append(
      record.extracting(Record.positionOffset..<(Record.positionOffset + 8)), record, in: tables.log)
    var nodes: [(level: Int, index: UInt64, hash: MerkleHash)] = []
    swap(&nodes, &self.nodes)
    defer { swap(&nodes, &self.nodes) }
    nodes.removeAll(keepingCapacity: true)
    frontier.append(leaf) { level, index, hash in nodes.append((level, index, hash)) }
    for node in nodes {
      try transaction.put(
        LogTables.nodeKey(level: node.level, index: node.index), node.hash.bytes, in: tables.tree)
    }
    head = position
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
