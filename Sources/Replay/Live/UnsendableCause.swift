import Directory
import JSONTape
import SCIM

/// Why a recorded request can't be sent to another server: the log does not hold all of it, or it asks for what only
/// this ledger has.
enum UnsendableCause {
  /// Nil where it can be sent.
  static func reason(for event: Event) -> String? {
    guard let request = event.request else { return "its request is not recorded" }
    guard event.protocolVersion == ProtocolVersion.v2.rawValue else {
      return "it was written in SCIM \(event.protocolVersion ?? "1.1")"
    }
    let text = String(decoding: request.body ?? [], as: UTF8.self)
    if text.contains(Redaction.placeholder) || request.query.contains(Redaction.placeholder.percentEncoded) {
      return "its password is not recorded"
    }
    if request.ifMatch != nil { return "its If-Match names a version of this ledger" }
    if event.outcome.status == 304 { return "its If-None-Match is not recorded" }
    if ["POST", "PUT", "PATCH"].contains(request.method) {
      guard request.body != nil else { return "its body is not recorded" }
      guard (try? JSONValue(parsing: Array(text.utf8)))?.objectValue != nil else {
        return "its body is no JSON object"
      }
    }
    if event.bulk != nil, text.contains("bulkId:") || request.path.contains("bulkId") {
      return "it refers to another operation of its bulk request"
    }
    if isGiven("cursor", event) { return "it goes on from a cursor, which only its ledger can open" }
    if isGiven("asOf", event) || request.path.hasSuffix("/history") {
      return "it asks for the past, which is this ledger's own"
    }
    return nil
  }

  /// Whether the order of a list's resources was asked for.
  static func isOrdered(_ event: Event) -> Bool { isGiven("sortBy", event) }

  private static func isGiven(_ parameter: String, _ event: Event) -> Bool {
    guard event.operation.isRead, let request = event.request else { return false }
    if QueryParameters(request.query)[parameter].map({ !$0.isEmpty }) ?? false { return true }
    guard let body = request.body, let object = (try? JSONValue(parsing: body))?.objectValue else {
      return false
    }
    return !(object[parameter]?.stringValue ?? "").isEmpty
  }
}
