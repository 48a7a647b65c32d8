import JSONTape
import Provisioning
import SCIM
import Testing

@Suite struct `Job document` {
  static let full = """
    name: everything
    source:
      graph:
        tenant: contoso.onmicrosoft.com
        clientID: 6731de76
        clientSecretFile: secrets/graph
        servicePrincipal: 44b34ab5
    target:
      url: https://scim.example.com/v2/
      protocol: 2.0
      updates: put
      clientCredentials:
        tokenURL: https://login.example.com/token
        clientID: a-client
        clientSecretEnvironment: CLIENT_SECRET
      timeout: 10
      requestsAtOnce: 4
      retries: 0
    scope: assigned
    requiredRole: Engineer
    interval: 90s
    ledger: ledgers/everything
    schema: schema.json
    skipOutOfScopeDeletions: true
    defaultDomain: contoso.com
    limits:
      deletions: off
      escrowRetryHours: [1, 2]
      escrowDays: 3
      quarantine: {evaluationStart: 10, percent: 50, failures: 20, totalFailures: 30, intervalHours: 2, days: 4}
    """

  @Test func `every setting is read`() throws {
    let files = try JobFiles(["job.yaml": Self.full, "schema.json": JobFiles.schema()])
    let document = try files.job().document
    let directory = files.directory + "/"
    #expect(document.name == "everything")
    #expect(
      document.source
        == .graph(
          tenant: "contoso.onmicrosoft.com", clientID: "6731de76",
          clientSecret: .file(directory + "secrets/graph"), baseURL: SourceSettings.graphBaseURL,
          loginURL: SourceSettings.graphLoginURL, servicePrincipal: "44b34ab5"))
    #expect(
      document.target
        == TargetSettings(
          url: "https://scim.example.com/v2", protocolVersion: .v2, updates: .put,
          credentials: .clientCredentials(
            tokenURL: "https://login.example.com/token", clientID: "a-client",
            secret: .environment("CLIENT_SECRET")), timeoutSeconds: 10, requestsAtOnce: 4, retries: 0))
    #expect(document.scope == .assigned)
    #expect(document.requiredRole == "Engineer")
    #expect(document.interval == 90)
    #expect(document.ledger == directory + "ledgers/everything")
    #expect(document.schemaFile == directory + "schema.json")
    #expect(document.skipsOutOfScopeDeletions)
    #expect(document.defaultDomain == "contoso.com")
    #expect(
      document.limits
        == JobLimits(
          deletions: nil, escrowRetryHours: [1, 2], escrowDays: 3, quarantineEvaluationStart: 10,
          quarantineProportion: 50, quarantineFailures: 20, quarantineTotalFailures: 30,
          quarantineIntervalHours: 2, quarantineDays: 4))
  }

  @Test func `what is left out has its default`() throws {
    let files = try JobFiles(["job.yaml": JobFiles.job, "schema.json": JobFiles.schema()])
    let document = try files.job().document
    #expect(document.source == .directory(path: files.path(of: "source")))
    #expect(document.target == TargetSettings(url: "https://scim.example.com/v2"))
    #expect(document.scope == .assigned)
    #expect(document.interval == 2400)
    #expect(document.ledger == files.path(of: "a-job.ledger"))
    #expect(document.limits == JobLimits())
    #expect(document.limits.deletions == 500)
  }

  @Test func `JSON says the same as YAML`() throws {
    let json = """
      {"name": "a-job", "source": {"directory": "source"}, "schema": "schema.json",
       "target": {"url": "https://scim.example.com/v2"}}
      """
    let files = try JobFiles([
      "job.json": json, "job.yaml": JobFiles.job, "schema.json": JobFiles.schema(),
    ])
    let fromJSON = try files.job("job.json")
    let fromYAML = try files.job()
    #expect(fromJSON.document == fromYAML.document)
    #expect(fromJSON.configurationHash == fromYAML.configurationHash)
  }

  @Test func `the JSON of a document has no secret and no directory`() throws {
    let files = try JobFiles(["job.yaml": Self.full, "schema.json": JobFiles.schema()])
    let json = try Job.load(
      file: files.path(of: "job.yaml"), environment: ["CLIENT_SECRET": "hunter2"]
    ).document.json
    #expect(!json.description.contains("hunter2"))
    #expect(!json.description.contains(files.directory))
    #expect(json["source"]?.objectValue?["graph"]?.objectValue?["clientSecret"] == "file secrets/graph")
    #expect(
      json["target"]?.objectValue?["credentials"]?.objectValue?["clientSecret"] == "environment CLIENT_SECRET"
    )
    #expect(json["limits"]?.objectValue?["deletions"] == .null)
  }

  @Test(arguments: [("3600", 3600), ("40m", 2400), ("1h", 3600), ("1d", 86_400), ("7d", 604_800)])
  func `intervals have units`(text: String, seconds: Int) throws {
    let files = try JobFiles([
      "job.yaml": JobFiles.job + "\ninterval: \(text)", "schema.json": JobFiles.schema(),
    ])
    #expect(try files.job().document.interval == seconds)
  }

  @Test(arguments: [
    ("interval: 8d", "5:11: error: interval: expected the time between two cycles"),
    ("interval: 9223372036854775807d", "5:11: error: interval: expected the time"),
    ("intervall: 1h", "5:1: error: unknown member intervall; did you mean interval?"),
    ("scope: asigned", "5:8: error: scope: unknown value asigned; did you mean assigned?"),
    ("limits: {deletions: -1}", "5:21: error: limits.deletions: expected an integer from 0"),
    ("limits: {quarantine: {percent: 101}}", "5:32: error: limits.quarantine.percent: expected an integer"),
    ("limits: {escrowRetryHours: [2, 1]}", "5:28: error: limits.escrowRetryHours: expected the hours"),
    ("limits: 3", "5:9: error: limits: expected an object, found a plain value"),
    ("skipOutOfScopeDeletions: perhaps", "5:26: error: skipOutOfScopeDeletions: expected true or false"),
    ("ledger: [a]", "5:9: error: ledger: expected a text, found a list"),
    ("requiredRole: A\nscope: all", "5:15: warning: requiredRole: requiredRole says nothing"),
  ])
  func `a problem has its place and what would be right`(line: String, problem: String) throws {
    let files = try JobFiles([
      "job.yaml": JobFiles.job + "\n" + line, "schema.json": JobFiles.schema(),
    ])
    let problems = files.problems(in: "job.yaml")
    #expect(problems.count == 1)
    #expect(problems.first?.hasPrefix("job.yaml:\(problem)") == true, "\(problems)")
  }

  @Test(arguments: [
    ("{}", "target.url: url is missing|target: url is missing"),
    ("{url: ftp://x}", "expected an absolute URL"),
    ("{url: 'https://user:pass@x.example'}", "holds a user name or password"),
    ("{url: 'http://x.example'}", "in clear text"),
    ("{url: 'https://x.example', token: s3cret}", "a token must not stand in the file"),
    ("{url: 'https://x.example', tokenFile: a, tokenEnvironment: B}", "found both"),
    (
      "{url: 'https://x.example', clientCredentials: {clientSecret: s3cret}}",
      "a secret must not stand in the file"
    ),
    ("{url: 'https://x.example', protocol: 3.0}", "expected 2.0 or 1.1"),
    ("{url: 'https://x.example', updates: path}", "did you mean patch?"),
  ])
  func `a target that can't be is refused, without its secret`(target: String, message: String) throws {
    let job = "name: a\nsource: {directory: d}\nschema: schema.json\ntarget: \(target)"
    let problems = try JobFiles(["job.yaml": job, "schema.json": JobFiles.schema()]).problems(in: "job.yaml")
    let messages = message.split(separator: "|")
    #expect(problems.contains { problem in messages.contains { problem.contains($0) } }, "\(problems)")
    #expect(!problems.contains { $0.contains("s3cret") || $0.contains("pass@") })
  }

  @Test(arguments: ["localhost:8080", "127.0.0.1", "[::1]:80"])
  func `clear text on this machine is nobody's concern`(host: String) throws {
    let job = "name: a\nsource: {directory: d}\nschema: schema.json\ntarget: {url: 'http://\(host)'}"
    #expect(
      try JobFiles(["job.yaml": job, "schema.json": JobFiles.schema()]).problems(in: "job.yaml").isEmpty)
  }

  @Test func `all problems of both files come at once`() throws {
    let job = "name: .bad\nsource: {directory: d, scim: {url: 'https://x.example'}}\nschema: schema.json"
    let schema = JobFiles.schema(JobFiles.attribute("title", "Nope([jobTitle])"))
    let problems = try JobFiles(["job.yaml": job, "schema.json": schema]).problems(in: "job.yaml")
    #expect(problems.count == 4, "\(problems)")
    #expect(problems[0].contains("at most 64 letters"))
    #expect(problems[1].contains("exactly one of directory, scim and graph, found 2"))
    #expect(problems[2].contains("target is missing"))
    #expect(problems[3].hasPrefix("schema.json:"))
  }

  @Test(arguments: [
    ("", "the file is empty"), ("- a", "found a list"), ("name: a\n  b: c", "invalid YAML"),
    ("name: a\nname: b", "is repeated"), ("a: [", "invalid YAML"), ("\"\\xFF", "invalid YAML"),
  ])
  func `a file that is no job says why`(text: String, message: String) throws {
    let problems = try JobFiles(["job.yaml": text]).problems(in: "job.yaml")
    #expect(problems.contains { $0.contains(message) }, "\(problems)")
  }

  @Test func `aliases can't multiply without end`() throws {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      text +=
        "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", "))]\n"
    }
    let problems = try JobFiles(["job.yaml": text]).problems(in: "job.yaml")
    #expect(problems.contains { $0.contains("more than 100000 values") }, "\(problems)")
  }

  @Test func `a missing file is named`() throws {
    let problems = Job.check(file: "/nonexistent/job.yaml")
    #expect(problems.map(\.description) == ["/nonexistent/job.yaml: error: there is no such file"])
    let error = #expect(throws: JobDocumentError.self) {
      try JobFiles(["job.yaml": JobFiles.job]).job()
    }
    #expect(error?.description.hasSuffix("schema.json: error: there is no such file") == true)
  }

  @Test func `a secret is read where it is named`() throws {
    let files = try JobFiles(["token": "  abc\n", "two": "a b", "empty": ""])
    #expect(try SecretReference.environment("T").load(environment: ["T": "xyz"]) == "xyz")
    #expect(try SecretReference.file(files.path(of: "token")).load(environment: [:]) == "abc")
    withExtendedLifetime(files) {
      for reference in [
        SecretReference.environment("U"), .file(files.path(of: "two")), .file(files.path(of: "empty")),
        .file(files.path(of: "none")),
      ] {
        #expect(throws: JobDocumentError.self) { try reference.load(environment: ["T": "xyz"]) }
      }
    }
  }

  @Test func `a secret that is missing is warned of where the environment is known`() throws {
    let job = JobFiles.job.replacing(
      "scim.example.com/v2\"", with: "scim.example.com/v2\", tokenEnvironment: T")
    let files = try JobFiles(["job.yaml": job, "schema.json": JobFiles.schema()])
    let path = files.path(of: "job.yaml")
    withExtendedLifetime(files) {
      #expect(Job.check(file: path, environment: ["T": "x"]).isEmpty)
      #expect(Job.check(file: path, environment: [:]).map(\.severity) == [.warning])
    }
  }
}
