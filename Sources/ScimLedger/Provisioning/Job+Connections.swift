import Provisioning
import ProvisioningConnectors

/// What a job shows to its source and its target.
struct JobSecrets: Sendable {
  let source: TargetAuthorization
  /// Of the client that reads Microsoft Graph.
  let graph: String
  let target: TargetAuthorization

  /// - Throws: `JobDocumentError` for a secret that is not where the job file says.
  init(_ job: Job, environment: [String: String]) throws(JobDocumentError) {
    target = try TargetAuthorization(job.document.target.credentials, environment)
    switch job.document.source {
    case .directory:
      (source, graph) = (.none, "")
    case .scim(_, let credentials):
      source = try TargetAuthorization(credentials, environment)
      graph = ""
    case .graph(_, _, let secret, _, _, _):
      source = .none
      graph = try secret.load(environment: environment)
    }
  }
}

extension TargetAuthorization {
  fileprivate init(_ credentials: Credentials, _ environment: [String: String]) throws(JobDocumentError) {
    switch credentials {
    case .none: self = .none
    case .bearer(let secret): self = .bearer(try secret.load(environment: environment))
    case .clientCredentials(let url, let client, let secret):
      self = .clientCredentials(
        tokenURL: url, clientID: client, clientSecret: try secret.load(environment: environment))
    }
  }
}

extension Job {
  var connections: ConnectorClient.Settings {
    .init(
      timeoutSeconds: document.target.timeoutSeconds, connections: max(document.target.requestsAtOnce, 4))
  }

  func target(_ secrets: JobSecrets, _ client: ConnectorClient) throws -> HTTPTarget {
    let settings = document.target
    return try HTTPTarget(
      url: settings.url, authorization: secrets.target,
      mediaType: settings.protocolVersion == .v1 ? .json : .scim, client: client)
  }

  func source(_ secrets: JobSecrets, _ client: ConnectorClient) throws -> any ProvisioningSource {
    switch document.source {
    case .directory(let path):
      return DirectorySource(path: path)
    case .scim(let url, _):
      return try SCIMSource(
        url: url, authorization: secrets.source, readsGroups: readsGroups, client: client)
    case .graph(let tenant, let clientID, _, let baseURL, let loginURL, let servicePrincipal):
      var settings = GraphSource.Settings(
        tenant: tenant, clientID: clientID, clientSecret: secrets.graph, servicePrincipal: servicePrincipal,
        userAttributes: sourceAttributes(of: "User"),
        groupAttributes: readsGroups ? sourceAttributes(of: "Group") : nil)
      settings.baseURL = baseURL
      settings.loginURL = loginURL
      return try GraphSource(settings, client: client)
    }
  }

  /// Groups count for assignments too, where the job provisions none.
  private var readsGroups: Bool {
    mapping(forSourceType: "Group") != nil || document.scope == .assigned
  }

  /// What mappings and scope read of objects of a type.
  private func sourceAttributes(of type: String) -> [String] {
    guard let mapping = mapping(forSourceType: type) else { return [] }
    let scope = mapping.scope
    let clauses = (scope.groups + scope.inputGroups + scope.categoryGroups).flatMap(\.clauses)
    return Set(mapping.attributes.flatMap(\.sourceAttributes) + clauses.map(\.attribute)).sorted()
  }
}
