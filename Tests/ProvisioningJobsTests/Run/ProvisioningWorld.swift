import EventLog
import JSONTape
import LedgerTestKit
import Provisioning
import ProvisioningConnectors
import ProvisioningJobs
import SCIM
import ScimLedger

/// A source, a job with its own ledger, and a real ledger of ours as the target, under one settable clock.
final class ProvisioningWorld {
  let source = ScriptedSource()
  let target: ObservedTarget
  let service: TestLedger
  let time: SettableTime
  let directory: String
  var schema: TestSchema
  var document: (inout JobDocument) -> Void = { _ in }
  private(set) var ledger: JobLedger
  private let random: SeededSource
  private let isDead = Flag()

  /// The end of the process.
  struct Death: Error {}

  static let start: Int64 = 1_770_000_000_000_000

  init(
    _ service: TestLedger, time: SettableTime, directory: String, schema: TestSchema, seed: UInt64,
    version: ProtocolVersion
  ) throws {
    self.service = service
    self.time = time
    self.directory = directory
    self.schema = schema
    random = SeededSource(seed: seed)
    target = ObservedTarget(
      InProcessTarget(name: "service", version: version) { request in
        await service.ledger.handle(request, as: service.client)
      })
    try JobLedger.create(at: directory, name: "test", options: ProvisioningWorld.options)
    ledger = try JobLedger(opening: directory, options: ProvisioningWorld.options)
  }

  private static var options: JobLedger.Options {
    var options = JobLedger.Options()
    options.mapSize = 1 << 30
    options.freeSpaceReserve = 1 << 20
    options.clock = { ProvisioningWorld.start }
    options.random = { 7 }
    return options
  }

  func job() throws -> Job { try schema.job(document) }

  /// Waiting moves the clock and takes no time.
  func runner() throws -> JobRunner {
    let (time, random, isDead) = (time, random, isDead)
    return JobRunner(
      job: try job(), ledger: ledger, source: source, target: target,
      surroundings: JobSurroundings(
        clock: { time.value }, random: { random.next() },
        sleep: { seconds in
          if isDead.value { throw Death() }
          time.advance(seconds: Int64(seconds))
        }))
  }

  /// Runs a cycle, a minute after what was before.
  @discardableResult
  func cycle(_ runner: JobRunner? = nil) async throws -> CycleReport {
    time.advance(seconds: 60)
    _ = target.take()
    return try await (runner ?? self.runner()).runCycle()
  }

  /// Runs a cycle whose process dies with a request under way; what was not handed to the ledger is lost.
  ///
  /// - Parameter isSent: Whether the target gets that request.
  func cycle(dyingAt number: Int, isSent: Bool) async throws {
    let isDead = isDead
    target.intercept { _, count in
      guard count >= number else { return nil }
      isDead.value = true
      return isSent && count == number ? .failAfter(.other("death")) : .fail(.other("death"))
    }
    do {
      try await cycle()
    } catch is Death {}
    target.intercept(nil)
    isDead.value = false
    try await reopen()
  }

  /// Records what an administrator does to the job, or what a test wants to have happened.
  func administer(
    _ facts: some JobFacts, _ key: SourceKey? = nil, cycle: Identifier? = nil
  ) async throws {
    try await ledger.append([
      JobEvent(
        facts, id: Identifier(microseconds: time.value, random: random.next()), time: time.value,
        cycle: cycle, source: key)
    ])
  }

  /// The job's process ends and another one begins.
  func reopen() async throws {
    await ledger.close()
    ledger = try JobLedger(opening: directory, options: ProvisioningWorld.options)
  }

  func close() async { await ledger.close() }

  // MARK: - What there is

  /// Every resource of the target at an endpoint.
  func resources(_ endpoint: String) async -> [JSONObject] {
    var found: [JSONObject] = []
    while true {
      let answer = await service.send("GET", "\(endpoint)?startIndex=\(found.count + 1)&count=100")
      let page = answer.resources.compactMap(\.objectValue)
      found += page
      if page.isEmpty || found.count >= answer.totalResults ?? 0 { return found }
    }
  }

