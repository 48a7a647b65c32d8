import Glibc
import LMDB
import Synchronization
import Testing

@Suite struct EnvironmentTests {
  let directory: TemporaryDirectory
  let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.path("environment")
  }

  // MARK: Opening and closing

  @Test func `a second open in this process is refused, under any path`() throws {
    let environment = try Environment.sample(in: directory)
    let refusal = LMDBError(.alreadyOpen, operation: "open")
    #expect(throws: refusal) { try Environment(opening: path) }
    #expect(throws: refusal) { try Environment(opening: path + "/../environment/") }
    #expect(throws: refusal) { try Environment(opening: path, options: .init(access: .readOnly)) }
    environment.close()
    let again = try Environment(opening: path)
    #expect(throws: refusal) { try Environment(opening: path) }
    again.close()
  }

  @Test func `the end of the last reference closes the environment`() throws {
    _ = try Environment.sample(in: directory)
    _ = try Environment(opening: path).table("a")
    try Environment(opening: path).close()
  }

  @Test func `whatever is asked of a closed environment throws`() throws {
    let environment = try Environment.sample(in: directory)
    _ = try environment.table("a")
    environment.close()
    environment.close()
    #expect(environment.isClosed)
    let refusal = LMDBError(.closed, operation: "environment")
    #expect(throws: refusal) { try environment.read { _ in } }
    #expect(throws: refusal) { try environment.write { _ in } }
    #expect(throws: refusal) { try environment.table("a") }
    #expect(throws: refusal) { try environment.createTable("c") }
    #expect(throws: refusal) { try environment.readers() }
    #expect(throws: refusal) { try environment.information() }
    #expect(throws: refusal) { try environment.checkStaleReaders() }
    #expect(throws: refusal) { try environment.sync() }
    #expect(throws: refusal) { try environment.copy(to: directory.path("copy"), compacting: true) }
  }

  @Test func `a close waits for the transactions that are live`() throws {
    let environment = try Environment.sample(in: directory)
    let table = try environment.table("a")
    try environment.write { transaction in try transaction.put([1], [1], in: table) }
    try environment.read { reader in
      try environment.write { transaction in
        environment.close()
        try transaction.put([2], [2], in: table)
        #expect(try reader.bytes(for: [1], in: table) == [1])
      }
      #expect(throws: LMDBError(.closed, operation: "environment")) { try environment.read { _ in } }
      #expect(throws: LMDBError(.alreadyOpen, operation: "open")) { try Environment(opening: path) }
      #expect(try reader.bytes(for: [1], in: table) == [1])
    }
    let again = try Environment(opening: path)
    let reopened = try again.table("a")
    #expect(try again.read { transaction in try transaction.count(of: reopened) } == 2)
  }

  @Test func `a directory without an environment is refused and left as it is`() throws {
    #expect(throws: LMDBError(.noSuchDirectory, operation: "open")) {
      try Environment(opening: directory.path("none"))
    }
    #expect(throws: LMDBError(.notAnEnvironment, operation: "open")) {
      try Environment(opening: directory.path)
    }
    #expect(!TemporaryDirectory.names(in: directory.path).contains("data.mdb"))
  }

  @Test func `an environment opened for reading refuses to write`() throws {
    try Environment.sample(in: directory).close()
    let environment = try Environment(opening: path, options: .init(access: .readOnly))
    let table = try environment.table("a")
    #expect(try environment.read { transaction in try transaction.count(of: table) } == 0)
    #expect(throws: LMDBError(.readOnly, operation: "write")) { try environment.write { _ in } }
    #expect(throws: LMDBError(.readOnly, operation: "write")) { try environment.createTable("c") }
  }

  @Test func `an error says what was attempted, where, and what to do`() throws {
    let error = #expect(throws: LMDBError.self) { try Environment(opening: directory.path("none")) }
    let text = error?.description
    #expect(
      text == "open (\(directory.path("none"))): the directory does not exist; create the environment first")
  }

  // MARK: Space

  @Test func `a write into the reserve is refused, and a read is not`() throws {
    try Environment.sample(in: directory).close()
    let environment = try Environment(opening: path, options: .init(freeSpaceReserve: .max))
    #expect(throws: LMDBError(.freeSpaceBelowReserve, operation: "write")) { try environment.write { _ in } }
    let table = try environment.table("a")
    #expect(try environment.read { transaction in try transaction.count(of: table) } == 0)
  }

  @Test func `a map larger than the system gives is made smaller`() throws {
    try Environment.sample(in: directory).close()
    let environment = try Environment(opening: path, options: .init(mapSize: .max))
    let information = try environment.information()
    #expect(information.mapSize >= 1 << 26)
    #expect(information.mapSize < .max)
  }

  // MARK: Tables

  @Test func `a table that does not exist is an error`() throws {
    let environment = try Environment.sample(in: directory)
    for name in ["c", "", "a\0b", String(repeating: "n", count: 512)] {
      #expect(throws: LMDBError(.noSuchTable, operation: "mdb_dbi_open")) { try environment.table(name) }
      if name != "c" {
        #expect(throws: LMDBError(.noSuchTable, operation: "mdb_dbi_open")) {
          try environment.createTable(name)
        }
      }
    }
  }

  @Test func `more tables than maxTables are refused`() throws {
    let options = Environment.Options(mapSize: 1 << 20, maxTables: 2)
    try Environment.create(at: path, options: options, tables: ["a", "b"])
    let environment = try Environment(opening: path, options: options)
    _ = try environment.createTable("a")
    _ = try environment.table("b")
    #expect(throws: LMDBError(.tablesFull, operation: "mdb_dbi_open")) { try environment.createTable("c") }
  }

  @Test func `a table of another environment is refused`() throws {
    let environment = try Environment.sample(in: directory)
    let second = try TemporaryDirectory()
    let other = try Environment.sample(in: second)
    _ = try environment.table("a")
    let foreign = try other.table("a")
    #expect(throws: LMDBError(.tableNotOpen, operation: "table")) {
      try environment.read { transaction in try transaction.count(of: foreign) }
    }
    #expect(throws: LMDBError(.tableNotOpen, operation: "table")) {
      try environment.write { transaction in try transaction.put([1], [1], in: foreign) }
    }
  }

  @Test func `a table opened after a snapshot began is refused in it`() throws {
    let environment = try Environment.sample(in: directory)
    try environment.read { transaction in
      let table = try environment.table("a")
      #expect(throws: LMDBError(.tableNotOpen, operation: "table")) { try transaction.count(of: table) }
    }
  }

  @Test func `a table created in a write is usable in it, and everywhere once it commits`() throws {
    let environment = try Environment.sample(in: directory)
    let c = try environment.write { transaction in
      let c = try transaction.createTable("c")
      #expect(try transaction.createTable("c") == c)
      #expect(try transaction.table("c") == c)
      try transaction.put([1], [1], in: c)
      return c
    }
    #expect(try environment.table("c") == c)
    #expect(try environment.read { transaction in try transaction.count(of: c) } == 1)
  }

  @Test func `a dropped table is gone and its name is free`() throws {
    let environment = try Environment.sample(in: directory)
    let old = try environment.table("a")
    try environment.write { transaction in try transaction.put([1], [1], in: old) }
    try environment.read { _ in
      #expect(throws: LMDBError(.busy, operation: "mdb_drop")) {
        try environment.write { transaction in try transaction.dropTable(old) }
      }
    }
    try environment.write { transaction in
      try transaction.dropTable(old)
      #expect(throws: LMDBError(.tableNotOpen, operation: "table")) { try transaction.count(of: old) }
    }
    #expect(throws: LMDBError(.noSuchTable, operation: "mdb_dbi_open")) { try environment.table("a") }
    let new = try environment.createTable("a")
    #expect(new != old)
    #expect(throws: LMDBError(.tableNotOpen, operation: "table")) {
      try environment.read { transaction in try transaction.count(of: old) }
    }
    #expect(try environment.read { transaction in try transaction.count(of: new) } == 0)
  }

  @Test func `a drop that does not commit leaves the table, to be opened again`() throws {
    struct Refusal: Error {}
    let environment = try Environment.sample(in: directory)
    let old = try environment.table("a")
    try environment.write { transaction in try transaction.put([1], [1], in: old) }
    #expect(throws: Refusal.self) {
      try environment.write { transaction in
        try transaction.dropTable(old)
        throw Refusal()
      }
    }
    let table = try environment.table("a")
    #expect(try environment.read { transaction in try transaction.count(of: table) } == 1)
  }

  // MARK: Readers

  @Test func `a live reader is listed with its lag`() throws {
    let environment = try Environment.sample(in: directory)
    let table = try environment.table("a")
    #expect(try environment.readers().isEmpty)
    try environment.read { _ in
      for value in 1...3 as ClosedRange<UInt8> {
        try environment.write { transaction in try transaction.put([1], [value], in: table) }
      }
      let last = try environment.information().lastTransactionID
      let readers = try environment.readers()
      #expect(readers.map(\.processID) == [getpid()])
      #expect(readers.map(\.lag) == [3])
      #expect(readers.map(\.transactionID) == [last - 3])
    }
    #expect(try environment.readers().isEmpty)
    #expect(try environment.checkStaleReaders() == 0)
  }

  @Test func `one reader more than maxReaders is refused`() throws {
    let options = Environment.Options(mapSize: 1 << 20, maxReaders: 3)
    try Environment.create(at: path, options: options, tables: ["a"])
    let environment = try Environment(opening: path, options: options)
    func nest(_ depth: Int) throws -> Int {
      try environment.read { _ in
        do {
          return try nest(depth + 1)
        } catch let error as LMDBError where error.code == .readersFull {
          return depth
        }
      }
    }
    // LMDB has room for as many readers as fill the pages of its lock file.
    let most = try environment.information().maxReaders
    #expect(try nest(1) == most)
    #expect(try nest(1) == most)
  }

  @Test func `readers and writers on many threads agree`() async throws {
    let environment = try Environment.sample(in: directory)
    let a = try environment.table("a")
    let b = try environment.table("b")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<8 {
        group.addTask {
          for round in 0..<100 {
            if worker % 2 == 0 {
              try environment.write { transaction in
                let count = try transaction.count(of: a)
                try transaction.put([UInt8](position: count), [UInt8](position: round), in: a)
                try transaction.put([UInt8](position: count), [UInt8](position: round), in: b)
              }
            } else {
              try environment.read { transaction in
                let counts = (try transaction.count(of: a), try transaction.count(of: b))
                #expect(counts.0 == counts.1)
                let keys = (try transaction.lastKey(of: a), try transaction.lastKey(of: b))
                #expect(keys.0 == keys.1)
              }
            }
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try environment.read { transaction in try transaction.count(of: a) } == 400)
  }
}
