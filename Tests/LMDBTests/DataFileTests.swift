import Glibc
import LMDB
import Testing

@Suite struct DataFileTests {
  let directory: TemporaryDirectory
  let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.path("environment")
  }

  private var file: String { path + "/data.mdb" }

  /// An environment of some hundred pages whose free list is not empty, closed.
  private func makeSample() throws {
    let environment = try Environment.sample(in: directory)
    let a = try environment.table("a")
    try environment.write { transaction in
      for position in 0..<2_000 {
        try transaction.append([UInt8](position: position), [UInt8](repeating: 1, count: 100), in: a)
      }
      try transaction.put([255], [UInt8](repeating: 2, count: 100_000), in: a)
    }
    try environment.write { transaction in
      for position in 100..<900 { _ = try transaction.delete([UInt8](position: position), in: a) }
    }
    environment.close()
  }

  /// Reads every byte of every table.
  private func readAll() throws -> Int {
    let environment = try Environment(opening: path)
    defer { environment.close() }
    var sum = 0
    for name in ["a", "b"] {
      let table = try environment.table(name)
      try environment.read { transaction in
        try transaction.scan(table) { key, value in
          for index in value.indices { sum += Int(value[index]) + key.count }
          return .next
        }
      }
    }
    return sum
  }

  @Test func `a truncated file is refused at every length`() throws {
    try makeSample()
    let whole = try Bytes.read(file)
    let information = try { () throws in
      let environment = try Environment(opening: path)
      defer { environment.close() }
      return try environment.information()
    }()
    #expect(information.pageSize == 4096)
    #expect(whole.count == (information.lastPage + 1) * information.pageSize)
    let sum = try readAll()

    var lengths = Array(stride(from: 0, to: whole.count, by: 4096))
    lengths += [1, 15, 16, 19, 20, 151, 152, 4095, 4097, 4247, 4248, 8191, 8193, whole.count - 1]
    for length in lengths {
      try Bytes.write(whole.prefix(length), to: file)
      do {
        // A file that lacks nothing but free pages is whole.
        #expect(try readAll() == sum, "\(length) of \(whole.count) bytes")
      } catch let error as LMDBError {
        #expect(error.code == .truncated, "\(length) of \(whole.count) bytes: \(error)")
      }
    }
    try Bytes.write(whole.prefix(whole.count - 4096), to: file)
    #expect(throws: LMDBError(.truncated, operation: "open")) { try readAll() }
    try Bytes.write(whole[...], to: file)
    #expect(try readAll() == sum)
  }

  /// An environment whose last pages were taken and given back in one transaction, closed.
  private func makeShortSample(entries: Int) throws {
    let environment = try Environment.sample(in: directory)
    let a = try environment.table("a")
    let b = try environment.table("b")
    try environment.write { transaction in
      for position in 0..<entries {
        try transaction.append([UInt8](position: position), [UInt8](repeating: 0, count: 3_000), in: b)
      }
    }
    try environment.write { transaction in try transaction.removeAll(in: b) }
    try environment.write { transaction in
      try transaction.put([1], [UInt8](repeating: 1, count: 10), in: a)
      try transaction.put([2], [UInt8](repeating: 0, count: 5_000 * entries), in: a)
      _ = try transaction.delete([2], in: a)
    }
    let information = try environment.information()
    #expect(information.fileSize < (information.lastPage + 1) * information.pageSize)
    environment.close()
  }

  // A list of more than 509 free pages takes pages of its own.
  @Test(arguments: [10, 3_000])
  func `a file whose last pages were never written is whole`(entries: Int) throws {
    try makeShortSample(entries: entries)
    #expect(try readAll() == 20)
    let bytes = try Bytes.read(file)
    try Bytes.write(bytes[..<(8 * 4096)], to: file)
    #expect(throws: LMDBError(.truncated, operation: "open")) { try readAll() }
  }

  struct Damage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let code: LMDBError.Code
    /// Offset and bytes to write over the file.
    let bytes: [Int: [UInt8]]
  }

  static let damages: [Damage] = [
    Damage(testDescription: "first magic", code: .notAnEnvironment, bytes: [16: [0]]),
    Damage(testDescription: "second magic", code: .notAnEnvironment, bytes: [4096 + 16: [0]]),
    Damage(testDescription: "version", code: .versionMismatch, bytes: [20: [2]]),
    Damage(testDescription: "flags", code: .notAnEnvironment, bytes: [10: [2]]),
    Damage(testDescription: "page size 0", code: .corrupted, bytes: [40: [0, 0, 0, 0]]),
    Damage(testDescription: "page size 3000", code: .corrupted, bytes: [40: [0xB8, 0x0B, 0, 0]]),
    Damage(testDescription: "page size 64 KiB", code: .corrupted, bytes: [40: [0, 0, 1, 0]]),
    Damage(testDescription: "page size 2 GiB", code: .corrupted, bytes: [40: [0, 0, 0, 0x80]]),
    Damage(
      testDescription: "last pages", code: .truncated,
      bytes: [
        136: [255, 255, 255, 255, 255, 255, 255, 255], 4096 + 136: [255, 255, 255, 255, 255, 255, 255, 255],
      ]),
    Damage(
      testDescription: "main roots", code: .corrupted,
      bytes: [128: [0, 0, 0, 0, 0, 1, 0, 0], 4096 + 128: [0, 0, 0, 0, 0, 1, 0, 0]]),
    Damage(
      testDescription: "free roots", code: .corrupted,
      bytes: [80: [1, 0, 0, 0, 0, 0, 0, 0], 4096 + 80: [1, 0, 0, 0, 0, 0, 0, 0]]),
    Damage(
      testDescription: "even transaction on the odd meta page", code: .corrupted,
      bytes: [144: [0, 0, 0, 0, 0, 0, 0, 0], 4096 + 144: [0, 1, 0, 0, 0, 0, 0, 0]]),
  ]

  @Test(arguments: damages)
  func `a damaged meta page is refused`(_ damage: Damage) throws {
    try makeSample()
    var bytes = try Bytes.read(file)
    for (offset, replacement) in damage.bytes {
      bytes.replaceSubrange(offset..<offset + replacement.count, with: replacement)
    }
    try Bytes.write(bytes[...], to: file)
    let error = #expect(throws: LMDBError.self) { try Environment(opening: path) }
    #expect(error?.code == damage.code)
    #expect(error?.path == file)
  }

  @Test(arguments: [20, 152, 4096, 8192, 100_000])
  func `a file of other content is refused`(length: Int) throws {
    try makeSample()
    try Bytes.write((0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 1) }[...], to: file)
    #expect(throws: LMDBError(.notAnEnvironment, operation: "open")) { try Environment(opening: path) }
  }

  @Test func `whatever a damaged file says, the check of it ends`() throws {
    try makeShortSample(entries: 10)
    let whole = try Bytes.read(file)
    let meta = Array(0..<152) + Array(4096..<4248)
    for offset in meta + (8192..<whole.count).filter({ whole[$0] != 0 }) {
      for mask in [0x01, 0x80, 0xFF] as [UInt8] {
        var bytes = whole
        bytes[offset] ^= mask
        try Bytes.write(bytes[...], to: file)
        // Whether it is refused depends on what the byte means.
        _ = try? DataFileCheck.run(file)
      }
    }
  }
}
