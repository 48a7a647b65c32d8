public import EventLog
public import JSONTape
import SCIM

extension TargetDialect {
  /// The GET of one resource by its id (RFC 7644 §3.4.1), of a group without its members unless they are
  /// needed to write it back.
  public func readRequest(type: String, id: String) -> TargetRequest {
    TargetRequest(
      method: "GET", path: location(ofType: type, id: id), query: selection(ofType: type) ?? "")
  }

  /// The GET of a group with its members.
  public func membersRequest(type: String = "Group", id: String) -> TargetRequest {
    TargetRequest(method: "GET", path: location(ofType: type, id: id))
  }

  /// The query for resources whose attribute has a value: `filter=userName eq "…"`, percent-encoded.
  ///
  /// For a value in brackets SCIM 2.0 is asked `emails[type eq "work" and value eq "…"]`; 1.1 has no
  /// brackets and is asked `emails.value eq "…"`, which finds values of other types too.
  public func matchRequest(type: String, path: TargetPath, value: JSONValue) -> TargetRequest {
    matchRequest(type: type, place: TargetPlace(path, in: self), value: value)
  }

  func matchRequest(type: String, place: TargetPlace, value: JSONValue) -> TargetRequest {
    let filter = "filter=" + self.filter(place, value).percentEncoded
    let query = selection(ofType: type).map { "\(filter)&\($0)" } ?? filter
    return TargetRequest(method: "GET", path: endpoint(ofType: type), query: query)
  }

  /// The query of Test Connection: a match on a value that no resource can have.
  ///
  /// - Parameter id: An identifier made for this request.
  public func probeRequest(type: String, path: TargetPath, id: Identifier) -> TargetRequest {
    matchRequest(type: type, path: path, value: .string(id.description))
  }

  private func filter(_ place: TargetPlace, _ value: JSONValue) -> String {
    let literal = Self.literal(value)
    if !place.selection.isEmpty {
      let part = place.subName ?? "value"
      guard version == .v2 else { return "\(place.attributePath).\(part) eq \(literal)" }
      let conditions = place.selection.map { "\($0.name) eq \($0.value)" }
      let terms = (conditions + ["\(part) eq \(literal)"]).joined(separator: " and ")
      return "\(place.attributePath)[\(terms)]"
    }
    return place.attributePath + (place.subName.map { ".\($0)" } ?? "") + " eq \(literal)"
  }

  /// A filter compares with one simple value (RFC 7644 §3.4.2.2), which JSON's escapes make safe.
  private static func literal(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let elements): elements.first.map(literal) ?? .null
    case .object(let object): object.value(named: "value").map(literal) ?? .null
    default: value
    }
  }

  /// SCIM 1.1 has no way to leave attributes out.
  private func selection(ofType type: String) -> String? {
    let isGroup = type.equalsIgnoringASCIICase(ResourceType.group.name)
    return isGroup && version == .v2 && updates == .patch ? "excludedAttributes=members" : nil
  }
}
