internal import Merkle

/// Where the parts of a stored record are, checked against the bytes; what every reader of records goes by.
///
/// RECORD_FORMAT.md gives the layout.
package struct RecordLayout {
  /// The record without its sections.
  package let header: Record
  private let sections: Int
  /// Where the hash begins.
  private let end: Int

  /// - Throws: `EventLogError.damagedRecord`, `.unknownRecordFormat`. The hash is not looked at here.
  package init(_ bytes: Span<UInt8>, at position: Position) throws(EventLogError) {
    func damaged(_ reason: String) -> EventLogError { .damagedRecord(position, reason: reason) }
    guard bytes.count >= Record.headerLength + Record.hashLength else {
      throw damaged("it is only \(bytes.count) bytes long")
    }
    guard UInt32(bigEndian: bytes, at: 0) == Record.magic else {
      throw damaged("it does not start with \"SLR1\"")
    }
    let version = UInt16(bigEndian: bytes, at: 4)
    guard version == Record.formatVersion || version == Record.repeatingVersion else {
      throw .unknownRecordFormat(position, version: version)
    }
    guard UInt16(bigEndian: bytes, at: 6) == Record.headerLength,
      UInt32(bigEndian: bytes, at: 44) == bytes.count
    else { throw damaged("its lengths do not agree") }
    guard UInt64(bigEndian: bytes, at: 8) == position.rawValue else {
      throw damaged("it says it stands at position \(UInt64(bigEndian: bytes, at: 8))")
    }
    header = Record(
      position: position,
      eventID: Identifier(bigEndian: bytes, at: 24),
      time: Int64(bigEndian: bytes, at: 16),
      kind: UInt16(bigEndian: bytes, at: 40),
      stream: Identifier(bigEndian: bytes, at: 48),
      previous: Position(UInt64(bigEndian: bytes, at: 64)),
      subject: Identifier(bigEndian: bytes, at: 72),
      sections: [])
    sections = Int(UInt16(bigEndian: bytes, at: 42))
    end = bytes.count - Record.hashLength
  }

  /// - Throws: `EventLogError.damagedRecord` where the hash is not that of the bytes before it.
  package func checkHash(of bytes: Span<UInt8>) throws(EventLogError) { _ = try leaf(of: bytes) }

  func leaf(of bytes: Span<UInt8>) throws(EventLogError) -> MerkleHash {
    let leaf = MerkleHasher.leaf(bytes.extracting(0..<end))
    guard let stored = MerkleHash(bytes: bytes.extracting(end..<bytes.count)), stored == leaf else {
      throw damaged("its SHA-256 hash is not the one stored with it")
    }
    return leaf
  }

  /// Gives the kind of each section and where its bytes are, until `body` says that it has seen enough.
  ///
  /// - Throws: `EventLogError.damagedRecord` where a section is not whole.
  package func forEachSection(
    of bytes: Span<UInt8>,
    _ body: (_ kind: UInt16, _ encryption: Record.Encryption, _ range: Range<Int>) -> Bool
  ) throws(EventLogError) {
    var offset = Record.headerLength
    var before: Range<Int>?
    for _ in 0..<sections {
      guard end - offset >= 8 else { throw damaged("a section's header is cut off at byte \(offset)") }
      let kind = UInt16(bigEndian: bytes, at: offset)
      let code = bytes[offset + 2]
      let repeats = bytes[offset + 3] == 1
      let length = Int(UInt32(bigEndian: bytes, at: offset + 4))
      offset += 8
      let encryption: Record.Encryption
      switch code {
      case 0: encryption = .none
      case 1: encryption = .subject
      case 2:
        guard end - offset >= 16 else { throw damaged("a section's key id is cut off at byte \(offset)") }
        encryption = .key(Identifier(bigEndian: bytes, at: offset))
        offset += 16
      default: throw damaged("a section has the unknown encryption \(code)")
      }
      guard end - offset >= length else { throw damaged("a section is cut off at byte \(offset)") }
      var range = offset..<(offset + length)
      if repeats {
        guard length == 0, code == 0, let before else {
          throw damaged("the section before byte \(offset) repeats none")
        }
        range = before
      }
      guard body(kind, encryption, range) else { return }
      before = code == 0 ? range : nil
      offset += length
    }
    guard offset == end else { throw damaged("\(end - offset) bytes follow its last section") }
  }

  private func damaged(_ reason: String) -> EventLogError { .damagedRecord(header.position, reason: reason) }
}
