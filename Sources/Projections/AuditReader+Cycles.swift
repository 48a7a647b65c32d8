public import Directory
public import EventLog
import LMDB

extension AuditReader {
  /// The cycles, newest first, at most so many; of one provisioning client only where one is named.
  public func cycles(client: String?, limit: Int) throws -> [ProvisioningCycle] {
    guard let table = set.cycles, limit > 0 else { return [] }
    var found: [ProvisioningCycle] = []
    let start = CycleKeys.row(Position(.max))
    try view.scan(table, from: start, direction: .descending) { key, value in
      guard key.count > 0, key[0] == CycleKeys.row else { return .stop }
      guard let first = key.position(at: 1), let row = CycleRow(value),
        let cycle = ProvisioningCycle(row, first: first), client == nil || cycle.client == client
      else { return .next }
      found.append(cycle)
      return found.count < limit ? .next : .stop
    }
    return found
  }

  /// A cycle by its id. An id that several clients gave names that of the client, or of any where it is nil.
  public func cycle(_ id: Identifier, client: String?) throws -> ProvisioningCycle? {
    guard let table = set.cycles else { return nil }
    var found: ProvisioningCycle?
    let prefix = CycleKeys.marked(id)
    try view.scan(table, from: prefix, direction: .ascending) { key, value in
      guard key.starts(with: prefix), let first = value.position(at: 0) else { return .stop }
      found = try set.cycle(from: first, in: view).flatMap { ProvisioningCycle($0.row, first: $0.first) }
      if let client, found?.client != client { found = nil }
      return found == nil ? .next : .stop
    }
    if let found { return found }
    let inferred = try set.cycle(at: CycleKeys.named(id), in: view)
      .flatMap { ProvisioningCycle($0.row, first: $0.first) }
    return client == nil || inferred?.client == client ? inferred : nil
  }

  /// The cycle that an event is part of; nil for an administrative event and a test of the connection.
  public func cycle(of event: Event) throws -> ProvisioningCycle? {
    guard !event.operation.isAdministrative else { return nil }
    let client = CycleKeys.client(event.actor.client)
    let found =
      if let id = event.cycle {
        try set.cycle(at: CycleKeys.marked(id, client), in: view)
      } else {
        try set.inferredCycle(of: client, at: event.position, in: view)
      }
    // Beyond its last event there is none: this one was appended, and has not been folded.
    return found.flatMap { found in
      found.row.last < event.position ? nil : ProvisioningCycle(found.row, first: found.first)
    }
  }
}
