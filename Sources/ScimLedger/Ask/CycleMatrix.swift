public import EventLog
public import Projections
import SCIM

/// What came of a provisioning cycle: how often each operation succeeded, found everything as it asked already, or
/// was refused, and why.
public struct CycleMatrix: Sendable, Hashable {
  /// What came of one event.
  public enum Result: String, Sendable, Hashable, CaseIterable {
    case succeeded
    /// It succeeded and changed nothing that it might have changed.
    case unchanged
    case refused
  }

  /// One operation's counts.
  public struct Row: Sendable, Hashable {
    public var operation: String
    public var counts: [Result: Int] = [:]

    public init(operation: String) { self.operation = operation }
  }

  /// The requests that were refused with one status and keyword.
  public struct Refusal: Sendable, Hashable {
    public var status: Int
    /// RFC 7644 §3.12.
    public var scimType: String?
    public var count: Int
    /// The first of them.
    public var first: Position?
  }

  public var cycle: ProvisioningCycle
  /// The operations that the cycle has, those that occur most first.
  public internal(set) var rows: [Row] = []
  /// Most frequent first.
  public internal(set) var refusals: [Refusal] = []
}

extension ProvisioningLedger {
  /// Counts what came of a cycle's events. Costs a look at the events from its first through its last.
  ///
  /// - Throws: As ``forEachEvent(_:order:limit:_:)`` does.
  public func matrix(of cycle: ProvisioningCycle) throws -> CycleMatrix {
    var matrix = CycleMatrix(cycle: cycle)
    var query = EventQuery(
      filter: .and([
        .equal(.cycle, .string(cycle.id.description)), .equal(.client, .string(cycle.client)),
      ]))
    (query.first, query.last) = (cycle.first, cycle.last)
    for row in try statistics(of: [.operation, .isUnchanged, .isRefused], query).rows {
      guard let operation = row.values[0].stringValue else { continue }
      let result: CycleMatrix.Result =
        row.values[2].boolValue == true ? .refused : row.values[1].boolValue == true ? .unchanged : .succeeded
      if let index = matrix.rows.firstIndex(where: { $0.operation == operation }) {
        matrix.rows[index].counts[result, default: 0] += row.count
      } else {
        matrix.rows.append(.init(operation: operation))
        matrix.rows[matrix.rows.count - 1].counts[result] = row.count
      }
    }
    guard cycle.counts.refused > 0 else { return matrix }
    query.onlyRefused = true
    for row in try statistics(of: [.status, .scimType], query).rows {
      guard let status = row.values[0].intValue else { continue }
      var refusal = CycleMatrix.Refusal(
        status: status, scimType: row.values[1].stringValue, count: row.count, first: nil)
      let keyword = AttributePath(name: EventField.scimType.name)
      var one = query
      one.filter = .and(
        [
          query.filter, .equal(.status, row.values[0]),
          refusal.scimType.map { .equal(.scimType, .string($0)) } ?? .not(.present(keyword)),
        ].compactMap { $0 })
      try forEachEvent(one, limit: 1) { refusal.first = $0.position }
      matrix.refusals.append(refusal)
    }
    return matrix
  }
}
