import Foundation
import LedgerTestKit
import Merkle
import Testing

@testable import EventLog

/// The stored bytes of a record: what RECORD_FORMAT.md promises to readers that are not this code.
@Suite struct RecordFormatTests {
  @Test func `a record with sections of all three encryptions is stored byte for byte as ever`() throws {
    #expect(try goldenRecord.encoded().bytes.hexadecimal == goldenBytes().hexadecimal)
  }

  @Test func `the stored bytes read back as the same record`() throws {
    #expect(try decodedRecord(goldenBytes(), at: goldenRecord.position) == goldenRecord)
  }

  @Test func `a record's last field is the RFC 9162 hash of the bytes before it`() throws {
    let bytes = try goldenBytes()
    let leaf = MerkleHasher.leaf(bytes.dropLast(32))
    #expect(Array(bytes.suffix(32)) == leaf.bytes)
    #expect(try goldenRecord.encoded().leaf == leaf)
  }

  @Test(arguments: [0, 1, 2, 40])
  func `a record of any number of sections reads back`(count: Int) throws {
    var record = goldenRecord
    record.sections = (0..<count).map { number in
      let encryption: Record.Encryption =
        switch number % 3 {
        case 0: .none
        case 1: .subject
        default: .key(.event(UInt64(number)))
        }
      return Record.Section(
        kind: UInt16(number), encryption: encryption, bytes: [UInt8](repeating: 7, count: number * 31))
    }
    let bytes = try record.encoded().bytes
    #expect(try decodedRecord(bytes, at: record.position) == record)
  }

  @Test func `the outermost values of every field read back`() throws {
    let all = Identifier(high: .max, low: .max)
    for (number, time) in [(UInt64.max, Int64.max), (1, .min), (0, -1)] {
      let record = Record(
        position: Position(number), eventID: all, time: time, kind: .max, stream: all,
        previous: Position(number), subject: all,
        sections: [Record.Section(kind: .max, encryption: .key(all), bytes: [])])
      #expect(try decodedRecord(record.encoded().bytes, at: record.position) == record)
    }
  }

  @Test func `a record larger than the limit is refused with both sizes`() throws {
    var record = goldenRecord
    let room = Record.maximumLength - 96 - 8 - 32
    record.sections = [Record.Section(kind: 1, bytes: [UInt8](repeating: 0, count: room))]
    #expect(try record.encoded().bytes.count == Record.maximumLength)
    record.sections[0].bytes.append(0)
    #expect(
      throws: EventLogError.recordTooLarge(bytes: Record.maximumLength + 1, limit: Record.maximumLength)
    ) {
      try record.encoded()
    }
  }

  @Test func `more sections than their number can say are refused`() throws {
    var record = goldenRecord
    record.sections = Array(repeating: Record.Section(kind: 1, bytes: []), count: 65_535)
    #expect(try decodedRecord(record.encoded().bytes, at: record.position) == record)
    record.sections.append(Record.Section(kind: 1, bytes: []))
    #expect(throws: EventLogError.self) { try record.encoded() }
  }

  @Test func `a record whose image repeats its body is stored and read as ever`() throws {
    let bytes = try goldenBytes("record-v2")
    #expect(try repeatingRecord.encoded().bytes.hexadecimal == bytes.hexadecimal)
    #expect(try decodedRecord(bytes, at: Position(7)) == repeatingRecord)
  }

  @Test("a section that repeats the one before it is stored once, and read as if it were twice")
  func repeated() throws {
    let text = [UInt8](repeating: 7, count: 200)
    let sections = [
      Record.Section(kind: 3, bytes: text), .init(kind: 4, bytes: text), .init(kind: 5, bytes: text),
      .init(kind: 6, encryption: .subject, bytes: text), .init(kind: 7, encryption: .subject, bytes: text),
    ]
    let record = Record(
      position: Position(5), eventID: Identifier(high: 1, low: 2), time: 3, kind: 4, sections: sections)
    let bytes = try record.encoded().bytes
    #expect(bytes.count == 96 + 5 * 8 + 3 * 200 + 32)
    #expect(bytes[5] == 2)
    #expect(try Record(decoding: bytes.span, at: Position(5)) == record)
  }
}

func decodedRecord(_ bytes: [UInt8], at position: Position) throws -> Record {
  try Record(decoding: bytes.span, at: position)
}

/// The record in `Golden/record-v1.hex`.
let goldenRecord = Record(
  position: Position(0x0102_0304_0506_0708),
  eventID: Identifier(high: 0x019c_1a2b_3c4d_7e5f, low: 0x8a9b_acbd_cedf_e0f1),
  time: 1_770_000_000_123_456, kind: 0x0203,
  stream: Identifier(high: 0x019c_1a2b_0000_7000, low: 0x8000_0000_0000_0042),
  previous: Position(0x0102_0304_0506_0700),
  subject: Identifier(high: 0x0190_f3c2_a1b2_7c3d, low: 0x8e4f_0000_0000_0001),
  sections: [
    Record.Section(kind: 1, bytes: Array(#"{"userName":null}"#.utf8)),
    Record.Section(kind: 2, encryption: .subject, bytes: Array(0x10..<0x31)),
    Record.Section(
      kind: 0xFFFE,
      encryption: .key(Identifier(high: 0x0190_f3c2_a1b2_7c3d, low: 0x8e4f_5a6b_7c8d_9e0f)),
      bytes: Array(0x80..<0x9C)),
    Record.Section(kind: 3, bytes: []),
  ])

/// The record in `Golden/record-v2.hex`, whose image repeats its body.
private let repeatingRecord: Record = {
  let text = Array(#"{"userName":"bjensen@example.com","displayName":"Barbara Jensen","active":true}"#.utf8)
  return Record(
    position: Position(7), eventID: Identifier(high: 0x019c_1a2b_3c4d_7e5f, low: 0x8a9b_acbd_cedf_e0f1),
    time: 1_770_000_000_123_456, kind: 16,
    stream: Identifier(high: 0x019c_1a2b_0000_7000, low: 0x8000_0000_0000_0042),
    sections: [
      Record.Section(kind: 1, bytes: Array(#"{"version":1}"#.utf8)), Record.Section(kind: 3, bytes: text),
      Record.Section(kind: 4, bytes: text), Record.Section(kind: 5, bytes: Array("[]".utf8)),
    ])
}()

/// The bytes in `Golden/record-v1.hex` and the like, which another language's code made from RECORD_FORMAT.md.
func goldenBytes(_ name: String = "record-v1") throws -> [UInt8] {
  let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name).hex")
  let digits = Array(try String(contentsOf: file, encoding: .utf8).filter { !$0.isWhitespace })
  return try stride(from: 0, to: digits.count, by: 2).map { index in
    try #require(UInt8(String(digits[index..<min(index + 2, digits.count)]), radix: 16))
  }
}

extension [UInt8] {
  /// Lower-case digits, two a byte; a difference between two texts shows where it is.
  var hexadecimal: String {
    map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
