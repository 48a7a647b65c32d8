import EventLog
import JSONTape
import SCIM

/// The members of the section of facts, gone through once.
struct EventFacts {
  private(set) var version: Int?
  private(set) var actor: String?
  private(set) var client: String?
  private(set) var token: Identifier?
  private(set) var protocolVersion: String?
  private(set) var type: String?
  private(set) var status: Int?
  private(set) var scimType: String?
  private(set) var snapshot: Position?
  private(set) var results: Int?
  private(set) var cause: Position?
  private(set) var cycle: Identifier?
  private(set) var isUnchanged = false
  private(set) var bulk: (id: Identifier, index: Int)?
  private(set) var created: Int?
  private(set) var owner: String?
  private(set) var isRemoval = false
  private var rules: JSONNode?

  init(_ root: JSONNode) {
    for member in root.members {
      let value = member.value
      switch member.name {
      case "version": version = value.int
      case "actor": actor = value.string
      case "client": client = value.string
      case "token": token = value.string.flatMap { Identifier($0) }
      case "protocol": protocolVersion = value.string
      case "type": type = value.string
      case "status": status = value.int
      case "scimType": scimType = value.string
      case "tolerances": rules = value
      case "snapshot": snapshot = value.position
      case "results": results = value.int
      case "cause": cause = value.position
      case "unchanged": isUnchanged = value.bool ?? false
      case "bulk":
        if let id = value["id"]?.string.flatMap({ Identifier($0) }), let index = value["index"]?.int {
          bulk = (id, index)
        }
      case "cycle": cycle = value.string.flatMap { Identifier($0) }
      case "created": created = value.int
      case "owner": owner = value.string
      case "removed": isRemoval = value.bool ?? false
      default: break
      }
    }
  }

  /// The tolerances, whose paths and details stand with the request.
  func tolerances(_ tolerated: JSONNode?) -> [Tolerance] {
    guard let rules else { return [] }
    let texts = tolerated.map { $0.elements.map { $0.elements.map { $0.string ?? "" } } } ?? []
    return rules.elements.enumerated().compactMap { index, value in
      guard let rule = value.string else { return nil }
      let text = index < texts.count && texts[index].count == 2 ? texts[index] : ["", ""]
      return Tolerance(rule: rule, path: text[0], detail: text[1])
    }
  }
}

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

extension JSONNode {
  fileprivate var int: Int? { number?.int }
  fileprivate var position: Position? { int.map { Position(UInt64(clamping: $0)) } }
}
