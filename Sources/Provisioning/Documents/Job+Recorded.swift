public import JSONTape
import SCIM

extension Job {
  /// A job as its ledger kept it, as far as its results depend on it: where source and target are, and their
  /// secrets, is left out.
  ///
  /// - Parameters:
  ///   - limits: ``CycleStarted/limits``, which may have changed since the configuration was recorded.
  /// - Throws: `JobDocumentError` with everything that is wrong in the schema.
  public static func recorded(
    _ configuration: JobConfigured, limits: JSONObject? = nil
  ) throws(JobDocumentError) -> Job {
    let document = JobDocument(recorded: configuration.job.objectValue ?? [:], limits: limits)
    return Job(
      document: document, mappings: try Job.mappings(schemaDocument: configuration.schema),
      schemaDocument: configuration.schema)
  }
}

extension JobDocument {
  fileprivate init(recorded json: JSONObject, limits: JSONObject?) {
    let target = json["target"]?.objectValue ?? [:]
    let usual = TargetSettings(url: target["url"]?.stringValue ?? "")
    let limits = limits ?? json["limits"]?.objectValue ?? [:]
    self.init(
      name: json["name"]?.stringValue ?? "", source: .directory(path: ""),
      target: TargetSettings(
        url: usual.url,
        protocolVersion: target["protocol"]?.stringValue.flatMap { ProtocolVersion(rawValue: $0) } ?? .v2,
        updates: target["updates"]?.stringValue.flatMap { TargetSettings.Updates(rawValue: $0) } ?? .patch,
        requestsAtOnce: limits["requestsAtOnce"]?.intValue ?? target["requestsAtOnce"]?.intValue
          ?? usual.requestsAtOnce,
        retries: limits["retries"]?.intValue ?? target["retries"]?.intValue ?? usual.retries),
      scope: json["scope"]?.stringValue.flatMap { Assignment(rawValue: $0) } ?? .assigned,
      requiredRole: json["requiredRole"]?.stringValue, schemaFile: json["schema"]?.stringValue ?? "",
      skipsOutOfScopeDeletions: json["skipOutOfScopeDeletions"]?.boolValue ?? false,
      limits: JobLimits(recorded: limits), defaultDomain: json["defaultDomain"]?.stringValue)
  }
}

extension JobLimits {
  /// What is missing is as usual; deletions that are null have no limit.
  fileprivate init(recorded json: JSONObject) {
    let usual = JobLimits()
    let quarantine = json["quarantine"]?.objectValue ?? [:]
    func number(_ name: String, _ usual: Int) -> Int { quarantine[name]?.intValue ?? usual }
    self.init(
      deletions: json.contains("deletions") ? json["deletions"]?.intValue : usual.deletions,
      escrowRetryHours: json["escrowRetryHours"]?.arrayValue?.compactMap(\.intValue)
        ?? usual.escrowRetryHours,
      escrowDays: json["escrowDays"]?.intValue ?? usual.escrowDays,
      quarantineEvaluationStart: number("evaluationStart", usual.quarantineEvaluationStart),
      quarantineProportion: number("percent", usual.quarantineProportion),
      quarantineFailures: number("failures", usual.quarantineFailures),
      quarantineTotalFailures: number("totalFailures", usual.quarantineTotalFailures),
      quarantineIntervalHours: number("intervalHours", usual.quarantineIntervalHours),
      quarantineDays: number("days", usual.quarantineDays))
  }
}
