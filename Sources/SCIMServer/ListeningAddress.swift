import Synchronization

/// Where the server listens, known once it does.
final class ListeningAddress: Sendable {
  private let url = Mutex<String?>(nil)

  func set(host: String, port: Int) {
    let host = host.contains(":") ? "[\(host)]" : host
    url.withLock { $0 = "http://\(host):\(port)" }
  }

  /// `http://HOST:PORT`; nil until the server listens.
  var description: String? { url.withLock { $0 } }
}
