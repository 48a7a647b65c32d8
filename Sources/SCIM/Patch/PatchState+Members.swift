import JSONTape

extension PatchState {
  func isMembers(_ target: ResolvedPath) -> Bool {
    type.hasMembers && !target.isExtension && target.attribute.name == "members"
  }

  mutating func assignMembers(
    _ value: JSONValue, to target: ResolvedPath, kind: PatchOperation.Kind
  ) throws(SCIMError) {
    try refuseSubAttribute(of: target)
    let members = try readMembers(value, at: target)
    switch kind {
    case .replace: membersChanges.append(members.isEmpty ? .removeAll : .replaceAll(members))
    default:
      if !members.isEmpty { membersChanges.append(.add(members)) }
    }
  }

  mutating func removeMembers(_ values: JSONValue?, from target: ResolvedPath) throws(SCIMError) {
    try refuseSubAttribute(of: target)
    switch values {
    case nil, .null?, .string("")?: membersChanges.append(.removeAll)
    case let values?:
      if version == .v2 {
        tolerances.append(
          Tolerance(rule: "removeByValue", path: "members", detail: "only the values listed are removed"))
      }
      let ids = try readMembers(values, at: target).map(\.value)
      if !ids.isEmpty { membersChanges.append(.remove(ids)) }
    }
  }

  mutating func apply(
    _ operation: PatchOperation, toMembersWhere filter: Filter, of target: ResolvedPath
  ) throws(SCIMError) {
    try refuseSubAttribute(of: target)
    let ids = Self.ids(in: filter)
    switch operation.kind {
    case .remove:
      membersChanges.append(ids.map { .remove($0) } ?? .removeWhere(filter))
    case .add:
      guard let ids, ids.count == 1, let id = ids.first, case .object(var object)? = operation.value else {
        throw .noTarget("members are added by a list of values on the path members")
      }
      object["value"] = object.firstIgnoringCase("value")?.value ?? .string(id)
      membersChanges.append(.add(try readMembers(.array([.object(object)]), at: target)))
    case .replace:
      throw .mutability("a member is immutable; remove it and add another (RFC 7643 §8.7.1)")
    }
  }

  private mutating func readMembers(
    _ value: JSONValue, at target: ResolvedPath
  ) throws(SCIMError) -> [GroupMember] {
    try AttributeReader.readMembers(value, at: "\(target)", tolerances: &tolerances)
  }

  private func refuseSubAttribute(of target: ResolvedPath) throws(SCIMError) {
    guard target.subAttribute == nil else {
      throw .mutability("\(target) is immutable; remove the member and add another (RFC 7643 §8.7.1)")
    }
  }

  /// The ids of a filter that is `value eq "…"` or several of those joined with `or`.
  private static func ids(in filter: Filter) -> [String]? {
    switch filter {
    case .comparison(let path, .equal, let literal):
      let name = path.subName ?? path.name
      return name.equalsIgnoringASCIICase("value") ? literal.comparedText.map { [$0] } : nil
    case .or(let terms):
      var all: [String] = []
      for term in terms {
        guard let ids = ids(in: term) else { return nil }
        all += ids
      }
      return all
    default: return nil
    }
  }
}
