public import JSONTape
import SCIM

extension TargetDialect {
  /// The request that makes the changes to a resource: a PATCH or a PUT, as the target takes them.
  ///
  /// A PUT replaces everything, a group's members as well: its `current` must hold them, as what
  /// `readRequest` gets does.
  ///
  /// - Parameters:
  ///   - changes: At least one; what `changes(from:to:)` gave for the same `current`.
  ///   - current: The resource as the target gave it.
  public func updateRequest(
    type: String, id: String, changes: [AttributeChange], current: JSONObject
  ) -> TargetRequest {
    let path = location(ofType: type, id: id)
    switch (updates, version) {
    case (.put, _):
      return TargetRequest(
        method: "PUT", path: path, body: replacement(type: type, changes: changes, current: current))
    case (.patch, .v2):
      var patch = PatchBody(dialect: self, current: current)
      patch.add(changes)
      return TargetRequest(method: "PATCH", path: path, body: patch.body)
    case (.patch, .v1):
      var partial = PartialResource(dialect: self, current: current)
      partial.add(changes)
      return TargetRequest(method: "PATCH", path: path, body: partial.body(type: type))
    }
  }

  /// The whole resource with the changes made, without what only the target sets (RFC 7644 §3.5.1); the id
  /// stays, as in the RFC's example, since some servers compare it.
  private func replacement(
    type: String, changes: [AttributeChange], current: JSONObject
  ) -> JSONObject {
    var resource = current
    AttributeChange.apply(changes, to: &resource, in: self)
    return withSchemas(withoutReadOnly(resource), type: type)
  }

  func withoutReadOnly(_ resource: JSONObject) -> JSONObject {
    var resource = resource
    for name in ["meta", "groups"] { resource.set(nil, named: name) }
    for member in resource where member.value.isNull { resource[member.name] = nil }
    return resource
  }
}

extension AttributeChange {
  func place(in dialect: TargetDialect) -> TargetPlace {
    TargetPlace(
      path, in: dialect, isMultivalued: old?.arrayValue != nil || new?.arrayValue != nil)
  }

  /// Makes the changes to a resource at hand: first what is set, so that a value which loses one part and
  /// gains another is never empty.
  static func apply(
    _ changes: [AttributeChange], to resource: inout JSONObject, in dialect: TargetDialect
  ) {
    for change in changes.filter({ $0.new != nil }) + changes.filter({ $0.new == nil }) {
      change.place(in: dialect).set(change.new, in: &resource)
    }
  }
}
