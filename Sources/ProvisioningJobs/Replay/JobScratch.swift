import EventLog
import Foundation
import LMDB
import Provisioning

/// The tables of a job as they were at some event, made from the log in a place that is thrown away.
///
/// Values that the log keeps sealed stay so here.
final class JobScratch {
  /// What is read as it was.
  let ledger: JobLedger
  private let path: String

  init(of ledger: JobLedger) throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("scim-ledger-job-replay-\(UUID().uuidString)").path
    var options = Environment.Options()
    options.durability = .rebuilding
    options.maxReaders = 16
    try Environment.create(at: path, options: options, tables: LogTables.names + JobTables.names)
    do {
      let environment = try Environment(opening: path, options: options)
      do {
        self.ledger = try JobLedger(scratch: environment, in: path, seal: ledger.seal)
      } catch {
        environment.close()
        throw error
      }
    } catch {
      try? FileManager.default.removeItem(atPath: path)
      throw error
    }
  }

  deinit {
    ledger.log.environment.close()
    try? FileManager.default.removeItem(atPath: path)
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
