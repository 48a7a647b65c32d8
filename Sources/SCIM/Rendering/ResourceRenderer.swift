public import JSONTape

/// Renders a stored resource as the protocol shows it.
public enum ResourceRenderer {
  /// `schemas` and `id`, the image's attributes in their order, `members` or `groups`, then `meta`.
  ///
  /// - Parameters:
  ///   - members: a group's members; nil when they were not read. An empty list is shown as `[]`.
  ///   - groups: a user's groups; nil when they were not read.
  ///   - baseURL: the URL below which the endpoints are, without a slash at its end; `$ref` values
  ///     are made from it.
  public static func render(
    image: JSONObject, meta: ResourceMeta, type: ResourceType, members: [GroupMember]?,
    groups: [GroupReference]?, selection: AttributeSelection, baseURL: String
  ) -> JSONValue {
    var result = JSONObject()
    result["schemas"] = image["schemas"] ?? [.string(type.schema.id)]
    result["id"] = .string(meta.id)
    for member in image.members {
      if let (name, value) = rendered(member, type: type, selection: selection, baseURL: baseURL) {
        result[name] = value
      }
    }
    if let members, type.hasMembers, let attribute = type.schema.attribute(named: "members") {
      let value = JSONValue.array(members.map { render($0, baseURL: baseURL) })
      result["members"] = selection.shown(value, of: attribute, in: nil)
    }
    if let groups, !groups.isEmpty, let attribute = type.schema.attribute(named: "groups") {
      let value = JSONValue.array(groups.map { render($0, baseURL: baseURL) })
      result["groups"] = selection.shown(value, of: attribute, in: nil)
    }
    result["meta"] = selection.shown(render(meta, type: type), of: CommonAttributes.meta, in: nil)
    return .object(result)
  }

  private static func rendered(
    _ member: JSONObject.Member, type: ResourceType, selection: AttributeSelection, baseURL: String
  ) -> (String, JSONValue)? {
    if let attribute = type.schema.attribute(named: member.name) {
      return rendered(member.value, of: attribute, in: nil, selection: selection, baseURL: baseURL)
    }
    if member.name == CommonAttributes.externalId.name {
      return rendered(
        member.value, of: CommonAttributes.externalId, in: nil, selection: selection, baseURL: baseURL)
    }
    guard let schema = type.extensionSchema(member.name), case .object(let object) = member.value else {
      return nil
    }
    var result = JSONObject()
    for inner in object.members {
      guard let attribute = schema.attribute(named: inner.name),
        let (name, value) = rendered(
          inner.value, of: attribute, in: schema.id, selection: selection, baseURL: baseURL)
      else { continue }
      result[name] = value
    }
    return result.isEmpty ? nil : (schema.id, .object(result))
  }

  private static func rendered(
    _ value: JSONValue, of attribute: Attribute, in schema: String?, selection: AttributeSelection,
    baseURL: String
  ) -> (String, JSONValue)? {
    let linked = linking(value, of: attribute, baseURL: baseURL)
    return selection.shown(linked, of: attribute, in: schema).map { (attribute.name, $0) }
  }

  /// A reference to a user, such as `manager`, gets the `$ref` that the client left out.
  private static func linking(
    _ value: JSONValue, of attribute: Attribute, baseURL: String
  ) -> JSONValue {
    guard !attribute.multiValued, case .object(var object) = value, object["$ref"] == nil,
      let id = object["value"]?.stringValue,
      attribute.subAttribute(named: "$ref")?.referenceTypes == [ResourceType.user.name]
    else { return value }
    object["$ref"] = .string(location(of: id, endpoint: ResourceType.user.endpoint, baseURL: baseURL))
    return .object(object)
  }

  private static func render(_ meta: ResourceMeta, type: ResourceType) -> JSONValue {
    [
      "resourceType": .string(type.name),
      "created": .string(meta.created.description),
      "lastModified": .string(meta.lastModified.description),
      "location": .string(meta.location),
      "version": .string(meta.version),
    ]
  }

  private static func render(_ member: GroupMember, baseURL: String) -> JSONValue {
    let type = member.type ?? ResourceType.user.name
    let endpoint = type == ResourceType.group.name ? ResourceType.group.endpoint : ResourceType.user.endpoint
    var result = JSONObject()
    result["value"] = .string(member.value)
    result["$ref"] = .string(location(of: member.value, endpoint: endpoint, baseURL: baseURL))
    result["type"] = .string(type)
    result["display"] = member.display.map { .string($0) }
    return .object(result)
  }

  private static func render(_ group: GroupReference, baseURL: String) -> JSONValue {
    var result = JSONObject()
    result["value"] = .string(group.value)
    result["$ref"] = .string(
      location(of: group.value, endpoint: ResourceType.group.endpoint, baseURL: baseURL))
    result["display"] = group.display.map { .string($0) }
    result["type"] = .string(group.direct ? "direct" : "indirect")
    return .object(result)
  }

  /// The URI of a resource, its id escaped as one path segment (RFC 3986 §2.3).
  public static func location(of id: String, endpoint: String, baseURL: String) -> String {
    "\(baseURL)\(endpoint)/\(id.percentEncoded)"
  }
}
