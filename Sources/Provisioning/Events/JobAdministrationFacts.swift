public import JSONTape

/// The ledger of a job begins.
public struct JobCreated: JobFacts {
  public static let kind = JobEvent.Kind.jobCreated
  public var name: String

  public init(name: String) { self.name = name }

  public init(json: JSONObject) throws(JobFactsError) {
    name = try FactsReader(Self.kind, json).string("name")
  }

  public var json: JSONObject { ["name": .string(name)] }
}

/// Another configuration is in force. One whose hash differs from the last makes the next cycle an initial one.
public struct JobConfigured: JobFacts {
  public static let kind = JobEvent.Kind.configured
  /// Of what decides results.
  public var hash: String
  /// The job file, without secrets.
  public var job: JSONValue
  /// The synchronization schema.
  public var schema: JSONValue
  /// Who did it; nil for whoever runs the job.
  public var actor: String?

  public init(hash: String, job: JSONValue, schema: JSONValue, actor: String? = nil) {
    self.hash = hash
    self.job = job
    self.schema = schema
    self.actor = actor
  }

  public init(json: JSONObject) throws(JobFactsError) {
    let reader = FactsReader(Self.kind, json)
    hash = try reader.string("hash")
    job = json["job"] ?? .null
    schema = json["schema"] ?? .null
    actor = reader.optionalString("actor")
  }

  public var json: JSONObject {
    var writer = FactsWriter()
    writer.set("hash", hash)
    writer.set("job", job)
    writer.set("schema", schema)
    writer.set("actor", actor)
    return writer.object
  }
}

/// The target was asked for an object that does not exist, to see whether it answers.
public struct ConnectionTested: JobFacts {
  public static let kind = JobEvent.Kind.connectionTested
  public var passed: Bool
  /// An error code of the provisioning logs.
  public var code: String?
  public var reason: String?
  /// What was asked and answered, in order; each as a MatchQueried's members.
  public var requests: [JSONObject]

  public init(passed: Bool, code: String? = nil, reason: String? = nil, requests: [JSONObject] = []) {
    self.passed = passed
    self.code = code
    self.reason = reason
    self.requests = requests
  }

  public init(json: JSONObject) throws(JobFactsError) {
    let reader = FactsReader(Self.kind, json)
    passed = reader.flag("passed")
    code = reader.optionalString("code")
    reason = reader.optionalString("reason")
    requests = try reader.objects("requests")
  }

  public var json: JSONObject {
    var writer = FactsWriter()
    writer.set("passed", flag: passed)
    writer.set("code", code)
    writer.set("reason", reason)
    writer.set("requests", requests)
    return writer.object
  }
}

/// No cycle starts until the job is resumed.
public struct JobPaused: JobFacts {
  public static let kind = JobEvent.Kind.jobPaused
  /// Why, where the job paused itself or somebody said so.
  public var reason: String?
  public var actor: String?

  public init(reason: String? = nil, actor: String? = nil) {
    self.reason = reason
    self.actor = actor
  }

  public init(json: JSONObject) throws(JobFactsError) {
    let reader = FactsReader(Self.kind, json)
    self.init(reason: reader.optionalString("reason"), actor: reader.optionalString("actor"))
  }

  public var json: JSONObject {
    var writer = FactsWriter()
    writer.set("reason", reason)
    writer.set("actor", actor)
    return writer.object
  }
}

public struct JobResumed: JobFacts {
  public static let kind = JobEvent.Kind.jobResumed
  public var actor: String?

  public init(actor: String? = nil) { self.actor = actor }

  public init(json: JSONObject) throws(JobFactsError) {
    actor = FactsReader(Self.kind, json).optionalString("actor")
  }

  public var json: JSONObject {
    var writer = FactsWriter()
    writer.set("actor", actor)
    return writer.object
  }
}

/// State was cleared so that the next cycle starts over.
public struct JobRestarted: JobFacts {
  public static let kind = JobEvent.Kind.jobRestarted
  public var scopes: Set<RestartScope>
  public var actor: String?

  public init(scopes: Set<RestartScope>, actor: String? = nil) {
    self.scopes = scopes
    self.actor = actor
  }

  public init(json: JSONObject) throws(JobFactsError) {
    let reader = FactsReader(Self.kind, json)
    var scopes: Set<RestartScope> = []
    for word in try reader.strings("scopes") {
      guard let scope = RestartScope(rawValue: word) else { throw reader.error("scopes", "known scopes") }
      scopes.insert(scope)
    }
    self.init(scopes: scopes, actor: reader.optionalString("actor"))
  }

  public var json: JSONObject {
    var writer = FactsWriter()
    writer.set("scopes", RestartScope.allCases.filter { scopes.contains($0) }.map(\.rawValue))
    writer.set("actor", actor)
    return writer.object
  }
}
