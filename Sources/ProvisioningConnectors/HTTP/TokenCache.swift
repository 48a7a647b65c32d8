import AsyncHTTPClient
import JSONTape
import NIOCore
import NIOHTTP1
import Provisioning
import SCIM

/// Why there is no token to send with a request.
enum TokenFailure: Error, Sendable, Hashable {
  case transport(TransportFailure)
  /// The token endpoint answered, but with no token.
  case refused(status: Int, reason: String, retryAfter: Int?)
}

/// Gives the value of `Authorization`; tokens of client credentials are fetched once for all who ask at once.
actor TokenCache {
  private struct Token {
    var header: String
    var expiry: NIODeadline
  }

  private enum State {
    case empty
    case fetching(Task<Result<Token, TokenFailure>, Never>)
    case held(Token)
  }

  private let url: ServerURL
  private let form: [UInt8]
  private let client: ConnectorClient
  private var state = State.empty

  init(url: String, clientID: String, clientSecret: String, scope: String?, client: ConnectorClient)
    throws(ConnectorError)
  {
    self.url = try ServerURL(url)
    var pairs = [
      ("grant_type", "client_credentials"), ("client_id", clientID), ("client_secret", clientSecret),
    ]
    if let scope { pairs.append(("scope", scope)) }
    form = Array(pairs.map { "\($0)=\($1.percentEncoded)" }.joined(separator: "&").utf8)
    self.client = client
  }

  /// The header's value for the next request.
  ///
  /// - Parameter refused: A value that the server did not accept; another one is fetched in its place.
  func header(insteadOf refused: String? = nil) async throws(TokenFailure) -> String {
    if case .held(let token) = state {
      if token.header != refused, NIODeadline.now() < token.expiry { return token.header }
      state = .empty
    }
    let task: Task<Result<Token, TokenFailure>, Never>
    if case .fetching(let running) = state {
      task = running
    } else {
      task = Task { await self.fetch() }
      state = .fetching(task)
    }
    switch await task.value {
    case .success(let token):
      if case .fetching = state { state = .held(token) }
      return token.header
    case .failure(let failure):
      if case .fetching = state { state = .empty }
      throw failure
    }
  }

  private func fetch() async -> Result<Token, TokenFailure> {
    var request = HTTPClientRequest(url: url.description)
    request.method = .POST
    request.headers = [
      "Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json",
      "User-Agent": HTTPTarget.userAgent,
    ]
    request.body = .bytes(ByteBuffer(bytes: form))
    do throws(TransportFailure) {
      return token(in: try await client.send(request))
    } catch {
      return .failure(.transport(error))
    }
  }

  private func token(in answer: HTTPAnswer) -> Result<Token, TokenFailure> {
    let object = (try? JSONValue(parsing: answer.body))?.objectValue
    guard answer.status == 200, let token = object?["access_token"]?.stringValue, !token.isEmpty else {
      let reason = ["error", "error_description"].compactMap { object?[$0]?.stringValue }
      return .failure(
        .refused(
          status: answer.status,
          reason: "the token endpoint \(url) gave no token, but status \(answer.status)"
            + (reason.isEmpty ? "" : ": " + reason.joined(separator: ": ")),
          retryAfter: answer.retryAfter))
    }
    let lifetime = min(max(object?["expires_in"]?.intValue ?? 300, 0), 31_536_000)
    // A token must not expire on its way; one that lives for a moment only is still used for that moment.
    let expiry = NIODeadline.now() + .seconds(Int64(max(lifetime - 60, lifetime / 2)))
    return .success(Token(header: "Bearer " + token, expiry: expiry))
  }
}
