public import LMDB
internal import Merkle

extension LogAppender {
  /// Which of some event ids, in their order, are in the log already.
  public func known(
    _ ids: some Sequence<Identifier>, in transaction: borrowing WriteTransaction
  ) throws -> [Int] {
    var rows = PackedRows(keyLength: 16, valueLength: 0)
    for id in ids { rows.append { id.append(to: &$0) } }
    var found: [Int] = []
    try transaction.forEachPresent(of: rows, in: tables.eventIDs) { found.append($0) }
    return found
  }

  /// Appends new events, whose ids are in order and not in the log, as ``append(_:expecting:in:)`` would each of
  /// them, but with the rows beside the records written together.
  ///
  /// - Parameter record: Gives the header of the event at a place, with no sections, and writes its sections.
  /// - Returns: The position of the first.
  @discardableResult
  public mutating func appendRun(
    of count: Int, in transaction: borrowing WriteTransaction,
    header: (Int) -> RecordDraft, sections: (Int, inout RecordWriter) -> Void
  ) throws -> Position {
    let first = head.next
    var writer = RecordWriter()
    var ids = PackedRows(keyLength: 16, valueLength: 8, capacity: count)
    var nodes: [PackedRows] = []
    for place in 0..<count {
      let header = header(place)
      let position = head.next
      writer.removeAll()
      writer.begin(
        header.eventID, time: header.time, kind: header.kind, stream: header.stream,
        previous: header.previous,
        subject: header.subject, at: position)
      sections(place, &writer)
      try writer.end()
      let leaf = writer.appendHash()
      try transaction.append(position.key.span, writer.bytes.span, in: tables.log)
      ids.append {
        header.eventID.append(to: &$0)
        position.rawValue.appendBigEndian(to: &$0)
      }
      add(leaf) { level, index, hash in
        while nodes.count <= level { nodes.append(PackedRows(keyLength: 9, valueLength: 32)) }
        nodes[level].append {
          $0.append(UInt8(truncatingIfNeeded: level))
          index.appendBigEndian(to: &$0)
          hash.append(to: &$0)
        }
      }
    }
    try transaction.put(ids, in: tables.eventIDs)
    for level in nodes { try transaction.put(level, in: tables.tree) }
    return first
  }
}
