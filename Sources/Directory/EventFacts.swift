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

  /// Reads the section as this package writes it.
  ///
  /// Nil where it is written otherwise, so that it has to be read as any JSON.
  init?(plain bytes: [UInt8]) {
    let text = bytes.span
    var members = RawMembers(text)
    while let (name, value) = members.next() {
      let isRead =
        switch name.count {
        case 4: readShort(text, name, value)
        case 5, 6: readMiddle(text, name, value)
        default: readLong(text, name, value)
        }
      guard isRead else { return nil }
    }
    if members.isUnreadable { return nil }
  }

  private mutating func readShort(_ text: Span<UInt8>, _ name: Range<Int>, _ value: Range<Int>) -> Bool {
    if text.spells("type", at: name) {
      type = text.plainString(at: value)
      return type != nil
    }
    guard text.spells("bulk", at: name) else { return true }
    guard let node = text.document(at: value) else { return false }
    bulk = EventFacts.bulk(node)
    return true
  }

  private mutating func readMiddle(_ text: Span<UInt8>, _ name: Range<Int>, _ value: Range<Int>) -> Bool {
    if text.spells("actor", at: name) {
      actor = text.plainString(at: value)
      return actor != nil
    }
    if text.spells("client", at: name) {
      client = text.plainString(at: value)
      return client != nil
    }
    if text.spells("owner", at: name) {
      owner = text.plainString(at: value)
      return owner != nil
    }
    if text.spells("status", at: name) {
      status = text.plainInteger(at: value).map { Int($0) }
      return status != nil
    }
    if text.spells("token", at: name) {
      token = text.plainIdentifier(at: value)
      return token != nil
    }
    if text.spells("cycle", at: name) {
      cycle = text.plainIdentifier(at: value)
      return cycle != nil
    }
    guard text.spells("cause", at: name) else { return true }
    cause = text.plainPosition(at: value)
    return cause != nil
  }

  private mutating func readLong(_ text: Span<UInt8>, _ name: Range<Int>, _ value: Range<Int>) -> Bool {
    if text.spells("version", at: name) {
      version = text.plainInteger(at: value).map { Int($0) }
      return version != nil
    }
    if text.spells("protocol", at: name) {
      protocolVersion = text.plainString(at: value)
      return protocolVersion != nil
    }
    if text.spells("created", at: name) {
      created = text.plainInteger(at: value).map { Int($0) }
      return created != nil
    }
    if text.spells("snapshot", at: name) {
      snapshot = text.plainPosition(at: value)
      return snapshot != nil
    }
    if text.spells("results", at: name) {
      results = text.plainInteger(at: value).map { Int($0) }
      return results != nil
    }
    if text.spells("unchanged", at: name) {
      isUnchanged = text.spells("true", at: value)
      return isUnchanged
    }
    if text.spells("removed", at: name) {
      isRemoval = text.spells("true", at: value)
      return isRemoval
    }
    if text.spells("scimType", at: name) {
      scimType = text.plainString(at: value)
      return scimType != nil
    }
    guard text.spells("tolerances", at: name) else { return true }
    rules = text.document(at: value)
    return rules != nil
  }

  private static func bulk(_ value: JSONNode) -> (id: Identifier, index: Int)? {
    guard let id = value["id"]?.string.flatMap({ Identifier($0) }), let index = value["index"]?.int else {
      return nil
    }
    return (id, index)
  }

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
      case "bulk": bulk = EventFacts.bulk(value) ?? bulk
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

extension JSONNode {
  fileprivate var int: Int? { number?.int }
  fileprivate var position: Position? { int.map { Position(UInt64(clamping: $0)) } }
}

extension Span<UInt8> {
  fileprivate func plainIdentifier(at range: Range<Int>) -> Identifier? {
    plainText(at: range).flatMap { Identifier(text: extracting($0)) }
  }

  fileprivate func plainPosition(at range: Range<Int>) -> Position? {
    plainInteger(at: range).map { Position(UInt64($0)) }
  }
}
