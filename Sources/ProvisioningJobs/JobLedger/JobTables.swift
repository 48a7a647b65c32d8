import LMDB

/// The named databases that a job's events are folded into, twice: the set in use, and one in which a rebuild
/// grows beside it.
///
/// JOB_LEDGER_FORMAT.md gives their keys and values.
struct JobTables: Sendable {
  static let kinds = [
    "entries", "links", "targets", "due", "references", "referrers", "escrows", "escrow-times", "staged",
    "state", "cycles", "change-events", "object-changes", "cycle-changes", "object-events",
  ]
  static let switchTable = "job-tables"

  static let names =
    [switchTable] + Half.allCases.flatMap { half in kinds.map { "\($0)@\(half.rawValue)" } }

  enum Half: String, Sendable, CaseIterable {
    case a, b
  }

  /// The tables of one set.
  struct Set: Sendable {
    let half: Half
    let entries: Table
    let links: Table
    let targets: Table
    let due: Table
    let references: Table
    let referrers: Table
    let escrows: Table
    let escrowTimes: Table
    let staged: Table
    let state: Table
    let cycles: Table
    let changeEvents: Table
    let objectChanges: Table
    let cycleChanges: Table
    let objectEvents: Table

    init(_ half: Half, _ open: (String) throws -> Table) throws {
      self.half = half
      func table(_ kind: String) throws -> Table { try open("\(kind)@\(half.rawValue)") }
      entries = try table("entries")
      links = try table("links")
      targets = try table("targets")
      due = try table("due")
      references = try table("references")
      referrers = try table("referrers")
      escrows = try table("escrows")
      escrowTimes = try table("escrow-times")
      staged = try table("staged")
      state = try table("state")
      cycles = try table("cycles")
      changeEvents = try table("change-events")
      objectChanges = try table("object-changes")
      cycleChanges = try table("cycle-changes")
      objectEvents = try table("object-events")
    }

    /// In the order of `kinds`.
    var all: [Table] {
      [
        entries, links, targets, due, references, referrers, escrows, escrowTimes, staged, state, cycles,
        changeEvents, objectChanges, cycleChanges, objectEvents,
      ]
    }
  }

  let choice: Table
  let a: Set
  let b: Set

  private static let activeKey = Array("active".utf8)

  init(_ open: (String) throws -> Table) throws {
    choice = try open(JobTables.switchTable)
    a = try Set(.a, open)
    b = try Set(.b, open)
  }

  /// The set in use. Asked in each transaction, so that a reader in another process follows a switch.
  func active(in view: TransactionView) throws -> Set {
    let isB = try view.get(JobTables.activeKey.span, in: choice) { $0.count == 1 && $0[0] == 0x62 }
    return isB == true ? b : a
  }

  func inactive(in view: TransactionView) throws -> Set {
    try active(in: view).half == .a ? b : a
  }

  func activate(_ set: Set, in transaction: borrowing WriteTransaction) throws {
    try transaction.put(JobTables.activeKey, Array(set.half.rawValue.utf8), in: choice)
  }
}
