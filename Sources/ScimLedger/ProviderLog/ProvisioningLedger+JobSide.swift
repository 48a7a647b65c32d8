public import Directory
import EventLog
public import Provisioning
public import ProvisioningJobs

extension ProvisioningLedger {
  /// The change of a provisioning job that a request here was part of, as the job's own ledger tells it.
  ///
  /// It is found as a record of the identity provider's log is: by who it is, what is done, when, and the cycle
  /// that the request named. The entry's record has the position of the change's last event in the job's ledger.
  ///
  /// - Returns: nil where the event is no request to change somebody, or the job did not make it.
  public func correlation(
    of event: Event, with jobLedger: JobLedger, of job: Job, window: Duration = LogCorrelation.usualWindow
  ) throws -> LogCorrelation.Entry? {
    guard let change = try ledgerChange(event) else { return nil }
    var records: [ProviderRecord] = []
    for id in try changes(of: change, in: jobLedger, of: job) {
      guard let summary = try jobLedger.summary(ofChange: id, context: job.logContext),
        let record = try? ProvisioningLogRecord(summary.json),
        let last = try jobLedger.events(ofChange: id).last
      else { continue }
      records.append(ProviderRecord(position: last.position, record: record))
    }
    let reach = window.microseconds.multipliedClamped(by: 2)
    records = records.filter { record in
      record.time.subtractingClamped(change.time.microseconds).magnitude
        <= UInt64(reach.addingClamped(record.duration))
    }
    guard !records.isEmpty else { return nil }
    let entry = try correlation(of: records, nearby: change, window: window).entry(ofChange: event.position)
    return entry.flatMap { $0.record == nil ? nil : $0 }
  }

  /// The job's changes of the object that a request is about; where the job does not know it any more, those of
  /// the cycle.
  private func changes(
    of change: LedgerChange, in jobLedger: JobLedger, of job: Job
  ) throws -> [Identifier] {
    var found: [Identifier] = []
    for type in job.mappings.map(\.sourceType).unique {
      if let id = change.resource, let key = try jobLedger.key(ofTarget: id.description, type: type) {
        found += try jobLedger.changes(of: key, limit: Self.mostChangesOfObject)
      }
    }
    if found.isEmpty, let cycle = change.cycle {
      found = try jobLedger.changes(ofCycle: cycle, after: nil, limit: Self.mostChangesOfCycle)
    }
    return found
  }

  private static let mostChangesOfObject = 200
  private static let mostChangesOfCycle = 2000
}
