public import ScimLedger

/// A ledger in a temporary directory, spoken to as one client.
public struct TestLedger: Sendable {
  public let ledger: ProvisioningLedger
  public let client: Client
  /// The version of the protocol that requests are written in.
  public private(set) var version = ProtocolVersion.v2
  /// The provisioning cycle that requests name; nil where they name none.
  public private(set) var cycle: Identifier?

  public static let client = Client(
    name: "entra", client: "entra",
    tokenID: Identifier(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0001))

  public init(_ ledger: ProvisioningLedger, as client: Client = TestLedger.client) {
    self.ledger = ledger
    self.client = client
  }

  /// The same client, speaking a version.
  public func speaking(_ version: ProtocolVersion) -> TestLedger {
    var test = self
    test.version = version
    return test
  }

  /// The same client, naming a provisioning cycle.
  public func inCycle(_ cycle: Identifier?) -> TestLedger {
    var test = self
    test.cycle = cycle
    return test
  }

  /// Sends a request with a JSON body, in the order the members are written.
  @discardableResult
  public func send(
    _ method: String, _ target: String, _ body: JSONValue? = nil, ifMatch: String? = nil,
    ifNoneMatch: String? = nil, accept: String? = nil
  ) async -> Answer {
    await send(
      method, target, text: body.map { String(decoding: $0.serialized(), as: UTF8.self) }, ifMatch: ifMatch,
      ifNoneMatch: ifNoneMatch, accept: accept)
  }

  /// Sends a request whose body is a text.
  @discardableResult
  public func send(
    _ method: String, _ target: String, text: String?, ifMatch: String? = nil, ifNoneMatch: String? = nil,
    accept: String? = nil
  ) async -> Answer {
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let request = SCIMRequest(
      method: method, path: String(parts[0]), query: parts.count > 1 ? String(parts[1]) : "",
      body: text.map { Array($0.utf8) } ?? [],
      baseURL: version == .v1 ? "http://localhost/scim/v1" : "http://localhost/scim/v2", requestID: "test",
      userAgent: "ledger-test",
      contentType: text == nil ? nil : version == .v1 ? "application/json" : "application/scim+json",
      accept: accept, ifMatch: ifMatch, ifNoneMatch: ifNoneMatch, cycle: cycle, version: version)
    return Answer(await ledger.handle(request, as: client))
  }
}

/// A response with its body as JSON.
public struct Answer: Sendable {
  public var status: Int
  public var headers: [String: String]
  public var json: JSONValue?
  public var tolerances: [String]

  init(_ response: SCIMResponse) {
    status = response.status
    headers = Dictionary(response.headers.map { ($0.name, $0.value) }) { first, _ in first }
    json = try? JSONValue(parsing: response.body)
    tolerances = response.tolerances.map(\.rule)
  }

  public subscript(name: String) -> JSONValue? { json?.objectValue?[name] }
  public var id: String { self["id"]?.stringValue ?? "" }
  public var scimType: String? { self["scimType"]?.stringValue }
  public var detail: String? { self["detail"]?.stringValue }
  public var resources: [JSONValue] { self["Resources"]?.arrayValue ?? [] }
  public var totalResults: Int? { self["totalResults"]?.intValue }
}

/// Makes a ledger with a fixed clock and seeded ids, gives it, closes it and removes it.
///
/// - Parameter time: The clock; one that stands still where nil.
public func withTestLedger<R: Sendable>(
  seed: UInt64 = 1, limits: LogWriter.Limits = .init(), time: SettableTime? = nil,
  _ body: (TestLedger) async throws -> R
) async throws -> R {
  try await withTemporaryDirectory { path in
    let options = testOptions(seed: seed, limits: limits, time: time)
    try ProvisioningLedger.create(at: path + "/ledger", options: options)
    let ledger = try ProvisioningLedger(opening: path + "/ledger", options: options)
    do {
      let result = try await body(TestLedger(ledger))
      await ledger.close()
      return result
    } catch {
      await ledger.close()
      throw error
    }
  }
}

/// Options under which the same requests in the same order make the same events.
public func testOptions(
  seed: UInt64 = 1, limits: LogWriter.Limits = .init(), time: SettableTime? = nil
) -> ProvisioningLedger.Options {
  let source = SeededSource(seed: seed)
  var options = ProvisioningLedger.Options()
  options.clock = { time?.value ?? 1_770_000_000_000_000 }
  options.random = { source.next() }
  options.mapSize = 1 << 32
  options.freeSpaceReserve = 1 << 20
  options.writer = limits
  return options
}
