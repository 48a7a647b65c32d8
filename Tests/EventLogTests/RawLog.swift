import EventLog
import LMDB
import Merkle

/// The four tables of a log as bytes, past the code that keeps them in order.
struct RawLog {
  let log: Table
  let tree: Table
  let eventIDs: Table
  let state: Table

  static let frontierKey = Array("frontier".utf8)

  /// Changes the tables of a closed log.
  static func change(
    _ directory: String, _ body: (borrowing WriteTransaction, RawLog) throws -> Void
  ) throws {
    let environment = try Environment(opening: directory, options: logOptions())
    defer { environment.close() }
    let tables = try RawLog(environment)
    try environment.write { try body($0, tables) }
  }

  init(_ environment: Environment) throws {
    log = try environment.table("log")
    tree = try environment.table("tree")
    eventIDs = try environment.table("event-ids")
    state = try environment.table("log-state")
  }

  /// The key of a perfect subtree's root in `tree`.
  static func node(level: UInt8, index: UInt64) -> [UInt8] {
    [level] + Position(index).key
  }
}

/// A log's tree as it is stored: its inner nodes, and the leaf hashes at the records' ends.
struct StoredTree: MerkleNodeSource {
  struct Missing: Error {
    let level: Int
    let index: UInt64
  }

  let leaves: [MerkleHash]
  private let nodes: [[UInt8]: [UInt8]]

  init(_ environment: Environment) throws {
    let tables = try RawLog(environment)
    var leaves: [MerkleHash] = []
    var nodes: [[UInt8]: [UInt8]] = [:]
    try environment.read { transaction in
      try transaction.scan(tables.log, from: nil, direction: .ascending) { _, value in
        guard let leaf = MerkleHash(bytes: value.extracting(last: 32)) else { return .stop }
        leaves.append(leaf)
        return .next
      }
      try transaction.scan(tables.tree, from: nil, direction: .ascending) { key, value in
        nodes[key.indices.map { key[$0] }] = value.indices.map { value[$0] }
        return .next
      }
    }
    self.leaves = leaves
    self.nodes = nodes
  }

  var nodeCount: Int { nodes.count }

  func node(level: Int, index: UInt64) throws -> MerkleHash {
    if level == 0, index < UInt64(leaves.count) { return leaves[Int(index)] }
    guard let bytes = nodes[RawLog.node(level: UInt8(level), index: index)],
      let hash = MerkleHash(bytes: bytes)
    else { throw Missing(level: level, index: index) }
    return hash
  }

  /// The root as RFC 9162 §2.1.1 defines it, from the leaves alone.
  static func definedRoot(_ leaves: ArraySlice<MerkleHash>) -> MerkleHash {
    guard let first = leaves.first else { return MerkleHasher.emptyRoot }
    if leaves.count == 1 { return first }
    var split = 1
    while split * 2 < leaves.count { split *= 2 }
    return MerkleHasher.node(definedRoot(leaves.prefix(split)), definedRoot(leaves.dropFirst(split)))
  }
}
