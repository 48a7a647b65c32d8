import Glibc
import LMDB
import Testing

@Suite struct CreationTests {
  let directory: TemporaryDirectory
  let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.path("environment")
  }

  @Test func `a created environment has its tables and first records`() throws {
    try Environment.create(at: path + "/", tables: ["a", "b"]) { transaction in
      try transaction.put([1], [2], in: transaction.table("b"))
    }
    #expect(TemporaryDirectory.names(in: directory.path) == ["environment"])
    let environment = try Environment(opening: path)
    let tables = (try environment.table("a"), try environment.table("b"))
    try environment.read { (transaction) throws in
      #expect(try transaction.count(of: tables.0) == 0)
      #expect(try transaction.bytes(for: [1], in: tables.1) == [2])
    }
  }

  @Test func `a creation that throws leaves nothing`() throws {
    struct Refusal: Error {}
    #expect(throws: Refusal.self) {
      try Environment.create(at: path, tables: ["a"]) { _ in throw Refusal() }
    }
    #expect(TemporaryDirectory.names(in: directory.path).isEmpty)
    try Environment.create(at: path, tables: ["a"])
  }

  @Test func `what exists is not replaced`() throws {
    try Environment.create(at: path, tables: ["a"])
    let refusal = LMDBError(.alreadyExists, operation: "create")
    #expect(throws: refusal) { try Environment.create(at: path, tables: ["a"]) }
    try Bytes.write([1], to: directory.path("file"))
    #expect(throws: refusal) { try Environment.create(at: directory.path("file"), tables: ["a"]) }
    #expect(throws: refusal) { try Environment.create(at: directory.path, tables: ["a"]) }
    #expect(TemporaryDirectory.names(in: directory.path) == ["environment", "file"])
  }

  @Test(arguments: ["", "/", ".", "..", "x/.."])
  func `a path that names nothing new is refused`(name: String) {
    #expect(throws: LMDBError.self) { try Environment.create(at: name, tables: []) }
  }

  @Test func `the parent must exist`() {
    #expect(throws: LMDBError(.noSuchDirectory, operation: "mkdir")) {
      try Environment.create(at: directory.path("none/environment"), tables: [])
    }
  }

  @Test func `something that appears meanwhile is not replaced`() throws {
    let inner = path
    #expect(throws: LMDBError(.alreadyExists, operation: "create")) {
      try Environment.create(at: path, tables: ["a"]) { _ in
        try Environment.create(at: inner, tables: ["inner"])
      }
    }
    #expect(TemporaryDirectory.names(in: directory.path) == ["environment"])
    _ = try Environment(opening: path).table("inner")
  }

  @Test func `a process killed while it creates leaves nothing in the place`() async throws {
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      try Environment.create(at: path, tables: ["a"]) { transaction in
        try transaction.put([1], [1], in: transaction.table("a"))
        kill(getpid(), SIGKILL)
      }
    }
    let left = TemporaryDirectory.names(in: directory.path)
    #expect(left.count == 1)
    #expect(left.allSatisfy { $0.hasPrefix(".environment.draft-") })
    try Environment.create(at: path, tables: ["a"])
    #expect(TemporaryDirectory.names(in: directory.path) == ["environment"])
  }

  @Test(arguments: [false, true])
  func `a copy is a whole environment of its own`(compacting: Bool) throws {
    let environment = try Environment.sample(in: directory)
    let a = try environment.table("a")
    try environment.write { transaction in
      for position in 0..<1_000 {
        try transaction.append([UInt8](position: position), [UInt8](repeating: 9, count: 1_000), in: a)
      }
    }
    try environment.write { transaction in
      for position in 0..<900 { _ = try transaction.delete([UInt8](position: position), in: a) }
    }
    let target = directory.path("copy")
    try environment.copy(to: target, compacting: compacting)
    #expect(throws: LMDBError(.alreadyExists, operation: "create")) {
      try environment.copy(to: target, compacting: compacting)
    }
    let copy = try Environment(opening: target)
    let copied = try copy.table("a")
    #expect(try copy.read { transaction in try transaction.count(of: copied) } == 100)
    let sizes = (try copy.information().fileSize, try environment.information().fileSize)
    #expect(compacting ? sizes.0 < sizes.1 / 2 : sizes.0 <= sizes.1)
    try copy.write { transaction in try transaction.put([255], [1], in: copied) }
    #expect(try environment.read { transaction in try transaction.count(of: a) } == 100)
  }

  @Test func `an empty environment can be copied and opened`() throws {
    try Environment.create(at: path, tables: [])
    let environment = try Environment(opening: path)
    for compacting in [false, true] {
      let target = directory.path("copy-\(compacting)")
      try environment.copy(to: target, compacting: compacting)
      _ = try Environment(opening: target).createTable("a")
    }
  }

  @Test func `a throw-away environment is complete once synced`() throws {
    let options = Environment.Options(mapSize: 64 << 20, durability: .rebuilding)
    let environment = try Environment.sample(in: directory, options: options)
    let a = try environment.table("a")
    for position in 0..<200 {
      try environment.write { transaction in try transaction.put([UInt8](position: position), [], in: a) }
    }
    try environment.sync()
    environment.close()
    let again = try Environment(opening: path)
    let table = try again.table("a")
    #expect(try again.read { transaction in try transaction.count(of: table) } == 200)
  }
}
