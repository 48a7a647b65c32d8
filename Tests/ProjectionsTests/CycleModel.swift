import ScimLedger
import Testing

/// The cycles of a log as a reader would find them by going through it: lists of events, and nothing else.
struct CycleModel {
  struct Run {
    var client: String
    var mark: Identifier?
    var events: [Event]
  }

  private let ledger: ProvisioningLedger
  private let head: UInt64
  private var runs: [Run] = []

  init(_ ledger: ProvisioningLedger) throws {
    self.ledger = ledger
    head = try ledger.head().rawValue
    for event in try ledger.events(from: Position(1), limit: .max) where !event.operation.isAdministrative {
      let index = runs.lastIndex { run in
        guard run.client == event.actor.client, run.mark == event.cycle else { return false }
        let last = run.events.last?.time.microseconds ?? 0
        return event.cycle != nil || event.time.microseconds - last <= 300_000_000
      }
      if let index {
        runs[index].events.append(event)
      } else {
        runs.append(Run(client: event.actor.client, mark: event.cycle, events: [event]))
      }
    }
  }

  /// Compares the ledger's answers with the lists.
  func check(_ comment: Comment) throws {
    // Nothing in these histories is a probe, but a run may be of discovery documents alone.
    let runs = runs.filter { $0.mark != nil || !$0.events.allSatisfy { $0.operation == .discover } }
    let cycles = try ledger.cycles().reversed()
    #expect(cycles.map(\.id) == runs.map { $0.mark ?? $0.events[0].id }, comment)
    #expect(runs.contains { $0.mark == nil } && runs.contains { $0.mark != nil }, "a dull history")
    var owners: [UInt64: Identifier] = [:]
    for (cycle, run) in zip(cycles, runs) {
      #expect(cycle.client == run.client && !cycle.beganWithProbe, comment)
      #expect(cycle.kind == (run.mark == nil ? .inferred : .marked), comment)
      #expect(cycle.first == run.events.first?.position && cycle.last == run.events.last?.position, comment)
      #expect(cycle.started == run.events.first?.time && cycle.ended == run.events.last?.time, comment)
      #expect(cycle.counts.events == run.events.count, comment)
      #expect(cycle.counts.refused == run.events.count { $0.isRefused }, comment)
      #expect(cycle.counts.changes == run.events.count { $0.effect != nil }, comment)
      #expect(cycle.counts.left == run.events.count { $0.cause != nil }, comment)
      #expect(try ledger.cycle(cycle.id, client: cycle.client) == cycle, comment)
      for event in run.events { owners[event.position.rawValue] = cycle.id }
    }
    for position in 1...head {
      #expect(try ledger.cycle(of: Position(position))?.id == owners[position], comment)
    }
  }
}
