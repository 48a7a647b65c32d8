import HTTPTypes
import Hummingbird
import HummingbirdCore

extension Request {
  /// What the target and the header fields weigh, counted as RFC 9113 §6.5.2 does without its overhead.
  var headerBytes: Int {
    headers.reduce((head.path ?? "").utf8.count + (head.authority ?? "").utf8.count) {
      $0 + $1.name.rawName.utf8.count + $1.value.utf8.count
    }
  }

  /// Whether a body follows the header (RFC 9112 §6.3).
  var mayHaveBody: Bool {
    if headers[.transferEncoding] != nil { return true }
    guard let length = headers[.contentLength] else { return false }
    return length != "0"
  }
}

extension HTTPFields {
  /// The first value of a field; nil where there is none, or no field can have that name.
  func first(named name: String) -> String? {
    HTTPField.Name(name).flatMap { self[values: $0].first }
  }
}

extension HTTPRequest.Method {
  /// The method as logs and metrics name it: a client may invent methods, but not names of time series.
  var label: String {
    switch self {
    case .get, .head, .post, .put, .patch, .delete, .options: rawValue
    default: "other"
    }
  }
}

extension Duration {
  /// Milliseconds with three decimals.
  var milliseconds: Double {
    let microseconds = components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    return Double(microseconds) / 1000
  }
}
