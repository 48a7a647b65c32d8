import EventLog
import JSONTape
import SCIM

/// The members of the section about the request, gone through once.
struct EventRequestMembers {
  private(set) var detail: String?
  private(set) var bulkID: String?
  private(set) var tolerated: JSONNode?
  private var id: String?
  private var method: String?
  private var path: String?
  private var query: String?
  private var userAgent: String?
  private var ifMatch: String?

  /// Reads the section as this package writes it.
  ///
  /// Nil where it is written otherwise, or holds text with escapes, so that it has to be read as any JSON.
  init?(plain bytes: [UInt8]) {
    let text = bytes.span
    var members = RawMembers(text)
    while let (name, value) = members.next() {
      if text.spells("tolerated", at: name) {
        tolerated = text.document(at: value)
        if tolerated == nil { return nil }
        continue
      }
      guard let string = text.plainString(at: value) else { return nil }
      if text.spells("id", at: name) {
        id = string
      } else if text.spells("method", at: name) {
        method = string
      } else if text.spells("path", at: name) {
        path = string
      } else if text.spells("query", at: name) {
        query = string
      } else if text.spells("userAgent", at: name) {
        userAgent = string
      } else if text.spells("ifMatch", at: name) {
        ifMatch = string
      } else if text.spells("bulkId", at: name) {
        bulkID = string
      } else if text.spells("detail", at: name) {
        detail = string
      }
    }
    if members.isUnreadable { return nil }
  }

  init(_ root: JSONNode) {
    for member in root.members {
      let value = member.value
      switch member.name {
      case "id": id = value.string
      case "method": method = value.string
      case "path": path = value.string
      case "query": query = value.string
      case "userAgent": userAgent = value.string
      case "ifMatch": ifMatch = value.string
      case "bulkId": bulkID = value.string
      case "detail": detail = value.string
      case "tolerated": tolerated = value
      default: break
      }
    }
  }

  /// Nil where there was no request, but something else to be told.
  func request(body: [UInt8]?) -> Event.Request? {
    guard let method, let path else { return nil }
    return Event.Request(
      id: id ?? "", method: method, path: path, query: query ?? "", userAgent: userAgent, ifMatch: ifMatch,
      body: body)
  }
}
