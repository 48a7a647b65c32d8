public import LMDB

/// The named databases of the projections, twice: the set in use, and one in which a rebuild grows beside it.
///
/// PROJECTION_FORMAT.md gives their keys and values.
public struct ProjectionTables: Sendable {
  static let kinds = [
    "resources", "values", "members", "memberships", "streams", "tokens", "settings", "counters", "cycles",
    "snapshots",
  ]
  static let stateTable = "projection-state"

  /// All names, for the creation of an environment.
  public static let names =
    [stateTable] + Half.allCases.flatMap { half in kinds.map { "\($0)@\(half.rawValue)" } }

  /// One of the two sets.
  public enum Half: String, Sendable, CaseIterable {
    case a, b

    var other: Half { self == .a ? .b : .a }
  }

  /// The tables of one set.
  public struct Set: Sendable {
    let half: Half
    let resources: Table
    let values: Table
    let members: Table
    let memberships: Table
    let streams: Table
    let tokens: Table
    let settings: Table
    let counters: Table
    /// nil in a ledger that was made without it, as long as that is only read.
    let cycles: Table?
    /// The same.
    let snapshots: Table?

    var all: [(kind: String, table: Table)] {
      [
        ("resources", resources), ("values", values), ("members", members), ("memberships", memberships),
        ("streams", streams), ("tokens", tokens), ("settings", settings), ("counters", counters),
      ] + (cycles.map { [("cycles", $0)] } ?? []) + (snapshots.map { [("snapshots", $0)] } ?? [])
    }

    /// The tables that both sets have.
    func paired(with other: Set) -> [(kind: String, table: Table, other: Table)] {
      all.compactMap { kind, table in
        other.all.first { $0.kind == kind }.map { (kind, table, $0.table) }
      }
    }

    init(
      _ half: Half, _ open: (String) throws -> Table, added: (String) throws -> Table?
    ) throws {
      self.half = half
      func table(_ kind: String) throws -> Table { try open("\(kind)@\(half.rawValue)") }
      resources = try table("resources")
      values = try table("values")
      members = try table("members")
      memberships = try table("memberships")
      streams = try table("streams")
      tokens = try table("tokens")
      settings = try table("settings")
      counters = try table("counters")
      cycles = try added("cycles@\(half.rawValue)")
      snapshots = try added("snapshots@\(half.rawValue)")
    }
  }

  let state: Table
  let a: Set
  let b: Set
  /// Where the tables belong to one reader and writer that wants them.
  package var versions: ResourceVersions?

  private static let activeKey = Array("active".utf8)

  /// - Parameter open: Opens a named database.
  public init(_ open: (String) throws -> Table) throws {
    try self.init(open, added: open)
  }

  /// The tables of an environment that may have been made before there were the tables `cycles` and `snapshots`:
  /// where it may be written, what is missing is made, to be filled by later events and, whole, by a rebuild.
  public init(in environment: Environment, isWritable: Bool) throws {
    try self.init {
      try environment.table($0)
    } added: { name in
      do throws(LMDBError) {
        return try environment.table(name)
      } catch {
        guard error.code == .noSuchTable else { throw error }
        return isWritable ? try environment.createTable(name) : nil
      }
    }
  }

  private init(
    _ open: (String) throws -> Table, added: (String) throws -> Table?
  ) throws {
    state = try open(ProjectionTables.stateTable)
    a = try Set(.a, open, added: added)
    b = try Set(.b, open, added: added)
  }

  /// The set in use. Asked in each transaction, so that a reader in another process follows a switch.
  public func active(in view: TransactionView) throws -> Set {
    let isB = try view.get(ProjectionTables.activeKey.span, in: state) { value in
      value.count == 1 && value[0] == UInt8(ascii: "b")
    }
    return isB == true ? b : a
  }

  func inactive(in view: TransactionView) throws -> Set {
    try active(in: view).half == .a ? b : a
  }

  func activate(_ set: Set, in transaction: borrowing WriteTransaction) throws {
    try transaction.put(ProjectionTables.activeKey, Array(set.half.rawValue.utf8), in: state)
  }
}
