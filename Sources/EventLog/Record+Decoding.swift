import LMDB
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
    let layout = try RecordLayout(bytes, at: position)
    let leaf = try layout.leaf(of: bytes)
    var record = layout.header
    try layout.forEachSection(of: bytes) { kind, encryption, range in
      record.sections.append(Section(kind: kind, encryption: encryption, bytes: bytes.array(range)))
      return true
    }
    return (record, leaf)
  }
}

extension Span<UInt8> {
  package func array(_ range: Range<Int>) -> [UInt8] {
    [UInt8](copying: extracting(range))
  }

  package var array: [UInt8] { array(0..<count) }
}
