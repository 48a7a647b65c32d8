import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
public import ScimLedger

/// Administers the server that runs on a ledger's directory, by way of its control socket.
///
/// ```swift
/// if let server = try await ControlClient.connect(directory: "./ledger") {
///   print(try await server.issueToken(named: "entra", client: nil).secret)
/// }
/// ```
public struct ControlClient: Sendable {
  /// The directory of the ledger that the server serves.
  public let directory: String
  /// The tenant that calls are about; nil for the default one.
  public let tenant: String?

  /// The server on a directory, or nil where none listens.
  ///
  /// - Throws: `ControlError.notPermitted` where one may listen but not for this user.
  public static func connect(
    directory: String, tenant: String? = nil
  ) async throws(ControlError) -> ControlClient? {
    guard LedgerDirectory.hasSocket(in: directory) else { return nil }
    let client = ControlClient(directory: directory, tenant: tenant)
    return try await client.answer(to: "GET", "/status") == nil ? nil : client
  }

  public func status() async throws(ControlError) -> Status {
    try read(try await call("GET", "/status"), with: Status.init(_:))
  }

  /// Issues a token; its secret is told this once.
  ///
  /// - Parameter client: The provisioning client that the token is for; the token's name where nil.
  public func issueToken(
    named name: String, client: String? = nil, scope: AccessScope = .all
  ) async throws(ControlError) -> IssuedToken {
    try read(
      try await call("POST", place("/tokens"), body: .credential(name, client, scope), tokenName: name),
      with: IssuedToken.init(_:))
  }

  /// All tokens, in use and revoked, in the ledger's order.
  public func tokens() async throws(ControlError) -> [Token] {
    try read(try await call("GET", place("/tokens"))) { $0.list("tokens", of: Token.init(_:)) }
  }

  public func revokeToken(named name: String) async throws(ControlError) -> Token {
    try read(
      try await call("DELETE", place("/tokens/") + name.percentEncoded, tokenName: name), with: Token.init(_:)
    )
  }

  /// Rebuilds the projections from the log and tells whether they were as the log says.
  public func rebuild() async throws(ControlError) -> Rebuild {
    try read(try await call("POST", place("/rebuild")), with: Rebuild.init(_:))
  }
}

extension ControlClient {
  /// The path of a call that is about the tenant.
  func place(_ path: String) -> String { (tenant.map { "/tenants/" + $0.percentEncoded } ?? "") + path }

  private struct Answer: Sendable {
    var status: Int
    var object: JSONObject
  }

  /// An hour: a rebuild of a long log takes as long as it takes, and its answer comes at the end.
  private static let timeout = TimeAmount.hours(1)

  func call(
    _ method: String, _ path: String, body: JSONValue? = nil, tokenName: String = ""
  ) async throws(ControlError) -> JSONObject {
    guard let answer = try await answer(to: method, path, body: body) else {
      throw ControlError.unreachable("The server on \(directory) has stopped.")
    }
    guard answer.status >= 300 else { return answer.object }
    let detail = answer.object["detail"]?.stringValue ?? "no reason given"
    switch answer.object["error"]?.stringValue {
    case "tokenNameTaken": throw ControlError.tokenNameTaken(tokenName)
    case "invalidTokenName": throw ControlError.invalidTokenName(tokenName)
    case "noSuchToken": throw ControlError.noSuchToken(tokenName)
    default: throw ControlError.refused(status: answer.status, detail: detail)
    }
  }

  func read<Value>(_ object: JSONObject, with make: (JSONObject) -> Value?) throws(ControlError)
    -> Value
  {
    guard let value = make(object) else {
      throw ControlError.refused(
        status: 200, detail: "what this version does not read; use the server's own.")
    }
    return value
  }

  /// Sends one request; nil where nobody listens.
  private func answer(
    to method: String, _ path: String, body: JSONValue? = nil
  ) async throws(ControlError) -> Answer? {
    let opened = try LedgerDirectory(opening: directory)
    defer { opened.close() }
    let socket = opened.shortPath(of: LedgerDirectory.socketName).percentEncoded
    var request = HTTPClientRequest(url: "http+unix://\(socket)\(path)")
    request.method = .init(rawValue: method)
    if let body {
      request.headers.add(name: "Content-Type", value: "application/json")
      request.body = .bytes(ByteBuffer(bytes: body.serialized()))
    }
    var configuration = HTTPClient.Configuration(timeout: .init(connect: .seconds(5)))
    configuration.connectionPool.retryConnectionEstablishment = false
    do {
      let request = request
      return try await HTTPClient.withHTTPClient(configuration: configuration) { client in
        let response = try await client.execute(request, timeout: Self.timeout)
        let bytes = Array(buffer: try await response.body.collect(upTo: 16 << 20))
        return Answer(
          status: Int(response.status.code), object: try JSONValue(parsing: bytes).objectValue ?? JSONObject()
        )
      }
    } catch {
      return try absence(from: error)
    }
  }

  /// Nil for the errors that say that nobody listens, else the error in our words.
  private func absence(from error: any Error) throws(ControlError) -> Answer? {
    switch (error as? IOError)?.errnoCode {
    case ECONNREFUSED, ENOENT: return nil
    case EACCES, EPERM: throw ControlError.notPermitted(directory: directory)
    default: throw ControlError.unreachable("The control socket in \(directory) does not answer: \(error)")
    }
  }
}

extension JSONValue {
  /// What a token or OAuth client is to be called, speak for and be used for.
  static func credential(_ name: String, _ client: String?, _ scope: AccessScope) -> JSONValue {
    var body: JSONObject = ["name": .string(name), "scope": .string(scope.description)]
    if let client { body["client"] = .string(client) }
    return .object(body)
  }
}

extension JSONObject {
  /// The objects of a member, or nil where one of them can't be read.
  func list<Value>(_ name: String, of make: (JSONObject) -> Value?) -> [Value]? {
    guard let values = self[name]?.arrayValue else { return nil }
    let read = values.compactMap { $0.objectValue.flatMap(make) }
    return read.count == values.count ? read : nil
  }
}
