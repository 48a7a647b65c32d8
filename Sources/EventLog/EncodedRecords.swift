/// Events on their way into a log, encoded one behind the other by whoever makes them.
///
/// ```swift
/// var records = EncodedRecords()
/// records.begin(id, time: now, kind: 3, stream: change)
/// records.section(1) { facts.write(into: &$0) }
/// try records.end()
/// ```
/// Of each record only its position and its hash are missing, which the writer adds. Every `begin` needs its
/// `end`, and nothing else may stand between a record's sections.
public struct EncodedRecords: Sendable {
  private(set) var bytes: [UInt8] = []
  /// Where each record ends.
  private var ends: [Int] = []
  /// Where the one that is being encoded begins.
  private var start = 0
  private var sections = 0

  /// - Parameter capacity: How many bytes there will be, roughly.
  public init(capacity: Int = 0) {
    bytes.reserveCapacity(capacity)
  }

  /// How many records there are.
  public var count: Int { ends.count }
  /// How many bytes they are.
  public var byteCount: Int { bytes.count }

  /// Begins a record; as `RecordDraft` has its parts.
  public mutating func begin(_ eventID: Identifier, time: Int64, kind: UInt16, stream: Identifier = .none) {
    start = bytes.count
    sections = 0
    Record.appendHeader(
      position: .start, eventID: eventID, time: time, kind: kind, sections: 0, length: 0, stream: stream,
      previous: .start, subject: .none, to: &bytes)
  }

  /// Adds a section of what `body` appends.
  public mutating func section(_ kind: UInt16, _ body: (inout [UInt8]) throws -> Void) rethrows {
    kind.appendBigEndian(to: &bytes)
    UInt16(0).appendBigEndian(to: &bytes)
    let length = bytes.count
    UInt32(0).appendBigEndian(to: &bytes)
    try body(&bytes)
    bytes.write(UInt32(truncatingIfNeeded: bytes.count - length - 4), at: length)
    sections += 1
  }

  /// Ends the record.
  ///
  /// - Throws: `EventLogError.recordTooLarge`, and then the record is taken back.
  public mutating func end() throws(EventLogError) {
    let length = bytes.count - start + Record.hashLength
    guard length <= Record.maximumLength, sections <= Int(UInt16.max) else {
      bytes.removeSubrange(start...)
      throw .recordTooLarge(bytes: length, limit: Record.maximumLength)
    }
    bytes.write(UInt16(sections), at: start + Record.sectionCountOffset)
    bytes.write(UInt32(length), at: start + Record.lengthOffset)
    ends.append(bytes.count)
  }

  /// Where a record stands; its hash does not belong to it.
  func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }
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
