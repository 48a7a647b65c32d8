/// Where a job's objects come from.
public enum SourceSettings: Sendable, Hashable {
  /// A directory of JSON Lines or CSV files.
  case directory(path: String)
  /// Another SCIM service.
  case scim(url: String, credentials: Credentials)
  /// Microsoft Graph.
  ///
  /// - Parameter servicePrincipal: The application's object in the tenant, whose assignments count.
  case graph(
    tenant: String, clientID: String, clientSecret: SecretReference, baseURL: String, loginURL: String,
    servicePrincipal: String?)

  /// Graph's address where none is given.
  public static let graphBaseURL = "https://graph.microsoft.com/v1.0"
  /// The token endpoint's address where none is given, without the tenant.
  public static let graphLoginURL = "https://login.microsoftonline.com"
}

/// Which objects a job provisions.
public enum Assignment: String, Sendable, Hashable, CaseIterable {
  /// "Sync only assigned users and groups".
  case assigned
  /// "Sync all users and groups".
  case all
}
