import SCIM

extension JobDocumentReader {
  private static let sources = ["directory", "scim", "graph"]
  private static let credentialMembers = [
    "tokenEnvironment", "tokenFile", "token", "bearerToken", "clientCredentials",
  ]

  mutating func source(of top: DocumentNode) -> SourceSettings? {
    guard top["source"] != nil else {
      reading.error("source is missing; expected one of directory, scim and graph in it", at: top)
      return nil
    }
    guard let node = reading.object("source", of: top) else { return nil }
    reading.onlyMembers(JobDocumentReader.sources, of: node)
    let present = JobDocumentReader.sources.filter { node[$0] != nil }
    guard present.count == 1 else {
      reading.error("expected exactly one of directory, scim and graph, found \(present.count)", at: node)
      return nil
    }
    if node["directory"] != nil {
      let path = reading.requiredText("directory", of: node, example: "source")
      return path.map { .directory(path: DocumentFile.resolve($0, in: directory)) }
    }
    if node["graph"] != nil { return reading.object("graph", of: node).flatMap { graph($0) } }
    guard let scim = reading.object("scim", of: node) else { return nil }
    reading.onlyMembers(["url"] + JobDocumentReader.credentialMembers, of: scim)
    let url = self.url("url", of: scim)
    let credentials = self.credentials(of: scim)
    guard let url, let credentials else { return nil }
    return .scim(url: url, credentials: credentials)
  }

  private mutating func graph(_ node: DocumentNode) -> SourceSettings? {
    reading.onlyMembers(
      [
        "tenant", "clientID", "clientSecretEnvironment", "clientSecretFile", "clientSecret", "baseURL",
        "loginURL", "servicePrincipal",
      ], of: node)
    let tenant = reading.requiredText("tenant", of: node, example: "contoso.onmicrosoft.com")
    let client = reading.requiredText("clientID", of: node, example: "6731de76-14a6-49ae-97bc-6eba6914391e")
    let secret = requiredSecret("clientSecret", of: node)
    let base = node["baseURL"] == nil ? SourceSettings.graphBaseURL : url("baseURL", of: node)
    let login = node["loginURL"] == nil ? SourceSettings.graphLoginURL : url("loginURL", of: node)
    let principal = reading.text("servicePrincipal", of: node)
    guard let tenant, let client, let secret, let base, let login else { return nil }
    return .graph(
      tenant: tenant, clientID: client, clientSecret: secret, baseURL: base, loginURL: login,
      servicePrincipal: principal)
  }

  mutating func target(of top: DocumentNode) -> TargetSettings? {
    guard top["target"] != nil else {
      reading.error("target is missing; expected at least its url", at: top)
      return nil
    }
    guard let node = reading.object("target", of: top) else { return nil }
    reading.onlyMembers(
      ["url", "protocol", "updates", "timeout", "requestsAtOnce", "retries"]
        + JobDocumentReader.credentialMembers, of: node)
    let url = self.url("url", of: node)
    let version = self.version(of: node)
    let updates = reading.choice("updates", of: node, default: TargetSettings.Updates.patch)
    let credentials = self.credentials(of: node)
    let timeout = reading.integer("timeout", of: node, in: 1...3600, default: 30)
    let requests = reading.integer("requestsAtOnce", of: node, in: 1...256, default: 16)
    let retries = reading.integer("retries", of: node, in: 0...20, default: 3)
    guard let url, let credentials else { return nil }
    return TargetSettings(
      url: url, protocolVersion: version, updates: updates, credentials: credentials,
      timeoutSeconds: timeout, requestsAtOnce: requests, retries: retries)
  }

  /// YAML reads `2.0` without quotation marks as the same text, `2` as another.
  private mutating func version(of node: DocumentNode) -> ProtocolVersion {
    guard let member = node["protocol"] else { return .v2 }
    switch member.text {
    case "2.0", "2": return .v2
    case "1.1", "1": return .v1
    default:
      reading.error("unknown version of SCIM; expected 2.0 or 1.1", at: member)
      return .v2
    }
  }

  private mutating func url(_ name: String, of node: DocumentNode) -> String? {
    guard var url = reading.requiredText(name, of: node, example: "https://scim.example.com/v2") else {
      return nil
    }
    let schemes = ["https://", "http://"]
    guard let scheme = schemes.first(where: { url.lowercased().hasPrefix($0) }), url.count > scheme.count,
      !url.contains(where: { $0.isWhitespace || $0 == "?" || $0 == "#" })
    else {
      reading.error(
        "expected an absolute URL without query, such as https://scim.example.com/v2", at: node[name] ?? node)
      return nil
    }
    let authority = url.dropFirst(scheme.count).prefix { $0 != "/" }
    if authority.contains("@") {
      reading.error(
        "the URL holds a user name or password; name the secret by tokenEnvironment or tokenFile instead",
        at: node[name] ?? node)
      return nil
    }
    let host =
      authority.hasPrefix("[") ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
    if scheme == "http://", !["localhost", "127.0.0.1", "[::1]"].contains(host.lowercased()) {
      reading.warning(
        "tokens and personal data go over the network in clear text; use https", at: node[name] ?? node)
    }
    while url.hasSuffix("/") { url.removeLast() }
    return url
  }

  private mutating func credentials(of node: DocumentNode) -> Credentials? {
    for literal in ["token", "bearerToken"] {
      guard let member = node[literal] else { continue }
      reading.error(
        "a token must not stand in the file; put it in an environment variable and write tokenEnvironment: "
          + "NAME, or in a file of its own and write tokenFile: PATH", at: member)
      return nil
    }
    let bearer = secret("token", of: node)
    guard node["clientCredentials"] != nil else { return bearer.map { .bearer($0) } ?? Credentials.none }
    guard let client = reading.object("clientCredentials", of: node) else { return nil }
    if bearer != nil {
      reading.error("expected either a token or clientCredentials, found both", at: client)
    }
    reading.onlyMembers(
      ["tokenURL", "clientID", "clientSecretEnvironment", "clientSecretFile", "clientSecret"], of: client)
    let tokenURL = url("tokenURL", of: client)
    let clientID = reading.requiredText("clientID", of: client, example: "scim-client")
    let secret = requiredSecret("clientSecret", of: client)
    guard let tokenURL, let clientID, let secret else { return nil }
    return .clientCredentials(tokenURL: tokenURL, clientID: clientID, secret: secret)
  }

  private mutating func requiredSecret(_ name: String, of node: DocumentNode) -> SecretReference? {
    if let member = node[name] {
      reading.error(
        "a secret must not stand in the file; write \(name)Environment: NAME or \(name)File: PATH", at: member
      )
      return nil
    }
    if let secret = secret(name, of: node) { return secret }
    reading.error("the secret is missing; write \(name)Environment: NAME or \(name)File: PATH", at: node)
    return nil
  }

  /// `nameEnvironment` or `nameFile`.
  private mutating func secret(_ name: String, of node: DocumentNode) -> SecretReference? {
    let variable = reading.text("\(name)Environment", of: node)
    let file = reading.text("\(name)File", of: node)
    if variable != nil, file != nil {
      reading.error("expected one of \(name)Environment and \(name)File, found both", at: node)
    }
    if let variable, !variable.isEmpty { return .environment(variable) }
    if let file, !file.isEmpty { return .file(DocumentFile.resolve(file, in: directory)) }
    return nil
  }
}
