import JSONTape
import SCIM

extension Version1 {
  /// The operations that a 1.1 PATCH means: a partial resource that is merged into the present one, after
  /// what its `meta.attributes` names was taken out (SCIM 1.1 protocol §3.3.2).
  ///
  /// Singular attributes are replaced, complex ones merged, values of multi-valued ones added, merged with
  /// the value of the same `value`, or removed where they carry `"operation": "delete"`.
  ///
  /// - Parameter body: In the names of 2.0.
  /// - Throws: `invalidSyntax` where the body is no object, `invalidPath` where `meta.attributes` names what
  ///   the type does not have.
  static func patch(_ body: JSONValue, type: ResourceType) throws(SCIMError) -> PatchRequest {
    guard case .object(let object) = body else {
      throw .invalidSyntax(
        "A SCIM 1.1 PATCH takes an object with the attributes of the \(type.name) that change")
    }
    if object.firstIgnoringCase("Operations") != nil, type.schema.attribute(named: "Operations") == nil {
      var request = try PatchRequest(body, type: type)
      request.tolerances.append(
        Tolerance(rule: "patchOperationsInVersion1", path: "Operations", detail: "read as SCIM 2.0 has them"))
      return request
    }
    var merge = Version1Merge(type: type)
    try merge.readRemovals(object.firstIgnoringCase("meta")?.value)
    for member in object { merge.take(member) }
    return merge.request
  }
}

/// A partial resource while it is turned into operations.
private struct Version1Merge {
  let type: ResourceType
  /// What `meta.attributes` names, and where it stands there.
  var removals: [(path: PatchPath, target: ResolvedPath?)] = []
  var deletions: [PatchOperation] = []
  var replaced = JSONObject()
  var merged = JSONObject()
  var tolerances: [Tolerance] = []

  /// Removals come first, then what takes the place of removed values, then the rest.
  var request: PatchRequest {
    var operations: [PatchOperation] = removals.filter { !isGivenAgain($0.target) }.map {
      PatchOperation(kind: .remove, path: $0.path)
    }
    if !replaced.isEmpty { operations.append(PatchOperation(kind: .replace, value: .object(replaced))) }
    operations += deletions
    if !merged.isEmpty { operations.append(PatchOperation(kind: .add, value: .object(merged))) }
    return PatchRequest(operations: operations, tolerances: tolerances, version: .v1)
  }

  mutating func readRemovals(_ meta: JSONValue?) throws(SCIMError) {
    guard let listed = meta?.objectValue?.firstIgnoringCase("attributes")?.value, !listed.isNull else {
      return
    }
    let names: [JSONValue]
    if case .array(let elements) = listed {
      names = elements
    } else {
      names = [listed]
      tolerances.append(
        Tolerance(
          rule: "arrayFromSingleValue", path: "meta.attributes", detail: "one value read as an array of one"))
    }
    for (index, name) in names.enumerated() {
      let place = "meta.attributes[\(index)]"
      guard case .string(let text) = name else { throw .invalidValue("\(place) takes an attribute's name") }
      let path: PatchPath
      do throws(SCIMError) {
        path = try PatchPath(parsing: Version1.canonicalName(text), type: type)
      } catch {
        throw .invalidPath("\(place): \(error.detail)")
      }
      switch path {
      case .schema: removals.append((path, nil))
      case .attribute(let attribute):
        guard let target = attribute.resolved(in: type) else {
          throw .invalidPath("\(place): \(type.name) has no attribute \(attribute)")
        }
        removals.append((path, target))
      case .valuePath: throw .invalidPath("\(place): SCIM 1.1 removes whole attributes and sub-attributes")
      }
    }
  }

  mutating func take(_ member: JSONObject.Member) {
    if isLeftAlone(member) { return }
    guard let schema = type.extensionSchema(member.name), case .object(let object) = member.value else {
      return take(member.value, named: member.name, in: nil, target: target(named: member.name))
    }
    var rest = JSONObject()
    for inner in object {
      let path = AttributePath(schema: schema.id, name: inner.name)
      if let value = split(inner.value, target: path.resolved(in: type)) { rest[inner.name] = value }
    }
    if !rest.isEmpty { merged[member.name] = .object(rest) }
  }

  private mutating func take(
    _ value: JSONValue, named name: String, in schema: String?, target: ResolvedPath?
  ) {
    guard let rest = split(value, target: target) else { return }
    // What was to go and comes with new values is replaced in one step, so that a value that stays is not
    // taken out and put back.
    if isRemoved(target), isReplaceable(target) {
      replaced[name] = rest
    } else {
      merged[name] = rest
    }
  }

  /// Sets the values apart that are to be removed; nil where no others are left.
  private mutating func split(_ value: JSONValue, target: ResolvedPath?) -> JSONValue? {
    guard let target, target.attribute.multiValued, target.subAttribute == nil,
      case .array(let values) = value
    else { return value }
    var deleted: [JSONValue] = []
    var kept: [JSONValue] = []
    for value in values {
      guard case .object(var object) = value, let operation = object.firstIgnoringCase("operation") else {
        kept.append(value)
        continue
      }
      object[operation.name] = nil
      if operation.value.stringValue?.equalsIgnoringASCIICase("delete") == true {
        deleted.append(.object(object))
      } else {
        kept.append(.object(object))
      }
    }
    if !deleted.isEmpty, !isRemoved(target) {
      let path = AttributePath(
        schema: target.isExtension ? target.schema : nil, name: target.attribute.name)
      deletions.append(PatchOperation(kind: .remove, path: .attribute(path), value: .array(deleted)))
    }
    return kept.isEmpty && !values.isEmpty ? nil : .array(kept)
  }

  /// `schemas` and `meta` are no attributes to be changed, and an id without a value names nobody.
  private func isLeftAlone(_ member: JSONObject.Member) -> Bool {
    if ["schemas", "meta"].contains(where: { member.name.equalsIgnoringASCIICase($0) }) { return true }
    return member.name.equalsIgnoringASCIICase("id") && (member.value == .null || member.value == .string(""))
  }

  private func target(named name: String) -> ResolvedPath? {
    (try? AttributePath(parsing: name))?.resolved(in: type)
  }

  private func isRemoved(_ target: ResolvedPath?) -> Bool {
    guard let target else { return false }
    return removals.contains { $0.target?.isSameAttribute(as: target) == true }
  }

  /// An attribute that is removed and set again is set; only a complex one has to be emptied first.
  private func isReplaceable(_ target: ResolvedPath?) -> Bool {
    guard let target else { return false }
    return target.attribute.multiValued || target.attribute.type != .complex
  }

  private func isGivenAgain(_ removed: ResolvedPath?) -> Bool {
    guard let removed, isReplaceable(removed) else { return false }
    return replaced.contains { target(named: $0.name)?.isSameAttribute(as: removed) == true }
  }
}

extension ResolvedPath {
  fileprivate func isSameAttribute(as other: ResolvedPath) -> Bool {
    schema == other.schema && attribute.name == other.attribute.name && subAttribute == other.subAttribute
  }
}
