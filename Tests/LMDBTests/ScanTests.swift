import LMDB
import Testing

@Suite struct ScanTests {
  let directory: TemporaryDirectory
  let environment: Environment
  let table: Table
  let other: Table

  init() throws {
    directory = try TemporaryDirectory()
    environment = try .sample(in: directory)
    table = try environment.table("a")
    other = try environment.table("b")
    try environment.write { transaction in
      for key in [[2], [2, 0], [4], [6, 1], [255]] as [[UInt8]] {
        try transaction.put(key, key + key, in: table)
      }
    }
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let bound: [UInt8]?
    let direction: ScanDirection
    let keys: [[UInt8]]

    var testDescription: String { "\(direction) from \(bound.map { "\($0)" } ?? "the end")" }
  }

  static let cases: [Case] = [
    Case(bound: nil, direction: .ascending, keys: [[2], [2, 0], [4], [6, 1], [255]]),
    Case(bound: [], direction: .ascending, keys: [[2], [2, 0], [4], [6, 1], [255]]),
    Case(bound: [1], direction: .ascending, keys: [[2], [2, 0], [4], [6, 1], [255]]),
    Case(bound: [2, 0], direction: .ascending, keys: [[2, 0], [4], [6, 1], [255]]),
    Case(bound: [2, 1], direction: .ascending, keys: [[4], [6, 1], [255]]),
    Case(bound: [255], direction: .ascending, keys: [[255]]),
    Case(bound: [255, 0], direction: .ascending, keys: []),
    Case(bound: nil, direction: .descending, keys: [[255], [6, 1], [4], [2, 0], [2]]),
    Case(bound: [], direction: .descending, keys: []),
    Case(bound: [1, 9], direction: .descending, keys: []),
    Case(bound: [2], direction: .descending, keys: [[2]]),
    Case(bound: [3], direction: .descending, keys: [[2, 0], [2]]),
    Case(bound: [6, 1], direction: .descending, keys: [[6, 1], [4], [2, 0], [2]]),
    Case(bound: [255, 255], direction: .descending, keys: [[255], [6, 1], [4], [2, 0], [2]]),
    Case(bound: [UInt8](repeating: 3, count: 2_000), direction: .ascending, keys: [[4], [6, 1], [255]]),
    Case(bound: [UInt8](repeating: 3, count: 2_000), direction: .descending, keys: [[2, 0], [2]]),
  ]

  @Test(arguments: cases)
  func `a scan meets the keys from its bound on`(_ scan: Case) throws {
    try environment.read { (transaction) throws in
      #expect(try keys(transaction, scan) == scan.keys)
    }
    try environment.write { (transaction) throws in
      #expect(try keys(transaction, scan) == scan.keys)
    }
  }

  private func keys(
    _ transaction: borrowing some Transaction & ~Copyable, _ scan: Case
  ) throws -> [[UInt8]] {
    var keys: [[UInt8]] = []
    try transaction.scan(table, from: scan.bound, direction: scan.direction) { key, value in
      let bytes = key.indices.map { key[$0] }
      #expect(value.indices.map { value[$0] } == bytes + bytes)
      keys.append(bytes)
      return .next
    }
    return keys
  }

  @Test func `a scan ends where its body says so`() throws {
    var met = 0
    try environment.read { transaction in
      try transaction.scan(table) { _, _ in
        met += 1
        return met == 2 ? .stop : .next
      }
    }
    #expect(met == 2)
  }

  @Test func `an error of the body ends the scan and the transaction can go on`() throws {
    struct Refusal: Error {}
    try environment.write { transaction in
      #expect(throws: Refusal.self) { try transaction.scan(table) { _, _ in throw Refusal() } }
      try transaction.put([9], [9], in: table)
    }
    #expect(try environment.read { transaction in try transaction.count(of: table) } == 6)
  }

  @Test func `an empty table has no first and no last key`() throws {
    try environment.read { transaction in
      #expect(try transaction.firstKey(of: other) == nil)
      #expect(try transaction.lastKey(of: other) == nil)
      try transaction.scan(other, direction: .descending) { _, _ in
        Issue.record("met an entry")
        return .next
      }
    }
  }

  @Test func `the body of a scan may change another table`() throws {
    try environment.write { transaction in
      try transaction.scan(table) { key, value in
        try transaction.put(value, key, in: other)
        return .next
      }
    }
    #expect(try environment.read { transaction in try transaction.count(of: other) } == 5)
  }

  @Test func `a body that changes the scanned table breaks nothing`() throws {
    try environment.write { transaction in
      for position in 0..<2_000 {
        try transaction.put([UInt8](position: position), [UInt8](repeating: 1, count: 200), in: other)
      }
      var met = 0
      try transaction.scan(other) { key, value in
        met += 1
        let bytes = key.indices.map { key[$0] }
        _ = try transaction.delete(bytes, in: other)
        if met == 1_000 { try transaction.removeAll(in: other) }
        #expect(value.count == 200)
        #expect(key.indices.map { key[$0] } == bytes)
        return met < 5_000 ? .next : .stop
      }
    }
    #expect(try environment.read { transaction in try transaction.count(of: other) } == 0)
  }
}
