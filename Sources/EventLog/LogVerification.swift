internal import LMDB
internal import Merkle

/// What a complete check of a log found.
public struct LogVerification: Sendable, Hashable {
  /// How many events were read and found whole, from the first on.
  public var events: UInt64
  /// The RFC 9162 root hash over them, in hexadecimal.
  public var rootHash: String
  /// What does not hold, in the order of positions; empty when the log is whole.
  public var findings: [String]

  public var isClean: Bool { findings.isEmpty }
}

extension LMDBEventLog {
  /// Reads every record, recomputes the tree, and compares both with what is stored.
  ///
  /// Reads in short snapshots, so it can run beside a writer; it checks the events that were there when
  /// it began. A damaged record is reported and ends the comparison of hashes, for the tree can't be
  /// recomputed past it.
  ///
  /// - Parameter progress: Called with the events done and the events in all.
  public func verify(
    progress: (_ done: UInt64, _ all: UInt64) -> Void = { _, _ in }
  ) throws -> LogVerification {
    let end = try head()
    var check = LogCheck(tables: tables)
    while check.frontier.size < end.rawValue, check.findings.isEmpty {
      try environment.read { try check.advance(through: end, in: $0.view) }
      progress(check.frontier.size, end.rawValue)
    }
    if check.findings.isEmpty {
      try environment.read { try check.finish(end: end, in: $0.view) }
    }
    return LogVerification(
      events: check.frontier.size, rootHash: check.frontier.root.description, findings: check.findings)
  }
}

/// The state of a check as it walks from one snapshot to the next.
private struct LogCheck {
  static let chunk = 4096

  let tables: LogTables
  var frontier = Frontier()
  var findings: [String] = []

  init(tables: LogTables) { self.tables = tables }

  mutating func advance(through end: Position, in view: TransactionView) throws {
    var expected = Position(frontier.size).next
    var leaves: [(Position, Identifier, MerkleHash)] = []
    var finding: String?
    try view.scan(tables.log, from: expected.key, direction: .ascending) { key, value in
      guard Position(key: key) == expected else {
        finding = EventLogError.missingRecord(expected).description
        return .stop
      }
      do throws(EventLogError) {
        let (record, leaf) = try Record.decode(value, at: expected)
        leaves.append((expected, record.eventID, leaf))
      } catch {
        finding = error.description
        return .stop
      }
      if expected == end || leaves.count == LogCheck.chunk { return .stop }
      expected = expected.next
      return .next
    }
    if finding == nil, leaves.isEmpty { finding = EventLogError.missingRecord(expected).description }
    for (position, eventID, leaf) in leaves { try add(leaf, of: eventID, at: position, in: view) }
    if let finding { findings.append(finding) }
  }

  private mutating func add(
    _ leaf: MerkleHash, of eventID: Identifier, at position: Position, in view: TransactionView
  ) throws {
    if try view.bytes(for: eventID.bytes, in: tables.eventIDs) != position.key {
      findings.append("The id of the event at position \(position) does not lead back to it.")
    }
    var nodes: [(level: Int, index: UInt64, hash: MerkleHash)] = []
    frontier.append(leaf) { nodes.append(($0, $1, $2)) }
    for node in nodes {
      let key = LogTables.nodeKey(level: node.level, index: node.index)
      if try view.bytes(for: key, in: tables.tree) != node.hash.bytes {
        findings.append(
          "The tree's node \(node.index) on level \(node.level), over the events up to \(position), "
            + "is not the hash of those events: one of them was changed.")
      }
    }
  }

  mutating func finish(end: Position, in view: TransactionView) throws {
    guard try LMDBEventLog.lastPosition(in: view, tables) == end else { return }
    let stored = try view.bytes(for: LogTables.frontierKey, in: tables.state) ?? Frontier().encoded
    if stored != frontier.encoded {
      findings.append("The stored root is not the root of the \(end) events.")
    }
    let ids = try view.count(of: tables.eventIDs)
    if UInt64(ids) != end.rawValue {
      findings.append("There are \(ids) event ids for \(end) events.")
    }
  }
}
