import LedgerTestKit
import Merkle
import Testing

@testable import EventLog

/// Bytes that are not what was written are refused with the position, and never end the process.
@Suite struct RecordDamageTests {
  let bytes: [UInt8]
  let position = goldenRecord.position

  init() throws { bytes = try goldenBytes() }

  @Test func `a flip of any bit in any byte is refused`() throws {
    for index in bytes.indices {
      for bit in 0..<8 {
        var damaged = bytes
        damaged[index] ^= 1 << UInt8(bit)
        let error = decodingError(damaged)
        switch (error, index) {
        case (.unknownRecordFormat(position, let version), 4...5): #expect(version != 1)
        case (.damagedRecord(position, _), 0..<4), (.damagedRecord(position, _), 6...): break
        default: Issue.record("byte \(index), bit \(bit): \(String(describing: error))")
        }
      }
    }
  }

  @Test func `a record cut off at any length is refused`() throws {
    for length in 0..<bytes.count {
      let error = decodingError(Array(bytes.prefix(length)))
      guard case .damagedRecord(position, _) = error else {
        Issue.record("\(length) bytes: \(String(describing: error))")
        continue
      }
    }
  }

  @Test func `bytes after a record's end are refused`() {
    #expect(decodingError(bytes + [0]) == .damagedRecord(position, reason: "its lengths do not agree"))
  }

  @Test(arguments: [0, 3, 4, 0xFFFF])
  func `a record of another format version is told from a damaged one`(version: UInt16) {
    var other = bytes
    other.replaceSubrange(4..<6, with: version.bigEndianBytes)
    let error = decodingError(rehashed(other))
    #expect(error == .unknownRecordFormat(position, version: version))
    #expect(error?.description.contains("format \(version)") == true)
  }

  @Test func `a whole record at another position is refused`() {
    #expect(
      throws: EventLogError.damagedRecord(Position(9), reason: "it says it stands at position \(position)")
    ) {
      try Record(decoding: bytes.span, at: Position(9))
    }
  }

  /// Damage behind a hash that holds: what only code that writes nonsense, or an attacker, can leave.
  @Test(
    arguments: [
      (42, [0, 5], "a section's header is cut off"), (42, [0, 3], "8 bytes follow its last section"),
      (42, [0, 0], "bytes follow its last section"), (42, [0xFF, 0xFF], "a section's header is cut off"),
      (98, [3], "a section has the unknown encryption 3"),
      (98, [0xFF], "a section has the unknown encryption 255"),
      (100, [0xFF, 0xFF, 0xFF, 0xFF], "a section is cut off at byte 104"),
      (100, [0, 0, 0, 162], "a section is cut off at byte 104"), (6, [0, 97], "its lengths do not agree"),
      (44, [0xFF, 0xFF, 0xFF, 0xFF], "its lengths do not agree"),
    ] as [(Int, [UInt8], String)])
  func `nonsense with a valid hash is refused`(offset: Int, value: [UInt8], reason: String) {
    var damaged = bytes
    damaged.replaceSubrange(offset..<(offset + value.count), with: value)
    guard case .damagedRecord(position, let found) = decodingError(rehashed(damaged)) else {
      Issue.record("not refused as damaged")
      return
    }
    #expect(found.contains(reason))
  }

  @Test func `a key id cut off by the record's end is refused`() {
    var short = goldenRecord
    short.sections = []
    var head = Array(bytes.prefix(96))
    head.replaceSubrange(42..<44, with: [0, 1])
    head.replaceSubrange(44..<48, with: UInt32(96 + 8 + 15 + 32).bigEndianBytes)
    let cut = head + [0, 1, 2, 0, 0, 0, 0, 0] + [UInt8](repeating: 1, count: 15 + 32)
    #expect(
      decodingError(rehashed(cut))
        == .damagedRecord(position, reason: "a section's key id is cut off at byte 104"))
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `random bytes are refused`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for round in 0..<500 {
      let length = Int.random(in: 0...400, using: &generator)
      let random = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      #expect(decodingError(random) != nil, "seed \(seed), round \(round)")
    }
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `random sections behind a valid header and hash are read or refused`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for round in 0..<500 {
      let length = Int.random(in: 0...200, using: &generator)
      // Mostly small values: lengths that fit and encryptions that exist.
      var random = Array(bytes.prefix(96))
      random += (0..<length).map { _ in UInt8.random(in: 0...3, using: &generator) }
      random.replaceSubrange(42..<44, with: UInt16.random(in: 0...8, using: &generator).bigEndianBytes)
      random.replaceSubrange(44..<48, with: UInt32(96 + length + 32).bigEndianBytes)
      switch decodingError(rehashed(random + [UInt8](repeating: 0, count: 32))) {
      case nil, .damagedRecord(position, _): break
      case .some(let error): Issue.record("seed \(seed), round \(round): \(error)")
      }
    }
  }

  private func decodingError(_ bytes: [UInt8]) -> EventLogError? {
    do throws(EventLogError) {
      _ = try Record(decoding: bytes.span, at: position)
      return nil
    } catch {
      return error
    }
  }
}

/// The same bytes with the hash that belongs to them as the last 32.
func rehashed(_ bytes: [UInt8]) -> [UInt8] {
  let body = bytes.dropLast(32)
  return body + MerkleHasher.leaf(body).bytes
}
