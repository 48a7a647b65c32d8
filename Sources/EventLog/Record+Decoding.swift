internal import Merkle

extension Record {
  /// Reads a stored record and checks its hash.
  ///
  /// - Throws: `EventLogError.damagedRecord` naming the position and what does not hold,
  ///   `EventLogError.unknownRecordFormat` for a layout newer than this code.
  init(decoding bytes: Span<UInt8>, at position: Position) throws(EventLogError) {
    self = try Record.decode(bytes, at: position).record
  }

  static func decode(
    _ bytes: Span<UInt8>, at position: Position
  ) throws(EventLogError) -> (record: Record, leaf: MerkleHash) {
    func damaged(_ reason: String) -> EventLogError { .damagedRecord(position, reason: reason) }
    guard bytes.count >= headerLength + hashLength else {
      throw damaged("it is only \(bytes.count) bytes long")
    }
    guard UInt32(bigEndian: bytes, at: 0) == magic else { throw damaged("it does not start with \"SLR1\"") }
    let version = UInt16(bigEndian: bytes, at: 4)
    guard version == formatVersion else { throw .unknownRecordFormat(position, version: version) }
    guard UInt16(bigEndian: bytes, at: 6) == headerLength, UInt32(bigEndian: bytes, at: 44) == bytes.count
    else { throw damaged("its lengths do not agree") }

    let end = bytes.count - hashLength
    let leaf = MerkleHasher.leaf(bytes.extracting(0..<end))
    guard let stored = MerkleHash(bytes: bytes.extracting(end..<bytes.count)), stored == leaf else {
      throw damaged("its SHA-256 hash is not the one stored with it")
    }
    guard UInt64(bigEndian: bytes, at: 8) == position.rawValue else {
      throw damaged("it says it stands at position \(UInt64(bigEndian: bytes, at: 8))")
    }
    var record = Record(
      position: position,
      eventID: Identifier(bigEndian: bytes, at: 24),
      time: Int64(bigEndian: bytes, at: 16),
      kind: UInt16(bigEndian: bytes, at: 40),
      stream: Identifier(bigEndian: bytes, at: 48),
      previous: Position(UInt64(bigEndian: bytes, at: 64)),
      subject: Identifier(bigEndian: bytes, at: 72),
      sections: [])
    let count = Int(UInt16(bigEndian: bytes, at: 42))
    record.sections.reserveCapacity(count)
    var offset = headerLength
    for _ in 0..<count {
      guard end - offset >= 8 else { throw damaged("a section's header is cut off at byte \(offset)") }
      let kind = UInt16(bigEndian: bytes, at: offset)
      let code = bytes[offset + 2]
      let length = Int(UInt32(bigEndian: bytes, at: offset + 4))
      offset += 8
      let encryption: Encryption
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
      record.sections.append(
        Section(kind: kind, encryption: encryption, bytes: bytes.array(offset..<(offset + length))))
      offset += length
    }
    guard offset == end else { throw damaged("\(end - offset) bytes follow its last section") }
    return (record, leaf)
  }
}

extension Span<UInt8> {
  package func array(_ range: Range<Int>) -> [UInt8] {
    let part = extracting(range)
    return [UInt8](copying: part)
  }

  package var array: [UInt8] { array(0..<count) }
}

extension [UInt8] {
  init(copying span: Span<UInt8>) {
    self.init(capacity: span.count) { output in
      for index in span.indices { output.append(span[index]) }
    }
  }
}
