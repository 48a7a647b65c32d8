public import EventLog
public import Provisioning

extension JobLedger {
  /// The configuration that was in force in a cycle; nil where the ledger does not tell.
  public func configuration(ofCycle cycle: Identifier) throws -> JobConfigured? {
    guard let position = try self.cycle(cycle)?.configuredAt else { return nil }
    return try event(at: position)?.facts(as: JobConfigured.self)
  }

  /// The mappings that were in force in a cycle; nil where the ledger does not tell.
  ///
  /// - Throws: `JobDocumentError` for a schema that this version can't read any more.
  public func mappings(ofCycle cycle: Identifier) throws -> [ObjectMapping]? {
    try configuration(ofCycle: cycle).map { try Job.mappings(schemaDocument: $0.schema) }
  }
}
