import JSONTape
public import Provisioning
public import ProvisioningJobs

extension Job {
  /// The names of source and target, by which both forms of the log call them.
  public var logContext: LogContext {
    let rule = schemaDocument.objectValue?["synchronizationRules"]?.arrayValue?.first?.objectValue
    let source: String =
      switch document.source {
      case .directory(let path): path
      case .scim(let url, _): url
      case .graph(let tenant, _, _, let url, _, _): "\(url), tenant \(tenant)"
      }
    return LogContext(
      jobID: document.name,
      source: .init(
        id: source, displayName: rule?["sourceDirectoryName"]?.stringValue ?? "the source directory"),
      target: .init(
        id: document.target.url, displayName: rule?["targetDirectoryName"]?.stringValue ?? document.name))
  }
}
