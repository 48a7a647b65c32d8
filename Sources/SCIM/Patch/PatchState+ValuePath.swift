import JSONTape

extension PatchState {
  /// An operation on the values that match a filter, or on one sub-attribute of them.
  mutating func apply(
    _ operation: PatchOperation, toValuesOf target: ResolvedPath, where filter: Filter, subName: String?
  ) throws(SCIMError) {
    let attribute = target.attribute
    guard attribute.multiValued, target.subAttribute == nil else {
      throw .invalidPath("\(target) has one value, so its values can't be selected with a filter")
    }
    let sub = try subName.map { name throws(SCIMError) in try subAttribute(named: name, of: target) }
    let target = target.withSubAttribute(sub)
    try checkWritable(target)
    let test = try ResolvedFilter(filter, valuesOf: attribute)
    if isMembers(target) {
      return try apply(operation, toMembersWhere: filter, of: target)
    }
    let values = storedValues(target)
    let positions = values.indices.filter { test.matches(value: values[$0]) }
    switch operation.kind {
    case .remove: try remove(at: positions, of: target)
    case .add, .replace:
      let value = operation.value ?? .null
      if positions.isEmpty {
        try create(value, at: target, where: filter, kind: operation.kind)
      } else {
        try assign(value, at: positions, of: target, where: filter, kind: operation.kind)
      }
    }
  }

  private func subAttribute(named name: String, of target: ResolvedPath) throws(SCIMError) -> Attribute {
    guard let sub = target.attribute.subAttribute(named: name) else {
      throw .invalidPath("\(target) has no sub-attribute \(name)")
    }
    return sub
  }

  private mutating func remove(at positions: [Int], of target: ResolvedPath) throws(SCIMError) {
    var values = storedValues(target)
    if let sub = target.subAttribute {
      guard !sub.required else {
        throw .mutability("\(target) is required and can't be removed (RFC 7644 §3.5.2.2)")
      }
      values = Self.values(values, without: sub.name, at: positions)
    } else {
      let removed = Set(positions)
      values = values.indices.filter { !removed.contains($0) }.map { values[$0] }
    }
    guard !values.isEmpty || !target.attribute.required else {
      throw .mutability("\(target) is required and can't be removed (RFC 7644 §3.5.2.2)")
    }
    store(.array(values), at: target)
  }

  private mutating func assign(
    _ value: JSONValue, at positions: [Int], of target: ResolvedPath, where filter: Filter,
    kind: PatchOperation.Kind
  ) throws(SCIMError) {
    var values = storedValues(target)
    if let sub = target.subAttribute {
      try set(sub, to: value, in: &values, at: positions, of: target)
    } else {
      let given = try object(value, at: target)
      for index in positions {
        var object = kind == .add ? values[index].objectValue ?? JSONObject() : JSONObject()
        try merge(given, into: &object, of: target.attribute, at: "\(target)")
        if kind == .replace {
          // A client that replaces emails[type eq "work"] means the value to stay the work one.
          for (sub, literal) in selected(by: filter, of: target) ?? []
          where object[sub.name] == nil && !sub.isSecret {
            object[sub.name] = try read(literal, as: sub, at: "\(target).\(sub.name)")
          }
        }
        values[index] = .object(object)
      }
      try checkPrimary(at: positions, in: values, of: target)
      Self.keepPrimary(at: positions, in: &values)
    }
    store(.array(values.filter { $0 != .object(JSONObject()) }), at: target)
  }

  /// Sets one sub-attribute of the values at the positions.
  mutating func set(
    _ sub: Attribute, to value: JSONValue, in values: inout [JSONValue], at positions: [Int],
    of target: ResolvedPath
  ) throws(SCIMError) {
    let read = try readSubAttribute(value, as: sub, at: target)
    for index in positions {
      guard case .object(var object) = values[index] else { continue }
      if sub.mutability == .immutable, let present = object[sub.name], present != read {
        throw .mutability("\(target) is immutable and already has a value (RFC 7643 §2.2)")
      }
      object[sub.name] = read
      values[index] = .object(object)
    }
    try checkPrimary(at: positions, in: values, of: target)
    Self.keepPrimary(at: positions, in: &values)
  }

  private mutating func readSubAttribute(
    _ value: JSONValue, as sub: Attribute, at target: ResolvedPath
  ) throws(SCIMError) -> JSONValue? {
    if case .array(let elements) = value, !elements.isEmpty, !sub.multiValued {
      throw .invalidValue("\(target) takes one \(sub.type.rawValue), but an array was given")
    }
    let read = try read(value, as: sub, at: "\(target)")
    return sub.isSecret ? nil : read
  }

  private func checkPrimary(
    at positions: [Int], in values: [JSONValue], of target: ResolvedPath
  ) throws(SCIMError) {
    let primaries = positions.filter { values[$0].isPrimary }
    guard primaries.count <= 1 else {
      throw .invalidValue(
        "\(target) would have \(primaries.count) values with primary true; one at most is allowed")
    }
  }

  /// Where nothing matches: an add makes the value that the filter describes, and so does a replace as
  /// Entra ID means it; else a replace has no target (RFC 7644 §3.5.2.3).
  private mutating func create(
    _ value: JSONValue, at target: ResolvedPath, where filter: Filter, kind: PatchOperation.Kind
  ) throws(SCIMError) {
    guard let selected = selected(by: filter, of: target),
      kind == .add || isEntraDialect && target.subAttribute != nil
    else {
      throw .noTarget("no value of \(target.attributeDescription) matches the filter in the path")
    }
    var object = JSONObject(selected.map { ($0.name, $1) })
    if let sub = target.subAttribute {
      guard let read = try readSubAttribute(value, as: sub, at: target) else { return }
      object[sub.name] = read
    } else {
      let given = try self.object(value, at: target)
      guard !given.isEmpty else { return }
      for member in given {
        object[target.attribute.subAttribute(named: member.name)?.name ?? member.name] = member.value
      }
    }
    tolerances.append(
      Tolerance(
        rule: "valuePathCreated", path: "\(target)", detail: "nothing matched, so the value was made"))
    let created = try read(.array([.object(object)]), as: target.attribute, at: "\(target)")
    var values = storedValues(target)
    Self.add(created?.arrayValue ?? [], to: &values)
    store(.array(values), at: target)
  }

  /// The sub-attributes that a filter of equalities joined with `and` fixes; nil for any other filter.
  private func selected(by filter: Filter, of target: ResolvedPath) -> [(Attribute, JSONValue)]? {
    switch filter {
    case .comparison(let path, .equal, let literal) where literal != .null:
      let name = path.subName ?? path.name
      return target.attribute.subAttribute(named: name).map { [($0, literal)] }
    case .and(let terms):
      var selected: [(Attribute, JSONValue)] = []
      for term in terms {
        guard let part = self.selected(by: term, of: target) else { return nil }
        selected += part
      }
      return selected
    default: return nil
    }
  }

  private mutating func object(
    _ value: JSONValue, at target: ResolvedPath
  ) throws(SCIMError) -> JSONObject {
    switch value {
    case .object(let object): return object
    case .array(let elements) where elements.count == 1:
      if case .object(let object)? = elements.first {
        tolerances.append(
          Tolerance(
            rule: "singleValueAsArray", path: "\(target)", detail: "an array of one read as its value"))
        return object
      }
    default: break
    }
    throw .invalidValue("\(target) takes an object of its sub-attributes")
  }
}
