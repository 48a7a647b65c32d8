import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Provisioning

/// An HTTP answer, read to its end.
struct HTTPAnswer: Sendable {
  var status: Int
  var headers: HTTPHeaders
  var body: [UInt8]

  /// `Retry-After` in seconds (RFC 9110 §10.2.3), be it a number or a date.
  var retryAfter: Int? {
    guard let text = headers.first(name: "Retry-After") else { return nil }
    return RetryAfter.seconds(text, answeredAt: headers.first(name: "Date"))
  }

  /// The beginning of the body for an error text, on one line.
  var excerpt: String? {
    guard !body.isEmpty else { return nil }
    let text = String(decoding: body.prefix(500), as: UTF8.self)
    return String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
  }
}

extension ConnectorClient {
  /// Sends one request once and reads its answer.
  func send(_ request: HTTPClientRequest) async throws(TransportFailure) -> HTTPAnswer {
    let deadline = NIODeadline.now() + timeout
    do {
      let response = try await client.execute(request, deadline: deadline)
      return HTTPAnswer(
        status: Int(response.status.code), headers: response.headers,
        body: try await read(response, until: deadline))
    } catch let failure as TransportFailure {
      throw failure
    } catch {
      throw TransportFailure(error)
    }
  }

  /// The client's own deadline ends with the head of the answer, and a body may trickle for ever.
  private func read(_ response: HTTPClientResponse, until deadline: NIODeadline) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    for try await part in response.body {
      guard NIODeadline.now() < deadline else { throw TransportFailure.timeout }
      guard bytes.count + part.readableBytes <= Self.largestBody else {
        throw TransportFailure.other("the answer is larger than \(Self.largestBody >> 20) MB")
      }
      if bytes.isEmpty {
        bytes = Array(buffer: part)
      } else {
        bytes.append(contentsOf: part.readableBytesView)
      }
    }
    return bytes
  }
}
