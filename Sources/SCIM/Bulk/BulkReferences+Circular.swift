public import JSONTape

extension BulkReferences {
  /// A resource's body taken apart for the time when some of what it refers to does not exist yet.
  public struct Parts: Sendable, Equatable {
    /// The body without the attributes that hold such a reference.
    public var body: JSONValue
    /// Those attributes, as the operations of a PATCH that sets them.
    public var deferred: [JSONValue]
  }

  /// The names that the body of a POST or PUT refers to, in attributes that a client may set, each with the
  /// first place where it does. What reading the body ignores, such as a User's `groups`, refers to nothing.
  public static func places(
    in value: JSONValue, of type: ResourceType, at place: String
  ) -> [String: String] {
    guard case .object(let object) = value else { return [:] }
    var found: [String: String] = [:]
    for member in object {
      for (path, value) in attributes(in: member, of: type) {
        found.merge(places(in: value, at: "\(place).\(path)")) { first, _ in first }
      }
    }
    return found
  }

  /// Takes the attributes that refer to one of these names out of a resource's body.
  public static func parts(
    of value: JSONValue, type: ResourceType, without names: Set<String>
  ) -> Parts {
    guard case .object(let object) = value else { return Parts(body: value, deferred: []) }
    var parts = Parts(body: .null, deferred: [])
    var kept = JSONObject()
    for member in object {
      let waiting = attributes(in: member, of: type).filter {
        !names.isDisjoint(with: places(in: $0.value, at: "").keys)
      }
      for (path, value) in waiting {
        parts.deferred.append(["op": "add", "path": .string(path), "value": value])
      }
      if waiting.isEmpty {
        kept[member.name] = member.value
      } else if type.schema(withID: member.name) != nil, case .object(let inner) = member.value {
        let paths = Set(waiting.map(\.path))
        kept[member.name] = .object(
          JSONObject(
            inner.filter { !paths.contains("\(member.name):\($0.name)") }.map { ($0.name, $0.value) }))
      }
    }
    parts.body = .object(kept)
    return parts
  }

  /// The attributes that a member of a body sets, each with the path that a PATCH would have for it.
  private static func attributes(
    in member: JSONObject.Member, of type: ResourceType
  ) -> [(path: String, value: JSONValue)] {
    func isSettable(_ path: ResolvedPath?) -> Bool {
      guard let path else { return false }
      return path.attribute.mutability != .readOnly && path.subAttribute?.mutability != .readOnly
    }
    if let schema = type.schema(withID: member.name) {
      guard case .object(let object) = member.value else { return [] }
      return object.compactMap { inner in
        isSettable(type.path(named: inner.name, in: schema))
          ? (path: "\(member.name):\(inner.name)", value: inner.value) : nil
      }
    }
    return isSettable(type.path(named: member.name)) ? [(path: member.name, value: member.value)] : []
  }
}
