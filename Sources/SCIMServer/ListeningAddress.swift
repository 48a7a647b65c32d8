import Synchronization

/// Where the server listens, known once it does.
final class ListeningAddress: Sendable {
  private let url = Mutex<String?>(nil)

  func set(scheme: String, host: String, port: Int) {
    let host = host.contains(":") ? "[\(host)]" : host
    url.withLock { $0 = "\(scheme)://\(host):\(port)" }
  }

  /// `http://HOST:PORT` or the same with `https`; nil until the server listens.
  var description: String? { url.withLock { $0 } }
}
