public import Directory
import EventLog
import JSONTape
import SCIM

extension SCIMRequest {
  /// The request that an event keeps, as far as it keeps it; nil for an event that is no request's.
  ///
  /// What is not kept is taken to have been as nearly every client sends it: JSON in, JSON out. That a read found
  /// nothing new (304) says that its `If-None-Match` held.
  public init?(recorded event: Event) {
    guard let kept = event.request,
      let version = event.protocolVersion.flatMap({ ProtocolVersion(rawValue: $0) })
    else { return nil }
    self.init(
      method: kept.method, path: kept.path, query: SCIMRequest.readable(query: kept.query),
      body: SCIMRequest.readable(body: kept.body ?? [], event.operation), requestID: kept.id,
      userAgent: kept.userAgent, contentType: SCIMMediaType.scim, ifMatch: kept.ifMatch,
      ifNoneMatch: event.outcome.status == 304 ? "*" : nil, cycle: event.cycle, version: version)
  }

  /// What stands in a filter for a password that was compared is no value that a filter can have until it is
  /// quoted. Nobody's password is known, so one that is compared fits nobody, whatever it is.
  private static func readable(query: String) -> String {
    guard query.hasPercentEncodedBracket else { return query }
    let encoded = Redaction.placeholder.percentEncoded
    return query.contains(encoded)
      ? query.replacing(encoded, with: "\"\(Redaction.placeholder)\"".percentEncoded) : query
  }

  private static func readable(body: [UInt8], _ operation: Event.Operation) -> [UInt8] {
    guard operation == .query, var object = try? JSONValue(parsing: body).objectValue,
      let filter = object["filter"]?.stringValue, filter.contains(Redaction.placeholder)
    else { return body }
    object["filter"] = .string(
      filter.replacing(Redaction.placeholder, with: "\"\(Redaction.placeholder)\""))
    return JSONValue.object(object).serialized()
  }
}

extension String {
  /// Whether `%5B` stands in it, in any letter case: a cheap look before a dear one.
  fileprivate var hasPercentEncodedBracket: Bool {
    let text = utf8Span.span
    var index = 0
    while index + 2 < text.count {
      if text[index] == 0x25, text[index + 1] == 0x35, text[index + 2] | 0x20 == 0x62 { return true }
      index += 1
    }
    return false
  }
}
