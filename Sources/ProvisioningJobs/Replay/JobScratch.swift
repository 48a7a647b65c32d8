import EventLog
import LMDB
import Provisioning

/// The tables of a job as they were at some event, made from the log in a place that is thrown away.
///
/// Values that the log keeps sealed stay so here.
final class JobScratch {
  /// What is read as it was.
  let ledger: JobLedger
  private let place: ScratchEnvironment

  init(of ledger: JobLedger) throws {
    place = try ScratchEnvironment(for: "job-replay", tables: LogTables.names + JobTables.names)
    do {
      self.ledger = try JobLedger(
        scratch: place.environment, in: place.environment.directory, seal: ledger.seal)
    } catch {
      place.remove()
      throw error
    }
  }

  deinit { place.remove() }

  /// The cycle that runs under this id; nil where none does.
  func runningCycle(_ id: Identifier) throws -> RunningCycle? {
    let state = try ledger.state()
    return [state.onDemand, state.cycle].compactMap { $0 }.first { $0.id == id }
  }

  /// Folds events as the log has them, in their order.
  func fold(_ events: [JobEvent]) throws {
    guard !events.isEmpty else { return }
    let (tables, states) = (ledger.tables.a, ledger.states)
    try ledger.log.environment.write { transaction in
      var fold = try JobFold(tables, in: transaction.view, cache: states)
      for event in events { try fold.fold(event, in: transaction) }
      try fold.finish(in: transaction)
    }
  }
}
