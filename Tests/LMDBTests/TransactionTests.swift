import Foundation
import LMDB
import Testing

@Suite struct TransactionTests {
  let directory: TemporaryDirectory
  let environment: Environment
  let a: Table
  let b: Table

  init() throws {
    directory = try TemporaryDirectory()
    environment = try .sample(in: directory)
    a = try environment.table("a")
    b = try environment.table("b")
  }

  @Test func `what was put is read back, by key and table`() throws {
    try environment.write { (transaction) throws in
      try transaction.put([1], [10], in: a)
      try transaction.put([1], [20], in: b)
      try transaction.put([1], [11], in: a)
    }
    try environment.read { (transaction) throws in
      #expect(try transaction.bytes(for: [1], in: a) == [11])
      #expect(try transaction.bytes(for: [1], in: b) == [20])
      #expect(try transaction.bytes(for: [2], in: a) == nil)
      #expect(try transaction.contains([1], in: a))
      #expect(try !transaction.contains([2], in: a))
      #expect(try transaction.count(of: a) == 1)
      #expect(try transaction.get([1], in: a) { value in value.count } == 1)
    }
  }

  @Test func `reads within a write that is seen by reads see its changes, and other threads do not`() throws {
    let (environment, a) = (environment, a)
    try environment.writeSeenByReads { (transaction) throws in
      try transaction.put([1], [10], in: a)
      try environment.read { (inner) throws in
        #expect(try inner.bytes(for: [1], in: a) == [10])
      }
      try transaction.put([1], [11], in: a)
      #expect(try environment.read { try $0.bytes(for: [1], in: a) } == [11])
      let seenElsewhere = Locked<[UInt8]?>([0])
      let isDone = DispatchSemaphore(value: 0)
      Thread.detachNewThread {
        let seen = try? environment.read { try $0.bytes(for: [1], in: a) }
        seenElsewhere.withLock { $0 = seen ?? nil }
        isDone.signal()
      }
      isDone.wait()
      #expect(seenElsewhere.withLock { $0 } == nil)
    }
    #expect(try environment.read { try $0.bytes(for: [1], in: a) } == [11])
    struct Refusal: Error {}
    #expect(throws: Refusal.self) {
      try environment.writeSeenByReads { (transaction) throws in
        try transaction.put([2], [20], in: a)
        throw Refusal()
      }
    }
    #expect(try environment.read { try $0.bytes(for: [2], in: a) } == nil)
  }

  @Test(arguments: [0, 1, 2_022, 2_023, 100_000, 1_000_000])
  func `a value of any length is kept`(length: Int) throws {
    let value = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try environment.write { (transaction) throws in
      try transaction.put([1], value, in: a)
      #expect(try transaction.bytes(for: [1], in: a) == value)
    }
    let read = try environment.read { transaction in try transaction.bytes(for: [1], in: a) }
    #expect(read == value)
  }

  @Test(arguments: [1, 2, 510, 511])
  func `a key of 1 to 511 bytes is kept`(length: Int) throws {
    let key = [UInt8](repeating: 7, count: length)
    try environment.write { transaction in try transaction.put(key, [1], in: a) }
    #expect(try environment.read { transaction in try transaction.firstKey(of: a) } == key)
    #expect(try environment.write { transaction in try transaction.delete(key, in: a) })
  }

  @Test(arguments: [(0, LMDBError.Code.keyEmpty), (512, .keyTooLong), (100_000, .keyTooLong)])
  func `a key of another length is refused and the transaction lives on`(
    length: Int, code: LMDBError.Code
  ) throws {
    let key = [UInt8](repeating: 7, count: length)
    let refusal = LMDBError(code, operation: "key")
    try environment.write { (transaction) throws in
      #expect(throws: refusal) { try transaction.put(key, [], in: a) }
      #expect(throws: refusal) { try transaction.insert(key, [], in: a) }
      #expect(throws: refusal) { try transaction.append(key, [], in: a) }
      #expect(throws: refusal) { try transaction.delete(key, in: a) }
      #expect(throws: refusal) { try transaction.contains(key, in: a) }
      try transaction.put([1], [2], in: a)
    }
    #expect(try environment.read { transaction in try transaction.count(of: a) } == 1)
  }

  @Test func `insert leaves a present key alone`() throws {
    try environment.write { (transaction) throws in
      #expect(try transaction.insert([1], [1], in: a))
      #expect(try !transaction.insert([1], [2], in: a))
      #expect(try transaction.bytes(for: [1], in: a) == [1])
    }
    #expect(try environment.read { transaction in try transaction.bytes(for: [1], in: a) } == [1])
  }

  @Test func `append takes keys in order and refuses the others`() throws {
    try environment.write { (transaction) throws in
      try transaction.append([1], [1], in: a)
      try transaction.append([3], [3], in: a)
      #expect(throws: LMDBError(.keyExists, operation: "mdb_put")) {
        try transaction.append([3], [4], in: a)
      }
      #expect(throws: LMDBError(.keyExists, operation: "mdb_put")) {
        try transaction.append([2], [2], in: a)
      }
      try transaction.append([4], [4], in: a)
    }
    try environment.read { (transaction) throws in
      #expect(try transaction.count(of: a) == 3)
      #expect(try transaction.bytes(for: [3], in: a) == [3])
      #expect(try transaction.lastKey(of: a) == [4])
    }
  }

  @Test func `delete says whether the key was there`() throws {
    try environment.write { transaction in
      try transaction.put([1], [1], in: a)
      #expect(try transaction.delete([1], in: a))
      #expect(try !transaction.delete([1], in: a))
    }
    #expect(try environment.read { transaction in try transaction.count(of: a) } == 0)
  }

  @Test func `removing all leaves an empty table and the others as they were`() throws {
    try environment.write { transaction in
      for position in 0..<1_000 {
        try transaction.append([UInt8](position: position), [1], in: a)
        try transaction.append([UInt8](position: position), [1], in: b)
      }
    }
    try environment.write { (transaction) throws in
      try transaction.removeAll(in: a)
      #expect(try transaction.count(of: a) == 0)
    }
    try environment.read { (transaction) throws in
      #expect(try transaction.firstKey(of: a) == nil)
      #expect(try transaction.count(of: b) == 1_000)
    }
  }

  @Test func `a write that throws leaves nothing`() throws {
    struct Refusal: Error {}
    #expect(throws: Refusal.self) {
      try environment.write { transaction in
        try transaction.put([1], [1], in: a)
        _ = try transaction.createTable("c")
        throw Refusal()
      }
    }
    #expect(try environment.read { transaction in try transaction.count(of: a) } == 0)
    #expect(throws: LMDBError(.noSuchTable, operation: "mdb_dbi_open")) { try environment.table("c") }
    // The slot of the handle that went away serves the next one.
    let c = try environment.createTable("c")
    try environment.write { transaction in try transaction.put([1], [1], in: c) }
    #expect(try environment.read { transaction in try transaction.count(of: c) } == 1)
  }

  @Test func `a reader keeps its snapshot while writers commit`() throws {
    try environment.write { transaction in try transaction.put([1], [1], in: a) }
    try environment.read { reader in
      for value in 2...9 as ClosedRange<UInt8> {
        try environment.write { transaction in try transaction.put([1], [value], in: a) }
        #expect(try reader.bytes(for: [1], in: a) == [1])
      }
      let later = try environment.read { transaction in try transaction.bytes(for: [1], in: a) }
      #expect(later == [9])
    }
  }

  @Test func `a value survives changes made while it is being read`() throws {
    let long = [UInt8](repeating: 5, count: 50_000)
    try environment.write { transaction in
      try transaction.put([1], long, in: a)
      try transaction.get([1], in: a) { value in
        try transaction.put([1], [UInt8](repeating: 6, count: 60_000), in: a)
        try transaction.removeAll(in: a)
        for position in 0..<1_000 { try transaction.put([UInt8](position: position), long, in: b) }
        #expect([UInt8](value) == long)
      }
    }
  }

  @Test func `a write within a write is refused instead of waiting for ever`() throws {
    try environment.write { transaction in
      #expect(throws: LMDBError(.nestedWrite, operation: "write")) { try environment.write { _ in } }
      #expect(throws: LMDBError(.nestedWrite, operation: "write")) { try environment.table("none") }
      #expect(throws: LMDBError(.nestedWrite, operation: "write")) {
        try environment.copy(to: directory.path("copy"), compacting: false)
      }
      try transaction.put([1], [1], in: a)
    }
    #expect(try environment.read { transaction in try transaction.count(of: a) } == 1)
  }

  @Test func `a full map is an error that leaves the last commit`() throws {
    let path = directory.path("small")
    let options = Environment.Options(mapSize: 1 << 20)
    try Environment.create(at: path, options: options, tables: ["t"])
    let small = try Environment(opening: path, options: options)
    let table = try small.table("t")
    try small.write { transaction in try transaction.put([0], [1], in: table) }
    #expect(throws: LMDBError(.mapFull, operation: "mdb_put")) {
      try small.write { transaction in
        for position in 0..<10_000 {
          try transaction.append([UInt8](position: position), [UInt8](repeating: 1, count: 500), in: table)
        }
      }
    }
    try small.write { transaction in try transaction.put([1], [2], in: table) }
    #expect(try small.read { transaction in try transaction.count(of: table) } == 2)
  }

  @Test func `an error that ended the transaction can't be swallowed`() throws {
    let path = directory.path("small")
    let options = Environment.Options(mapSize: 1 << 20)
    try Environment.create(at: path, options: options, tables: ["t"])
    let small = try Environment(opening: path, options: options)
    let table = try small.table("t")
    #expect(throws: LMDBError(.transactionFailed, operation: "mdb_txn_commit")) {
      try small.write { transaction in
        try? transaction.put([0], [UInt8](repeating: 1, count: 2 << 20), in: table)
        try? transaction.put([1], [1], in: table)
      }
    }
    #expect(try small.read { transaction in try transaction.count(of: table) } == 0)
    #expect(!small.isPoisoned)
  }
}

extension [UInt8] {
  fileprivate init(_ bytes: Span<UInt8>) {
    self = bytes.indices.map { bytes[$0] }
  }
}
