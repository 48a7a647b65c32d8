import EventLog
import LMDB
import LedgerTestKit
import Merkle
import Testing

/// The Merkle tree grows with the events, in the same transactions.
@Suite(.timeLimit(.minutes(2))) struct LogTreeTests {
  @Test(arguments: [0, 1, 2, 3, 4, 7, 8, 9, 31, 100])
  func `the stored tree's root is the one that RFC 9162 defines`(events: UInt64) async throws {
    try await withClosedLog(events: events) { directory in
      try await withLog(opening: directory) { log async throws in
        try checkRoots(of: log, events: events)
      }
    }
  }

  @Test func `a log that is opened anew, many times, grows the same tree`() async throws {
    let roots = try await withTemporaryDirectory { path in
      var roots: [String] = []
      for (name, sizes) in [("many", [1, 2, 3, 1, 5, 8, 1]), ("one", [21])] as [(String, [UInt64])] {
        try LMDBEventLog.create(at: path + "/" + name, options: logOptions())
        var number: UInt64 = 0
        for size in sizes {
          try await withLog(opening: path + "/" + name) { log async throws in
            for _ in 0..<size {
              number += 1
              _ = try await log.append([draft(number)], expecting: .any)
            }
            try checkRoots(of: log, events: number)
          }
        }
        roots.append(try await withLog(opening: path + "/" + name) { try $0.verify().rootHash })
      }
      return roots
    }
    #expect(roots.count == 2)
    #expect(roots.first == roots.last)
  }

  @Test func `every event is proved by the stored tree`() async throws {
    try await withClosedLog(events: 13) { directory in
      try await withLog(opening: directory, access: .readOnly) { log async throws in
        let tree = try StoredTree(log.environment)
        let root = try MerkleTree.root(size: 13, from: tree)
        for index in 0..<13 as Range<UInt64> {
          let path = try MerkleTree.inclusionProof(index: index, size: 13, from: tree)
          #expect(
            MerkleTree.verifyInclusion(
              index: index, size: 13, leaf: tree.leaves[Int(index)], path: path, root: root))
        }
        for first in 1...13 as ClosedRange<UInt64> {
          #expect(
            MerkleTree.verifyConsistency(
              from: first, to: 13, firstRoot: try MerkleTree.root(size: first, from: tree), secondRoot: root,
              path: try MerkleTree.consistencyProof(from: first, to: 13, from: tree)))
        }
      }
    }
  }

  @Test func `a log is created with the events that it starts with, and those of its owner's tables`()
    async throws
  {
    try await withTemporaryDirectory { path in
      try LMDBEventLog.create(at: path + "/log", options: logOptions(), extraTables: ["own"]) {
        transaction, log in
        for number in 1...5 as ClosedRange<UInt64> { _ = try log.append(draft(number), in: transaction) }
        try transaction.put([1], [2], in: try transaction.table("own"))
      }
      try await withLog(opening: path + "/log") { log async throws in
        try checkRoots(of: log, events: 5)
        let own = try log.environment.table("own")
        #expect(try log.environment.read { try $0.bytes(for: [1], in: own) } == [2])
      }
      #expect(throws: LMDBError(.alreadyExists, operation: "create")) {
        try LMDBEventLog.create(at: path + "/log", options: logOptions())
      }
    }
  }

  @Test func `a creation that fails leaves nothing`() async throws {
    struct Refused: Error {}
    try await withTemporaryDirectory { path in
      #expect(throws: Refused.self) {
        try LMDBEventLog.create(at: path + "/log", options: logOptions()) { transaction, log in
          _ = try log.append(draft(1), in: transaction)
          throw Refused()
        }
      }
      #expect(throws: LMDBError(.noSuchDirectory, operation: "open")) {
        try LMDBEventLog(opening: path + "/log", options: logOptions())
      }
      try LMDBEventLog.create(at: path + "/log", options: logOptions())
    }
  }

  /// Checks the root in every place that states it.
  private func checkRoots(of log: LMDBEventLog, events: UInt64) throws {
    let tree = try StoredTree(log.environment)
    #expect(UInt64(tree.leaves.count) == events)
    let root = StoredTree.definedRoot(tree.leaves[...])
    #expect(try MerkleTree.root(size: events, from: tree) == root)
    #expect(try log.environment.read { try log.rootHash(in: $0.view) } == root.description)
    // As many inner nodes as perfect subtrees: of n leaves, n less the one bits of n.
    #expect(UInt64(tree.nodeCount) == events - UInt64(events.nonzeroBitCount))
    var last: (UInt64, UInt64) = (0, events)
    let verification = try log.verify { last = ($0, $1) }
    #expect(verification.isClean, "\(verification.findings)")
    #expect(verification.events == events)
    #expect(verification.rootHash == root.description)
    #expect(last == (events, events))
  }
}
