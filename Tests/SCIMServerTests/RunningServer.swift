import AsyncHTTPClient
import FoundationEssentials
import Logging
import NIOCore
import NIOHTTP1
import NIOSSL
import SCIMServer
import ScimLedger
import ServiceLifecycle
import Synchronization
import Testing

/// A real server on a port of the system's choice, over a ledger in a directory of its own.
struct RunningServer: Sendable {
  let ledger: ProvisioningLedger
  let tenants: TenantRegistry
  let port: Int
  let secret: String
  let registry: PrometheusRegistry
  let group: ServiceGroup
  let client: HTTPClient
  var scheme = "http"

  var directory: String { ledger.directory }

  struct Answer {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8]

    func header(_ name: String) -> String? {
      headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    var object: JSONObject {
      get throws { try #require(JSONValue(parsing: body).objectValue) }
    }
    var text: String { String(decoding: body, as: UTF8.self) }
  }

  /// Runs a test's body against a server, then stops the server and removes the ledger.
  static func run<Value: Sendable>(
    options: ProvisioningLedger.Options = .init(),
    logger: Logger = .silent,
    configure: (inout SCIMServer.Configuration) -> Void = { _ in },
    _ body: @Sendable (RunningServer) async throws -> Value
  ) async throws -> Value {
    try await TemporaryLedger.with(options: options) { ledger in
      try await run(ledger, logger: logger, configure: configure, body)
    }
  }

  /// The same over a ledger that is there already and stays.
  static func run<Value: Sendable>(
    _ ledger: ProvisioningLedger,
    logger: Logger = .silent,
    configure: (inout SCIMServer.Configuration) -> Void = { _ in },
    _ body: @Sendable (RunningServer) async throws -> Value
  ) async throws -> Value {
    try await run(TenantRegistry(only: ledger), logger: logger, configure: configure, body)
  }

  /// The same over a ledger with tenants, whose ledgers are closed afterwards.
  static func run<Value: Sendable>(
    _ tenants: TenantRegistry,
    logger: Logger = .silent,
    configure: (inout SCIMServer.Configuration) -> Void = { _ in },
    trusting tls: TLSConfiguration? = nil,
    _ body: @Sendable (RunningServer) async throws -> Value
  ) async throws -> Value {
    let ledger = tenants.main
    let issued = try await ledger.issueToken(named: "tests")
    var configuration = SCIMServer.Configuration(host: "127.0.0.1", port: 0)
    configure(&configuration)
    let registry = PrometheusRegistry()
    let (ports, listening) = AsyncStream<Int>.makeStream()
    let server = SCIMServer(
      tenants: tenants, configuration: configuration, logger: logger, metrics: registry,
      onListening: { _, port in listening.yield(port) })
    let group = ServiceGroup(configuration: .init(services: [server], logger: logger))
    return try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask {
        defer { listening.finish() }
        try await group.run()
      }
      var iterator = ports.makeAsyncIterator()
      guard let port = await iterator.next() else {
        try await tasks.waitForAll()
        throw NotListening()
      }
      // A server that has stopped listening should be seen at once.
      var clientConfiguration = HTTPClient.Configuration()
      clientConfiguration.tlsConfiguration = tls
      clientConfiguration.connectionPool.retryConnectionEstablishment = false
      // Many requests at once wait for a connection, on a busy machine long.
      clientConfiguration.timeout.connect = .seconds(180)
      let outcome: Result<Value, any Error>
      do {
        outcome = .success(
          try await HTTPClient.withHTTPClient(configuration: clientConfiguration) { client in
            try await body(
              RunningServer(
                ledger: ledger, tenants: tenants, port: port, secret: issued.secret, registry: registry,
                group: group, client: client, scheme: tls == nil ? "http" : "https"))
          })
      } catch {
        outcome = .failure(error)
      }
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
      await tenants.closeTenants()
      return try outcome.get()
    }
  }

  struct NotListening: Error {}

  func send(
    _ method: String, _ path: String, authorization: String? = nil, headers: [String: String] = [:],
    body: HTTPClientRequest.Body? = nil
  ) async throws -> Answer {
    var request = HTTPClientRequest(url: "\(scheme)://127.0.0.1:\(port)\(path)")
    request.method = HTTPMethod(rawValue: method)
    for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
    if let authorization { request.headers.replaceOrAdd(name: "Authorization", value: authorization) }
    request.body = body
    let response = try await client.execute(request, timeout: .seconds(180))
    let bytes = Array(buffer: try await response.body.collect(upTo: 1 << 24))
    return Answer(
      status: Int(response.status.code), headers: response.headers.map { ($0.name, $0.value) }, body: bytes)
  }

  /// A request with the server's token and a JSON body.
  func scim(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws -> Answer {
    try await send(
      method, "/scim/v2" + path, authorization: "Bearer " + secret,
      headers: body == nil ? [:] : ["Content-Type": "application/scim+json"],
      body: body.map { .bytes($0.serialized()) })
  }

  static func user(_ userName: String) -> JSONValue {
    [
      "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": .string(userName),
      "active": "True",
    ]
  }
}

extension Logger {
  static var silent: Logger { Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }) }
}