  /// The account with this userName.
  func account(_ userName: String) async -> JSONObject? {
    await resources("/Users").first { $0["userName"]?.stringValue == userName }
  }

  func isActive(_ userName: String) async -> Bool? { await account(userName)?["active"]?.boolValue }

  /// The userName of the manager of an account.
  func manager(of userName: String) async -> String? {
    let users = await resources("/Users")
    let enterprise = users.first { $0["userName"]?.stringValue == userName }?[SchemaURI.enterpriseUser]
    guard let manager = enterprise?.objectValue?["manager"]?.objectValue?["value"] else { return nil }
    return users.first { $0["id"] == manager }?["userName"]?.stringValue
  }

  /// The userNames of the members of a group, sorted; nil where there is no such group.
  func members(of group: String) async -> [String]? {
    let groups = await resources("/Groups")
    guard let group = groups.first(where: { $0["displayName"]?.stringValue == group }) else { return nil }
    let ids = Set((group["members"]?.arrayValue ?? []).compactMap { $0.objectValue?["value"] })
    return await resources("/Users").filter { $0["id"].map { ids.contains($0) } ?? false }
      .compactMap { $0["userName"]?.stringValue }.sorted()
  }

  func events(from position: Position = Position(1)) throws -> [JobEvent] {
    var events: [JobEvent] = []
    var next = position
    while true {
      let page = try ledger.events(from: next, limit: 1_000)
      events += page
      guard page.count == 1_000, let last = page.last else { return events }
      next = Position(last.position.rawValue + 1)
    }
  }

  /// The facts of one kind, oldest first.
  func facts<Facts: JobFacts>(_ type: Facts.Type) throws -> [Facts] {
    try events().compactMap { try $0.facts(as: type) }
  }

  /// How the last change of an object ended.
  func lastChange(of key: SourceKey) throws -> ChangeCompleted? {
    try events().last { $0.source == key && $0.kind == .changeCompleted }?.facts(as: ChangeCompleted.self)
  }

  /// The reason of the last decision about an object.
  func lastReason(_ key: SourceKey) throws -> String? {
    try events().last { $0.source == key && $0.kind == .decisionMade }?.facts(as: DecisionMade.self)?.reason
  }
}

/// Makes a world, gives it, and removes it.
func withWorld(
  _ schema: TestSchema = TestSchema(), seed: UInt64 = 1, version: ProtocolVersion = .v2,
  _ document: @escaping (inout JobDocument) -> Void = { _ in },
  _ body: (ProvisioningWorld) async throws -> Void
) async throws {
  let time = SettableTime(ProvisioningWorld.start)
  try await withTemporaryDirectory { path in
    let options = testOptions(seed: seed, time: time)
    try ProvisioningLedger.create(at: path + "/target", options: options)
    let service = try ProvisioningLedger(opening: path + "/target", options: options)
    let world = try ProvisioningWorld(
      TestLedger(service), time: time, directory: path + "/job", schema: schema, seed: seed ^ 0xABCD,
      version: version)
    world.document = { settings in
      settings.target.protocolVersion = version
      document(&settings)
    }
    do {
      try await body(world)
      await world.close()
      await service.close()
    } catch {
      await world.close()
      await service.close()
      throw error
    }
  }
}

extension ProvisioningWorld {
  /// A person as a directory has them.
  func hire(_ id: String, _ more: JSONObject = [:], manager: String? = nil) {
    var attributes: JSONObject = [
      "userPrincipalName": .string("\(id)@example.com"), "displayName": .string("Name of \(id)"),
      "mailNickname": .string(id), "mail": .string("\(id)@example.com"), "jobTitle": "Guide",
      "accountEnabled": true,
    ]
    attributes.merge(more)
    source.put(.user(id), attributes, manager.map { ["manager": [$0]] } ?? [:])
  }

  func found(_ id: String, members: [String], _ more: JSONObject = [:]) {
    var attributes: JSONObject = ["displayName": .string("Group \(id)")]
    attributes.merge(more)
    source.put(.group(id), attributes, ["members": members])
  }
}
