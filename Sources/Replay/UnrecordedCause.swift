import Directory
import EventLog
import JSONTape
import SCIM

/// Why an event may come out otherwise although today's code decides as it did: something that it was made from
/// is not in the log.
enum UnrecordedCause {
  /// Asked only where an event did not come out the same; nil where all that it was made from is recorded.
  static func reason(for event: Event, secretNames: Set<String>) -> String? {
    guard let request = event.request else { return "its request is not recorded" }
    guard event.isRefused else {
      return mentionsSecret(event, secretNames) ? secret : cursor(request)
    }
    switch event.outcome.status {
    case 415: return "the media type of its body is not recorded"
    case 406: return "the media types that it accepted are not recorded"
    default: break
    }
    if event.bulk != nil {
      let detail = event.outcome.detail ?? ""
      if detail.hasPrefix("Operations[") || detail.hasPrefix("method departs from the standard") {
        return "the bulk request that it was part of, which refused it, is not recorded as a whole"
      }
      if event.outcome.status == 413 { return "its body was too large to be kept" }
    }
    if request.body == nil {
      switch event.operation {
      case .create, .replace, .modify, .delete:
        if event.resourceType == nil { return edge }
        if event.operation != .delete { return body }
      case .bulk: return body
      case .query:
        if request.method == "POST" { return body }
        if event.resourceType == nil, edgeStatuses.contains(event.outcome.status) { return edge }
      case .unsupported:
        if edgeStatuses.contains(event.outcome.status) { return edge }
      default: break
      }
    }
    if event.outcome.detail?.hasPrefix("asOf is past") ?? false {
      return "how far the log had got when it was asked is not recorded"
    }
    return mentionsSecret(event, secretNames) ? secret : cursor(request)
  }

  private static let edge = "the server refused it before it was read"
  private static let body = "its body could not be read, and is not recorded"
  private static let secret = "what came of it hung on a secret, which is not recorded"
  private static let edgeStatuses: Set<Int> = [
    400, 401, 403, 405, 408, 411, 413, 414, 415, 417, 429, 431, 501,
  ]

  private static func cursor(_ request: Event.Request) -> String? {
    guard QueryParameters(request.query)["cursor"].map({ !$0.isEmpty }) ?? hasCursor(request.body) else {
      return nil
    }
    return "it goes on from a cursor, which only its ledger can open"
  }

  private static func hasCursor(_ body: [UInt8]?) -> Bool {
    guard let body, let object = try? JSONValue(parsing: body).objectValue else { return false }
    return !(object["cursor"]?.stringValue ?? "").isEmpty
  }

  private static func mentionsSecret(_ event: Event, _ names: Set<String>) -> Bool {
    if event.operation == .query, let request = event.request,
      request.query.contains(Redaction.placeholder.percentEncoded)
        || String(decoding: request.body ?? [], as: UTF8.self).contains(Redaction.placeholder)
    {
      return true
    }
    let texts = event.tolerances.flatMap { [$0.path, $0.detail] } + [event.outcome.detail ?? ""]
    return texts.contains { text in
      let folded = text.lowercased()
      return folded.contains("password") || names.contains { folded.contains($0.lowercased()) }
    }
  }
}
