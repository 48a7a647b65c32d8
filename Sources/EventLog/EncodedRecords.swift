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
  private var writer: RecordWriter
  /// Where each record ends.
  private var ends: [Int] = []

  /// - Parameter capacity: How many bytes there will be, roughly.
  public init(capacity: Int = 0) { writer = RecordWriter(capacity: capacity) }

  /// How many records there are.
  public var count: Int { ends.count }
  /// How many bytes they are.
  public var byteCount: Int { bytes.count }
  var bytes: [UInt8] { writer.bytes }

  /// Begins a record; as `RecordDraft` has its parts.
  public mutating func begin(_ eventID: Identifier, time: Int64, kind: UInt16, stream: Identifier = .none) {
    writer.begin(eventID, time: time, kind: kind, stream: stream)
  }

  /// Adds a section of what `body` appends.
  public mutating func section(_ kind: UInt16, _ body: (inout [UInt8]) throws -> Void) rethrows {
    try writer.section(kind, body)
  }

  /// Ends the record.
  ///
  /// - Throws: `EventLogError.recordTooLarge`, and then the record is taken back.
  public mutating func end() throws(EventLogError) {
    try writer.end()
    ends.append(bytes.count)
  }

  /// Where a record stands; its hash does not belong to it.
  func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }
}
