import EventLog
import Merkle

/// A stored record's header, and copies of those of its sections that are asked for.
///
/// It exists so that a question about facts does not read bodies and images.
struct RecordGlance {
  var position: Position
  var eventID: Identifier
  /// Microseconds since 1970-01-01 UTC.
  var time: Int64
  var kind: UInt16
  var stream: Identifier
  var previous: Position
  var facts: [UInt8]?
  var request: [UInt8]?

  private static let headerLength = 96
  private static let hashLength = 32
  private static let magic: UInt32 = 0x534C_5231
  private static let factsKind: UInt16 = 1
  private static let requestKind: UInt16 = 2

  /// - Parameter checkingHash: Whether the record's hash is computed, for which all of it must be read.
  init(
    _ bytes: Span<UInt8>, at position: Position, copying sources: EventSources, checkingHash: Bool
  ) throws(EventLogError) {
    let end = bytes.count - Self.hashLength
    guard end >= Self.headerLength, UInt32(bigEndian: bytes, at: 0) == Self.magic,
      UInt16(bigEndian: bytes, at: 6) == Self.headerLength, UInt32(bigEndian: bytes, at: 44) == bytes.count,
      UInt64(bigEndian: bytes, at: 8) == position.rawValue
    else { throw .damagedRecord(position, reason: "its header does not hold") }
    let version = UInt16(bigEndian: bytes, at: 4)
    guard version == Record.formatVersion else { throw .unknownRecordFormat(position, version: version) }
    if checkingHash {
      guard
        MerkleHash(bytes: bytes.extracting(end..<bytes.count))
          == MerkleHasher.leaf(bytes.extracting(0..<end))
      else { throw .damagedRecord(position, reason: "its SHA-256 hash is not the one stored with it") }
    }
    self.position = position
    time = Int64(bigEndian: bytes, at: 16)
    eventID = Identifier(bigEndian: bytes, at: 24)
    kind = UInt16(bigEndian: bytes, at: 40)
    stream = Identifier(bigEndian: bytes, at: 48)
    previous = Position(UInt64(bigEndian: bytes, at: 64))
    try copySections(of: bytes, upTo: end, sources)
  }

  private mutating func copySections(
    of bytes: Span<UInt8>, upTo end: Int, _ sources: EventSources
  ) throws(EventLogError) {
    var offset = Self.headerLength
    // What stands behind the last section that is wanted is not looked at.
    var wanted = (sources.contains(.facts) ? 1 : 0) + (sources.contains(.request) ? 1 : 0)
    while wanted > 0, offset < end {
      guard end - offset >= 8 else { throw cutOff(at: offset) }
      let kind = UInt16(bigEndian: bytes, at: offset)
      let length = Int(UInt32(bigEndian: bytes, at: offset + 4))
      let start = offset + 8 + (bytes[offset + 2] == 2 ? 16 : 0)
      guard start <= end, end - start >= length else { throw cutOff(at: offset) }
      if kind == Self.factsKind, sources.contains(.facts) {
        facts = bytes.array(start..<(start + length))
        wanted -= 1
      } else if kind == Self.requestKind, sources.contains(.request) {
        request = bytes.array(start..<(start + length))
        wanted -= 1
      }
      offset = start + length
    }
  }

  private func cutOff(at offset: Int) -> EventLogError {
    .damagedRecord(position, reason: "a section is cut off at byte \(offset)")
  }
}
