import Glibc
import LMDB
import Testing

/// What other processes, and their deaths, do to an environment.
@Suite struct ProcessTests {
  let directory: TemporaryDirectory
  let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.path("environment")
  }

  @Test func `a second process may read but not write, and learns who does`() async throws {
    let environment = try Environment.sample(in: directory)
    let a = try environment.table("a")
    try environment.write { transaction in try transaction.put([1], [1], in: a) }
    let writer = getpid()
    await #expect(processExitsWith: .exitCode(7)) { [path = path as String, writer = writer as Int32] in
      do {
        _ = try Environment(opening: path)
        exit(1)
      } catch let error as LMDBError {
        guard error.code == .lockedByAnotherProcess, error.detail == "process \(writer)" else { exit(2) }
      }
      let reader = try Environment(opening: path, options: .init(access: .readOnly))
      let table = try reader.table("a")
      let value = try reader.read { transaction in try transaction.bytes(for: [1], in: table) }
      exit(value == [1] ? 7 : 3)
    }
    try environment.write { transaction in try transaction.put([2], [2], in: a) }
  }

  @Test func `a writer killed before its commit leaves the last commit`() async throws {
    try Environment.sample(in: directory).close()
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let environment = try Environment(opening: path)
      let a = try environment.table("a")
      try environment.write { transaction in try transaction.put([1], [1], in: a) }
      try environment.write { transaction in
        try transaction.put([2], [UInt8](repeating: 2, count: 100_000), in: a)
        _ = try transaction.delete([1], in: a)
        kill(getpid(), SIGKILL)
      }
    }
    let environment = try Environment(opening: path)
    let a = try environment.table("a")
    try environment.write { transaction in
      #expect(try transaction.bytes(for: [1], in: a) == [1])
      #expect(try transaction.count(of: a) == 1)
      try transaction.put([3], [3], in: a)
    }
  }

  @Test func `a reader's slot is freed after its death`() async throws {
    let environment = try Environment.sample(in: directory)
    let a = try environment.table("a")
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let reader = try Environment(opening: path, options: .init(access: .readOnly))
      try reader.read { _ in
        kill(getpid(), SIGKILL)
        return
      }
    }
    try environment.write { transaction in try transaction.put([1], [1], in: a) }
    #expect(try environment.readers().map(\.lag) == [1])
    #expect(try environment.checkStaleReaders() == 1)
    #expect(try environment.readers().isEmpty)
  }

  @Test(arguments: [0, 65_536])
  func `a commit that fails for lack of space leaves the last one`(room: Int) async throws {
    try Environment.sample(in: directory).close()
    await #expect(processExitsWith: .exitCode(7)) { [path = path as String, room = room as Int] in
      let environment = try Environment(opening: path)
      let a = try environment.table("a")
      try environment.write { transaction in try transaction.put([1], [1], in: a) }
      // The file may not grow any further: LMDB's write fails, or stops half-way, as on a full device.
      signal(SIGXFSZ, SIG_IGN)
      let size = try environment.information().fileSize
      try limitFileSize(to: UInt(size + room))
      do {
        try environment.write { transaction in
          try transaction.put([2], [UInt8](repeating: 2, count: 1_000_000), in: a)
        }
        exit(1)
      } catch let error as LMDBError {
        // A write that stopped half-way can't be told from a device that fails.
        let codes: [LMDBError.Code] = environment.isPoisoned ? [.io] : [.system(EFBIG)]
        guard error.operation == "mdb_txn_commit", codes.contains(error.code) else { exit(2) }
      }
      try limitFileSize(to: .max)
      if environment.isPoisoned { environment.close() }
      let usable = environment.isClosed ? try Environment(opening: path) : environment
      let table = try usable.table("a")
      try usable.write { transaction in try transaction.put([3], [3], in: table) }
      let keys = try usable.read { transaction in
        [try transaction.firstKey(of: table), try transaction.lastKey(of: table)]
      }
      exit(keys == [[1], [3]] ? 7 : 3)
    }
  }

  @Test func `after a commit of unknown outcome every write is refused until it is opened again`()
    async throws
  {
    try Environment.sample(in: directory).close()
    await #expect(processExitsWith: .exitCode(7)) { [path = path as String] in
      let environment = try Environment(opening: path)
      let a = try environment.table("a")
      try environment.write { transaction in try transaction.put([1], [1], in: a) }
      // The descriptor through which LMDB writes meta pages is the synchronous one; take it away.
      let nowhere = unsafe open("/dev/null", O_RDONLY)
      for descriptor in 3..<nowhere where fcntl(descriptor, F_GETFL) & O_DSYNC != 0 {
        guard dup2(nowhere, descriptor) == descriptor else { exit(1) }
      }
      do {
        try environment.write { transaction in try transaction.put([2], [2], in: a) }
        exit(2)
      } catch let error as LMDBError {
        guard error.code == .panic, environment.isPoisoned else { exit(3) }
      }
      for _ in 0..<2 {
        do {
          try environment.write { transaction in try transaction.put([3], [3], in: a) }
          exit(4)
        } catch let error as LMDBError {
          guard error.code == .panic else { exit(5) }
        }
      }
      environment.close()
      let again = try Environment(opening: path)
      let table = try again.table("a")
      try again.write { transaction in try transaction.put([4], [4], in: table) }
      exit(7)
    }
    let environment = try Environment(opening: path)
    let a = try environment.table("a")
    #expect(try environment.read { transaction in try transaction.contains([4], in: a) })
  }
}

/// Sets how far this process may let any file grow, in bytes.
private func limitFileSize(to bytes: UInt) throws {
  var limit = rlimit(rlim_cur: bytes, rlim_max: .max)
  guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0 else {
    throw LMDBError(.system(errno), operation: "setrlimit")
  }
}
