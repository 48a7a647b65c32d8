import LedgerTestKit
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import ProvisioningConnectors
import Synchronization

/// A real HTTP server on a port of the system's choice that does as a test says.
final class LoopbackServer: Sendable {
  struct Request: Sendable {
    var method: String
    /// Path and query.
    var target: String
    var headers: HTTPHeaders
    var body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
    var path: String { String(target.prefix { $0 != "?" }) }

    func header(_ name: String) -> String? { headers.first(name: name) }
  }

  enum Action: Sendable {
    case answer(Int, [(String, String)] = [], String = "")
    /// The connection is closed before anything was answered.
    case close
    /// Half of an answer, and then the connection is closed.
    case closeAmidAnswer
    case silence
    /// A head, and a body that never comes.
    case headOnly
    /// A head, and a byte of body again and again.
    case trickle
  }

  private struct Log {
    var requests: [Request] = []
    var connections = 0
  }

  private let log = Mutex(Log())
  private let act: @Sendable (Request) -> Action
  private let port = Mutex(0)
  private let isSecure: Bool

  private init(isSecure: Bool, _ act: @escaping @Sendable (Request) -> Action) {
    self.act = act
    self.isSecure = isSecure
  }

  var origin: String { "\(isSecure ? "https" : "http")://127.0.0.1:\(port.withLock { $0 })" }
  var requests: [Request] { log.withLock { $0.requests } }
  var connections: Int { log.withLock { $0.connections } }

  func action(for request: Request) -> Action {
    log.withLock { $0.requests.append(request) }
    return act(request)
  }

  /// Runs `body` beside a server and with a client to reach it by.
  static func run<Value>(
    isSecure: Bool = false, settings: ConnectorClient.Settings = .init(timeoutSeconds: 20),
    _ act: @escaping @Sendable (Request) -> Action,
    _ body: (LoopbackServer, ConnectorClient) async throws -> Value
  ) async throws -> Value {
    let server = LoopbackServer(isSecure: isSecure, act)
    let tls = isSecure ? try Self.tls() : nil
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          server.log.withLock { $0.connections += 1 }
          let pipeline = channel.pipeline.syncOperations
          if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
          try pipeline.configureHTTPServerPipeline()
          try pipeline.addHandler(Responder(server))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    server.port.withLock { $0 = channel.localAddress?.port ?? 0 }
    let result: Result<Value, any Error>
    do {
      result = .success(
        try await ConnectorClient.with(settings) { client in try await body(server, client) })
    } catch {
      result = .failure(error)
    }
    try await channel.close()
    return try result.get()
  }

  private static func tls() throws -> NIOSSLContext {
    let certificate = try NIOSSLCertificate(bytes: Array(TestCertificate.certificate.utf8), format: .pem)
    let key = try NIOSSLPrivateKey(bytes: Array(TestCertificate.key.utf8), format: .pem)
    return try NIOSSLContext(
      configuration: .makeServerConfiguration(
        certificateChain: [.certificate(certificate)], privateKey: .privateKey(key)))
  }
}

/// Collects a request and does what the server's test wants.
private final class Responder: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let server: LoopbackServer
  private var request: LoopbackServer.Request?

  init(_ server: LoopbackServer) {
    self.server = server
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      request = .init(method: head.method.rawValue, target: head.uri, headers: head.headers, body: [])
    case .body(let buffer): request?.body.append(contentsOf: buffer.readableBytesView)
    case .end:
      guard let request else { return }
      perform(server.action(for: request), context: context)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  private func perform(_ action: LoopbackServer.Action, context: ChannelHandlerContext) {
    switch action {
    case .answer(let status, let headers, let body):
      var all = HTTPHeaders(headers)
      all.replaceOrAdd(name: "Content-Length", value: String(body.utf8.count))
      head(status, all, context: context)
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))), promise: nil)
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    case .close: context.close(promise: nil)
    case .closeAmidAnswer:
      head(200, ["Content-Length": "1000"], context: context)
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: "{\"id\":")))), promise: nil)
      context.flush()
      context.close(promise: nil)
    case .silence: break
    case .headOnly:
      head(200, ["Content-Length": "1000"], context: context)
      context.flush()
    case .trickle:
      head(200, ["Content-Length": "1000"], context: context)
      trickle(context)
    }
  }

  private func head(_ status: Int, _ headers: HTTPHeaders, context: ChannelHandlerContext) {
    let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: headers)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
  }

  private func trickle(_ context: ChannelHandlerContext) {
    guard context.channel.isActive else { return }
    context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: " ")))), promise: nil)
    context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(100)) { self.trickle(context) }
  }
}
