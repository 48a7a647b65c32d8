import Directory
import EventLog
import JSONTape
import SCIM

/// Security event tokens (RFC 8417) that carry the provisioning events of RFC 9967. Only what changed the
/// directory has one.
struct SecurityEventForm: ExportForm {
  let issuer: String
  let audience: [String]
  /// When the tokens are issued, in seconds since 1970 UTC.
  let issued: Int64
  /// Tokens are unsigned where nil.
  let signature: TokenSignature?

  private static let prefix = "urn:ietf:params:scim:event:prov:"

  func lines(for exported: ExportedEvent) -> [String] {
    guard let claims = claims(for: exported) else { return [] }
    let header: JSONObject = ["typ": "secevent+jwt", "alg": signature == nil ? "none" : "HS256"]
    let signed = Base64URL.encode(header.serialized()) + "." + Base64URL.encode(claims.serialized())
    return [signed + "." + (signature.map { Base64URL.encode($0.sign(signed)) } ?? "") + "\n"]
  }

  func claims(for exported: ExportedEvent) -> JSONObject? {
    let event = exported.event
    guard let effect = event.effect, let path = exported.resourcePath,
      let events = events(for: exported, effect)
    else { return nil }
    var subject: JSONObject = ["format": "scim", "uri": .string("/" + path)]
    subject.set("externalId", exported.image?["externalId"])
    var claims: JSONObject = [
      "iss": .string(issuer), "iat": .number(JSONNumber(Int(issued))),
      "toe": .number(JSONNumber(Int(clamping: event.time.microseconds / 1_000_000))),
      "jti": .string(event.id.description), "txn": .string(transaction(of: exported)),
      "sub_id": .object(subject), "events": .object(events),
    ]
    if !audience.isEmpty { claims["aud"] = .array(audience.map { .string($0) }) }
    return claims
  }

  /// The same for a change and its consequences; operations of a bulk request are told apart by their index.
  private func transaction(of exported: ExportedEvent) -> String {
    if let bulk = exported.event.bulk { return "\(bulk.id):\(bulk.index)" }
    return (exported.causeID ?? exported.event.id).description
  }

  private func events(for exported: ExportedEvent, _ effect: Event.Effect) -> JSONObject? {
    let event = exported.event
    let version = JSONValue.string("W/\"\(event.position)\"")
    var events = JSONObject()
    func add(_ name: String, _ payload: JSONObject) {
      events[SecurityEventForm.prefix + name] = .object(payload)
    }
    switch (event.operation, effect.image) {
    case (_, nil): add("delete", [:])
    case (.create, let image?):
      var data: JSONObject = ["id": .string(event.resource?.description ?? "")]
      for member in image { data[member.name] = member.value }
      if !effect.membersAdded.isEmpty { data["members"] = .array(effect.membersAdded.map { $0.json }) }
      add("create:full", ["version": version, "data": .object(data)])
    case (.replace, let image?) where event.resourceType != "Group":
      var data: JSONObject = ["id": .string(event.resource?.description ?? "")]
      for member in image { data[member.name] = member.value }
      add("put:full", ["version": version, "data": .object(data)])
    case (.replace, _):
      // A group's members are not all in the event, so that it can only tell what was changed.
      let attributes = exported.properties.map(\.path).unique
      add("put:notice", ["version": version, "attributes": .array(attributes.map { .string($0) })])
    case (_, let image?):
      let operations = PatchOperations(
        to: image, properties: exported.properties, effect: effect)
      add(
        "patch:full",
        [
          "version": version,
          "data": [
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations": .array(operations.operations),
          ],
        ])
    }
    if let isActive = exported.activation { add(isActive ? "activate" : "deactivate", [:]) }
    return events
  }
}

/// What an event changed as the PATCH operations that do the same (RFC 7644 §3.5.2), whatever dialect the client
/// had written.
struct PatchOperations {
  private(set) var operations: [JSONValue] = []

  init(to image: JSONObject, properties: [ModifiedProperty], effect: Event.Effect) {
    var attributes: [String] = []
    // `schemas` follows from the other attributes, and servers ignore it here.
    for property in properties where property.path != "members" && property.path != "schemas" {
      let attribute = PatchOperations.attribute(of: property.path)
      if !attributes.contains(attribute) { attributes.append(attribute) }
      // Replacing a complex attribute leaves those of its parts that are not named.
      if property.new == nil, attribute != property.path, !property.path.contains("["),
        PatchOperations.value(of: attribute, in: image) != nil
      {
        operations.append(["op": "remove", "path": .string(property.path)])
      }
    }
    for attribute in attributes {
      if let value = PatchOperations.value(of: attribute, in: image) {
        operations.append(["op": "replace", "path": .string(attribute), "value": value])
      } else {
        operations.append(["op": "remove", "path": .string(attribute)])
      }
    }
    if !effect.membersAdded.isEmpty {
      operations.append(
        ["op": "add", "path": "members", "value": .array(effect.membersAdded.map { $0.json })])
    }
    for member in effect.membersRemoved {
      operations.append(["op": "remove", "path": .string("members[value eq \"\(member)\"]")])
    }
  }

  /// The attribute that a path begins with: `name` of `name.givenName`, an extension's with its URI.
  private static func attribute(of path: String) -> String {
    let bracket = path.firstIndex(of: "[") ?? path.endIndex
    let start =
      path.hasPrefix("urn:")
      ? path[..<bracket].lastIndex(of: ":").map { path.index(after: $0) } ?? path.startIndex : path.startIndex
    let end = path[start...].firstIndex { $0 == "." || $0 == "[" } ?? path.endIndex
    return String(path[..<end])
  }

  private static func value(of attribute: String, in image: JSONObject) -> JSONValue? {
    guard attribute.hasPrefix("urn:"), let colon = attribute.lastIndex(of: ":") else {
      return image[attribute]
    }
    let name = String(attribute[attribute.index(after: colon)...])
    return image[String(attribute[..<colon])]?.objectValue?[name]
  }
}

extension GroupMember {
  fileprivate var json: JSONValue {
    var object: JSONObject = ["value": .string(value)]
    object.set("type", type)
    object.set("display", display)
    return .object(object)
  }
}
