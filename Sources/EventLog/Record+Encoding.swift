internal import Merkle

extension Record {
  /// The bytes "SLR1": a scim-ledger record, layout family 1.
  static let magic: UInt32 = 0x534C_5231
  /// The version of the layout that this code writes.
  public static let formatVersion: UInt16 = 1
  /// The version of a record with a section that repeats the one before it.
  static let repeatingVersion: UInt16 = 2
  /// A section of fewer bytes is written again rather than for each reader to look for it.
  static let shortestRepeated = 64
  static let headerLength = 96
  static let versionOffset = 4
  static let positionOffset = 8
  static let eventIDOffset = 24
  static let sectionCountOffset = 42
  static let lengthOffset = 44
  static let hashLength = 32
  /// A record's largest size in bytes: large enough for any request the server accepts, small enough
  /// that one record never threatens a transaction.
  public static let maximumLength = 64 << 20

  /// The stored form: header, sections, then the SHA-256 leaf hash of all that precedes it.
  ///
  /// - Throws: `EventLogError.recordTooLarge`.
  func encoded() throws(EventLogError) -> (bytes: [UInt8], leaf: MerkleHash) {
    let repeated = sections.indices.filter { repeatsTheOneBefore($0) }
    let body =
      sections.reduce(Record.headerLength) { $0 + 8 + $1.encryption.keyLength + $1.bytes.count }
      - repeated.reduce(0) { $0 + sections[$1].bytes.count }
    guard body + Record.hashLength <= Record.maximumLength, sections.count <= Int(UInt16.max) else {
      throw .recordTooLarge(bytes: body + Record.hashLength, limit: Record.maximumLength)
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(body + Record.hashLength)
    Record.appendHeader(
      version: repeated.isEmpty ? Record.formatVersion : Record.repeatingVersion, position: position,
      eventID: eventID, time: time, kind: kind, sections: UInt16(sections.count),
      length: UInt32(body + Record.hashLength), stream: stream, previous: previous, subject: subject,
      to: &bytes)
    for (index, section) in sections.enumerated() {
      section.kind.appendBigEndian(to: &bytes)
      bytes.append(section.encryption.code)
      if repeated.contains(index) {
        bytes.append(1)
        UInt32(0).appendBigEndian(to: &bytes)
        continue
      }
      bytes.append(0)
      UInt32(section.bytes.count).appendBigEndian(to: &bytes)
      if case .key(let key) = section.encryption { key.append(to: &bytes) }
      bytes.append(contentsOf: section.bytes)
    }
    let leaf = MerkleHasher.leaf(bytes)
    leaf.append(to: &bytes)
    return (bytes, leaf)
  }

  /// Appends a header whose numbers of sections and bytes may be written into it later.
  static func appendHeader(
    version: UInt16 = Record.formatVersion, position: Position, eventID: Identifier, time: Int64,
    kind: UInt16,
    sections: UInt16, length: UInt32, stream: Identifier, previous: Position, subject: Identifier,
    to bytes: inout [UInt8]
  ) {
    Record.magic.appendBigEndian(to: &bytes)
    version.appendBigEndian(to: &bytes)
    UInt16(Record.headerLength).appendBigEndian(to: &bytes)
    position.rawValue.appendBigEndian(to: &bytes)
    time.appendBigEndian(to: &bytes)
    eventID.append(to: &bytes)
    kind.appendBigEndian(to: &bytes)
    sections.appendBigEndian(to: &bytes)
    length.appendBigEndian(to: &bytes)
    stream.append(to: &bytes)
    previous.rawValue.appendBigEndian(to: &bytes)
    subject.append(to: &bytes)
    UInt64(0).appendBigEndian(to: &bytes)
  }

  /// Whether a section has the bytes of the one before it, as the image of a create has those of its body. They
  /// stand in the record once then. Encrypted bytes are never the same twice.
  private func repeatsTheOneBefore(_ index: Int) -> Bool {
    guard index > 0, sections[index].bytes.count >= Record.shortestRepeated else { return false }
    let (section, before) = (sections[index], sections[index - 1])
    return section.encryption == .none && before.encryption == .none && section.bytes == before.bytes
  }
}

extension Record.Encryption {
  var code: UInt8 {
    switch self {
    case .none: 0
    case .subject: 1
    case .key: 2
    }
  }

  var keyLength: Int {
    if case .key = self { 16 } else { 0 }
  }
}
