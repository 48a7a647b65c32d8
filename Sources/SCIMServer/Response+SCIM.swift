import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import ScimLedger

extension Response {
  /// A SCIM answer as HTTP sends it.
  ///
  /// - Parameter isHead: The request was HEAD, whose answer has no body (RFC 9110 §9.3.2).
  init(_ response: SCIMResponse, isHead: Bool) {
    var fields = HTTPFields()
    for header in response.headers {
      guard let name = HTTPField.Name(header.name) else { continue }
      fields.append(HTTPField(name: name, value: header.value))
    }
    var body = ResponseBody()
    if isHead {
      fields[.contentLength] = String(response.body.count)
    } else if !response.body.isEmpty {
      body = ResponseBody(byteBuffer: ByteBuffer(bytes: response.body))
    }
    self.init(status: HTTPResponse.Status(code: response.status), headers: fields, body: body)
  }
}

extension SCIMResponse {
  /// An answer outside the protocol, such as health.
  static func plain(
    _ status: Int, contentType: String, body: [UInt8], headers: [(name: String, value: String)] = []
  ) -> SCIMResponse {
    SCIMResponse(status: status, headers: headers + [(name: "Content-Type", value: contentType)], body: body)
  }
}
