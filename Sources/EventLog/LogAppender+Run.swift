public import LMDB
internal import Merkle

/// Writes one record of many into the same memory.
public struct RecordWriter {
  var bytes: [UInt8] = []
  var sections: UInt16 = 0

  /// Adds a section that is not encrypted, whose bytes `body` appends.
  @inlinable public mutating func section(_ kind: UInt16, _ body: (inout [UInt8]) -> Void) {
    let start = begin(kind)
    body(&buffer)
    end(start)
  }

  /// Adds a section with the bytes of the one before it.
  public mutating func repeatedSection(_ kind: UInt16) {
    kind.appendBigEndian(to: &bytes)
    UInt16(1).appendBigEndian(to: &bytes)
    UInt32(0).appendBigEndian(to: &bytes)
    sections &+= 1
    bytes.write(Record.repeatingVersion, at: 4)
  }

  @usableFromInline var buffer: [UInt8] {
    get { bytes }
    _modify { yield &bytes }
  }

  @usableFromInline mutating func begin(_ kind: UInt16) -> Int {
    kind.appendBigEndian(to: &bytes)
    UInt16(0).appendBigEndian(to: &bytes)
    UInt32(0).appendBigEndian(to: &bytes)
    sections &+= 1
    return bytes.count
  }

  @usableFromInline mutating func end(_ start: Int) {
    bytes.write(UInt32(clamping: bytes.count - start), at: start - 4)
  }

  /// Begins a record.
  mutating func begin(_ header: RecordDraft, at position: Position) {
    bytes.removeAll(keepingCapacity: true)
    sections = 0
    Record.appendHeader(
      position: position, eventID: header.eventID, time: header.time, kind: header.kind, sections: 0,
      length: 0,
      stream: header.stream, previous: header.previous, subject: header.subject, to: &bytes)
  }

  /// Fills in what is known at the end, and adds the hash.
  mutating func end() throws(EventLogError) -> MerkleHash {
    guard bytes.count + Record.hashLength <= Record.maximumLength else {
      throw .recordTooLarge(bytes: bytes.count + Record.hashLength, limit: Record.maximumLength)
    }
    bytes.write(sections, at: Record.sectionCountOffset)
    bytes.write(UInt32(bytes.count + Record.hashLength), at: Record.lengthOffset)
    let leaf = MerkleHasher.leaf(bytes)
    leaf.append(to: &bytes)
    return leaf
  }
}

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
      writer.begin(header, at: position)
      sections(place, &writer)
      let leaf = try writer.end()
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
