import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Provisioning

extension TransportFailure {
  /// What an error of the HTTP client means.
  ///
  /// No text of a request goes into it: a header may hold a secret.
  init(_ error: any Error) {
    switch error {
    case let failure as TransportFailure: self = failure
    case let error as HTTPClientError: self.init(error)
    case let error as NIOConnectionError: self.init(error)
    case let error as IOError: self.init(errno: error.errnoCode)
    case let error as ChannelError: self.init(error)
    // The connection ended before the answer did.
    case HTTPParserError.invalidEOFState: self = .connectionReset
    case is HTTPParserError: self = .other("the answer is no HTTP")
    case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError: self = .tls(String(describing: error))
    case is CancellationError: self = .other("the request was cancelled")
    default: self = .other("the request failed: \(type(of: error))")
    }
  }

  private init(_ error: HTTPClientError) {
    switch error {
    case .connectTimeout, .readTimeout, .writeTimeout, .deadlineExceeded, .getConnectionFromPoolTimeout:
      self = .timeout
    case .tlsHandshakeTimeout: self = .tls("the handshake took too long")
    case .remoteConnectionClosed, .uncleanShutdown, .requestStreamCancelled: self = .connectionReset
    case .cancelled: self = .other("the request was cancelled")
    default: self = .other("the request failed: \(error.shortDescription)")
    }
  }

  private init(_ error: NIOConnectionError) {
    guard let first = error.connectionErrors.first else {
      self = .other("the name \(error.host) is not known")
      return
    }
    self.init(first.error)
    if case .other = self { self = .other("no connection to \(error.host) port \(error.port)") }
  }

  private init(errno code: CInt) {
    switch code {
    case ECONNREFUSED: self = .connectionRefused
    case ECONNRESET, EPIPE, ENOTCONN, ECONNABORTED: self = .connectionReset
    case ETIMEDOUT: self = .timeout
    default: self = .other("the connection failed: \(IOError(errnoCode: code, reason: "I/O"))")
    }
  }

  private init(_ error: ChannelError) {
    switch error {
    case .connectTimeout: self = .timeout
    case .eof, .ioOnClosedChannel, .alreadyClosed, .inputClosed, .outputClosed: self = .connectionReset
    default: self = .other("the connection failed: \(error)")
    }
  }
}
