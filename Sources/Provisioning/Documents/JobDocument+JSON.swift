public import JSONTape
import SCIM

extension JobDocument {
  /// The settings as an event holds them: where secrets stand, but no secret.
  public var json: JSONObject {
    var json: JSONObject = [
      "name": .string(name), "source": source.json(below: directory), "target": target.json(below: directory),
      "scope": .string(scope.rawValue), "interval": .number(JSONNumber(interval)),
      "ledger": .string(ledger.below(directory)), "schema": .string(schemaFile.below(directory)),
      "skipOutOfScopeDeletions": .bool(skipsOutOfScopeDeletions), "limits": limits.json,
    ]
    if let requiredRole { json["requiredRole"] = .string(requiredRole) }
    if let defaultDomain { json["defaultDomain"] = .string(defaultDomain) }
    return json
  }
}

extension String {
  /// A path as the job file of this directory writes it.
  fileprivate func below(_ directory: String) -> String {
    !directory.isEmpty && hasPrefix(directory) ? String(dropFirst(directory.count)) : self
  }
}

extension SourceSettings {
  fileprivate func json(below directory: String) -> JSONValue {
    switch self {
    case .directory(let path): ["directory": .string(path.below(directory))]
    case .scim(let url, let credentials):
      ["scim": ["url": .string(url), "credentials": credentials.json(below: directory)]]
    case .graph(let tenant, let clientID, let secret, let baseURL, let loginURL, let principal):
      [
        "graph": [
          "tenant": .string(tenant), "clientID": .string(clientID),
          "clientSecret": secret.json(below: directory), "baseURL": .string(baseURL),
          "loginURL": .string(loginURL), "servicePrincipal": principal.map { .string($0) } ?? .null,
        ]
      ]
    }
  }
}

extension TargetSettings {
  fileprivate func json(below directory: String) -> JSONValue {
    [
      "url": .string(url), "protocol": .string(protocolVersion.rawValue),
      "updates": .string(updates.rawValue),
      "credentials": credentials.json(below: directory),
      "timeout": .number(JSONNumber(timeoutSeconds)), "requestsAtOnce": .number(JSONNumber(requestsAtOnce)),
      "retries": .number(JSONNumber(retries)),
    ]
  }
}

extension Credentials {
  fileprivate func json(below directory: String) -> JSONValue {
    switch self {
    case .none: .null
    case .bearer(let secret): ["token": secret.json(below: directory)]
    case .clientCredentials(let tokenURL, let clientID, let secret):
      [
        "tokenURL": .string(tokenURL), "clientID": .string(clientID),
        "clientSecret": secret.json(below: directory),
      ]
    }
  }
}

extension SecretReference {
  fileprivate func json(below directory: String) -> JSONValue {
    switch self {
    case .environment: .string(description)
    case .file(let path): .string(SecretReference.file(path.below(directory)).description)
    }
  }
}

extension JobDocument {
  /// What decides a cycle's course besides the configuration whose hash is kept: the limits, and how many
  /// requests are sent at once and how often.
  public var workingLimits: JSONObject {
    var json = limits.json.objectValue ?? [:]
    json["requestsAtOnce"] = .number(JSONNumber(target.requestsAtOnce))
    json["retries"] = .number(JSONNumber(target.retries))
    return json
  }
}

extension JobLimits {
  fileprivate var json: JSONValue {
    func number(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }
    return [
      "deletions": deletions.map(number) ?? .null, "escrowRetryHours": .array(escrowRetryHours.map(number)),
      "escrowDays": number(escrowDays),
      "quarantine": [
        "evaluationStart": number(quarantineEvaluationStart), "percent": number(quarantineProportion),
        "failures": number(quarantineFailures), "totalFailures": number(quarantineTotalFailures),
        "intervalHours": number(quarantineIntervalHours), "days": number(quarantineDays),
      ],
    ]
  }
}
