internal import Merkle

/// Writes records as they are stored, one behind the other, from whatever appends their sections.
///
/// Every record needs its `end`, and nothing else may stand between its sections.
public struct RecordWriter: Sendable {
  private(set) var bytes: [UInt8] = []
  /// Where the record begins that is being written.
  private var start = 0
  private var sections = 0

  init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  /// Begins a record; as `RecordDraft` has its parts.
  mutating func begin(
    _ eventID: Identifier, time: Int64, kind: UInt16, stream: Identifier, previous: Position = .start,
    subject: Identifier = .none, at position: Position = .start
  ) {
    start = bytes.count
    sections = 0
    Record.appendHeader(
      position: position, eventID: eventID, time: time, kind: kind, sections: 0, length: 0, stream: stream,
      previous: previous, subject: subject, to: &bytes)
  }

  /// Adds a section that is not encrypted, whose bytes `body` appends.
  @inlinable public mutating func section(
    _ kind: UInt16, _ body: (inout [UInt8]) throws -> Void
  ) rethrows {
    let content = beginSection(kind)
    try body(&buffer)
    endSection(content)
  }

  /// Adds a section with the bytes of the one before it, which are not stored again.
  public mutating func repeatedSection(_ kind: UInt16) {
    kind.appendBigEndian(to: &bytes)
    UInt16(1).appendBigEndian(to: &bytes)
    UInt32(0).appendBigEndian(to: &bytes)
    sections += 1
    bytes.write(Record.repeatingVersion, at: start + Record.versionOffset)
  }

  @usableFromInline var buffer: [UInt8] {
    get { bytes }
    _modify { yield &bytes }
  }

  @usableFromInline mutating func beginSection(_ kind: UInt16) -> Int {
    kind.appendBigEndian(to: &bytes)
    UInt16(0).appendBigEndian(to: &bytes)
    UInt32(0).appendBigEndian(to: &bytes)
    sections += 1
    return bytes.count
  }

  @usableFromInline mutating func endSection(_ content: Int) {
    bytes.write(UInt32(clamping: bytes.count - content), at: content - 4)
  }

  /// Fills in what is known at the record's end, all but its hash.
  ///
  /// - Throws: `EventLogError.recordTooLarge`, and then the record is taken back.
  mutating func end() throws(EventLogError) {
    let length = bytes.count - start + Record.hashLength
    guard length <= Record.maximumLength, sections <= Int(UInt16.max) else {
      bytes.removeSubrange(start...)
      throw .recordTooLarge(bytes: length, limit: Record.maximumLength)
    }
    bytes.write(UInt16(sections), at: start + Record.sectionCountOffset)
    bytes.write(UInt32(length), at: start + Record.lengthOffset)
  }

  /// Adds the hash of the only record.
  mutating func appendHash() -> MerkleHash {
    let leaf = MerkleHasher.leaf(bytes)
    leaf.append(to: &bytes)
    return leaf
  }

  /// Begins anew in the same memory.
  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }
}

extension [UInt8] {
  /// Puts an integer in the place of bytes that are there, most significant byte first.
  mutating func write<Integer: FixedWidthInteger>(_ value: Integer, at offset: Int) {
    var shift = Integer.bitWidth - 8
    var index = offset
    while shift >= 0 {
      self[index] = UInt8(truncatingIfNeeded: value >> Integer(shift))
      shift -= 8
      index += 1
    }
  }
}
