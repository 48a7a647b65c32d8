import AsyncHTTPClient
import JSONTape
import NIOCore
import NIOHTTP1
import Provisioning

/// Reads from a server, with the retries that reading may have.
struct SourceClient: Sendable {
  /// An answer that came and is not one to be retried.
  struct Answer: Sendable {
    var status: Int
    /// Nil where the body is no JSON object.
    var object: JSONObject?
    var excerpt: String?
  }

  let client: ConnectorClient
  let authorizer: Authorizer
  let accept: String
  /// How often a request is repeated when the server is busy or the connection fails.
  var retries = 3
  /// Longer waits than this are the caller's, in seconds.
  var longestWait = 30
  /// Waits for so many seconds.
  var sleep: @Sendable (Int) async throws -> Void = { try await Task.sleep(for: .seconds($0)) }

  /// The statuses that say: try again.
  private static let busy: Set<Int> = [429, 500, 502, 503, 504]

  /// - Throws: `SourceError`: `unauthorized` for 401 and 403, `unavailable` where the server stayed busy.
  func get(_ url: String, headers: [(String, String)] = []) async throws(SourceError) -> Answer {
    let place = Self.place(url)
    var refused: String?
    var attempt = 0
    while true {
      let header = try await header(insteadOf: refused, place: place)
      var request = HTTPClientRequest(url: url)
      request.headers = ["Accept": accept, "User-Agent": HTTPTarget.userAgent]
      for (name, value) in headers { request.headers.add(name: name, value: value) }
      if let header { request.headers.add(name: "Authorization", value: header) }
      var wait = 1 << min(attempt, 4)
      let reason: String
      var retryAfter: Int?
      switch await outcome(of: request) {
      case .success(let answer):
        if answer.status == 401, refused == nil, case .tokens = authorizer {
          refused = header
          continue
        }
        guard Self.busy.contains(answer.status) else { return try checked(answer, place: place) }
        retryAfter = answer.retryAfter
        if let retryAfter { wait = retryAfter }
        reason = "the server answered with status \(answer.status)"
      case .failure(.tls(let detail)):
        throw SourceError(.unavailable, place: place, reason: TransportFailure.tls(detail).description)
      case .failure(let failure): reason = failure.description
      }
      guard attempt < retries, wait <= longestWait else {
        throw SourceError(.unavailable, place: place, reason: reason, retryAfter: retryAfter)
      }
      attempt += 1
      do { try await sleep(wait) } catch {
        throw SourceError(.unavailable, place: place, reason: "reading was cancelled")
      }
    }
  }

  private func outcome(of request: HTTPClientRequest) async -> Result<HTTPAnswer, TransportFailure> {
    do throws(TransportFailure) {
      return .success(try await client.send(request))
    } catch {
      return .failure(error)
    }
  }

  private func header(insteadOf refused: String?, place: String) async throws(SourceError) -> String? {
    do throws(TokenFailure) {
      if let refused, let other = try await authorizer.header(insteadOf: refused) { return other }
      return try await authorizer.header()
    } catch {
      switch error {
      case .transport(let failure):
        throw SourceError(.unavailable, place: place, reason: "no token: \(failure)")
      case .refused(let status, let reason, let retryAfter):
        throw SourceError(
          Self.busy.contains(status) ? .unavailable : .unauthorized, place: place, reason: reason,
          retryAfter: retryAfter)
      }
    }
  }

  private func checked(_ answer: HTTPAnswer, place: String) throws(SourceError) -> Answer {
    let read = Answer(
      status: answer.status, object: (try? JSONValue(parsing: answer.body))?.objectValue,
      excerpt: answer.excerpt)
    guard answer.status != 401, answer.status != 403 else {
      throw SourceError(
        .unauthorized, place: place,
        reason: "status \(answer.status)" + (read.explanation.map { ": " + $0 } ?? ""))
    }
    return read
  }

  /// A URL without its query, which may hold a state token as long as a page.
  static func place(_ url: String) -> String { String(url.prefix { $0 != "?" }) }
}

extension SourceClient.Answer {
  /// The server's own words on what went wrong: SCIM's `detail` (RFC 7644 §3.12) or Graph's `error`.
  var explanation: String? {
    if let error = object?["error"]?.objectValue {
      return [error["code"]?.stringValue, error["message"]?.stringValue].compactMap { $0 }
        .joined(separator: ": ")
    }
    return object?["detail"]?.stringValue ?? excerpt
  }

  /// The body of an answer that must be an object.
  func body(from url: String) throws(SourceError) -> JSONObject {
    guard status == 200, let object else {
      let reason = status == 200 ? "the answer is no JSON object" : "status \(status)"
      throw SourceError(
        .unreadable, place: SourceClient.place(url),
        reason: reason + (explanation.map { ": " + $0 } ?? ""))
    }
    return object
  }
}
