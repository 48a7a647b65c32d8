import ScimLedger

/// Where the values that a provisioning job wrote came from: the mapping's expression and what the source said.
struct ValueOrigins {
  private let ledger: ProvisioningLedger
  private let job: ReadJob
  /// Of each event that was asked about.
  private var known: [Position: [ModifiedPropertyTable.Row]] = [:]

  init(_ ledger: ProvisioningLedger, _ job: ReadJob) {
    self.ledger = ledger
    self.job = job
  }

  /// Nil where the job did not write the value, or no mapping has the attribute.
  mutating func origin(of line: Blame.Line) throws -> ModifiedPropertyTable.Row? {
    let path = line.path.lowercased()
    return try rows(of: line.event).first { row in
      let attribute = row.attribute.lowercased()
      // A reference is mapped as a whole.
      return attribute == path || attribute + ".value" == path
    }
  }

  private mutating func rows(of event: Event) throws -> [ModifiedPropertyTable.Row] {
    if let rows = known[event.position] { return rows }
    var rows: [ModifiedPropertyTable.Row] = []
    let record = try ledger.correlation(of: event, with: job.ledger, of: job.job)?.record?.record
    if let change = record.flatMap({ Identifier($0.summary.changeID) }) {
      rows = try ModifiedPropertyTable(job.ledger.events(ofChange: change), in: job).rows
    }
    known[event.position] = rows
    return rows
  }
}
