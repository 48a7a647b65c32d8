import JSONTape

extension PatchState {
  /// Adds to or replaces an attribute, or one sub-attribute of it.
  mutating func assign(
    _ value: JSONValue, to target: ResolvedPath, kind: PatchOperation.Kind
  ) throws(SCIMError) {
    let attribute = target.attribute
    if attribute.name == CommonAttributes.schemas.name, !target.isExtension {
      tolerances.append(
        Tolerance(
          rule: "schemasIgnored", path: "schemas", detail: "schemas follow from the attributes present"))
      return
    }
    try checkWritable(target)
    if attribute.isSecret {
      if try read(value, as: attribute, at: "\(target)") != nil, attribute.name == "password" {
        passwordGiven = true
      }
      return
    }
    if isMembers(target) {
      return try assignMembers(value, to: target, kind: kind)
    }
    if let sub = target.subAttribute {
      return try assign(value, toSubAttribute: sub, of: target)
    }
    switch (attribute.multiValued, attribute.type) {
    case (true, _): try assign(value, toValuesOf: target, kind: kind)
    case (false, .complex): try merge(value, into: target)
    case (false, _):
      let read = try read(value, as: attribute, at: "\(target)")
      try checkRequired(target, given: read)
      try checkImmutable(target, given: read)
      store(read, at: target)
    }
  }

  /// RFC 7644 §3.5.2.2; with values, only those go, as Entra ID means it.
  mutating func remove(_ target: ResolvedPath, values: JSONValue?) throws(SCIMError) {
    let attribute = target.attribute
    try checkWritable(target)
    guard target.subAttribute != nil || !attribute.required else {
      throw .mutability("\(target) is required and can't be removed (RFC 7644 §3.5.2.2)")
    }
    if attribute.isSecret { return }
    if isMembers(target) {
      return try removeMembers(values, from: target)
    }
    if let sub = target.subAttribute {
      return try remove(sub, of: target)
    }
    if attribute.mutability == .immutable, stored(target) != nil {
      throw .mutability("\(target) is immutable and can't be removed once it has a value")
    }
    if attribute.multiValued, let values, values != .null, values != .string("") {
      return removeValues(values, of: target)
    }
    store(nil, at: target)
  }

  func checkWritable(_ target: ResolvedPath) throws(SCIMError) {
    let isReadOnly = target.attribute.mutability == .readOnly || target.subAttribute?.mutability == .readOnly
    guard !isReadOnly else {
      throw .mutability("\(target) is readOnly (RFC 7643 §2.2)")
    }
  }

  func checkRequired(_ target: ResolvedPath, given: JSONValue?) throws(SCIMError) {
    guard given != nil || !target.attribute.required else {
      throw .invalidValue("\(target) is required and takes a value that is not empty")
    }
  }

  private func checkImmutable(_ target: ResolvedPath, given: JSONValue?) throws(SCIMError) {
    guard target.attribute.mutability == .immutable, let present = stored(target) else { return }
    guard given == present else {
      throw .mutability("\(target) is immutable and already has a value (RFC 7643 §2.2)")
    }
  }

  /// Sets the sub-attributes given and keeps the others (RFC 7644 §3.5.2.1 and §3.5.2.3).
  private mutating func merge(_ value: JSONValue, into target: ResolvedPath) throws(SCIMError) {
    let attribute = target.attribute
    var value = value
    if case .array(let elements) = value, elements.count == 1, let only = elements.first,
      only.objectValue != nil
    {
      value = only
      tolerances.append(
        Tolerance(
          rule: "singleValueAsArray", path: "\(target)", detail: "an array of one read as its value"))
    }
    var merged = stored(target)?.objectValue ?? JSONObject()
    if case .object(let given) = value {
      try merge(given, into: &merged, of: attribute, at: "\(target)")
    } else {
      switch try read(value, as: attribute, at: "\(target)") {
      case .object(let given)?: try merge(given, into: &merged, of: attribute, at: "\(target)")
      default: merged = JSONObject()
      }
    }
    let result: JSONValue? = merged.isEmpty ? nil : .object(merged)
    try checkRequired(target, given: result)
    try checkImmutable(target, given: result)
    store(result, at: target)
  }

  /// Sets the sub-attributes given in a complex value; null and "" take one out.
  mutating func merge(
    _ given: JSONObject, into object: inout JSONObject, of attribute: Attribute, at path: String
  ) throws(SCIMError) {
    let valueBefore = object["value"]
    var assigned: Set<String> = []
    for member in given {
      guard let sub = attribute.subAttribute(named: member.name) else {
        tolerances.append(.unknownAttributeIgnored(at: "\(path).\(member.name)"))
        continue
      }
      let subPath = "\(path).\(sub.name)"
      AttributeReader.noteCase(
        of: member.name, canonical: sub.name, at: subPath, tolerances: &tolerances)
      guard sub.mutability != .readOnly else {
        tolerances.append(.readOnlyIgnored(at: subPath))
        continue
      }
      let read = try read(member.value, as: sub, at: subPath)
      if sub.mutability == .immutable, let present = object[sub.name], present != read {
        throw .mutability("\(subPath) is immutable and already has a value (RFC 7643 §2.2)")
      }
      object[sub.name] = sub.isSecret ? nil : read
      assigned.insert(sub.name)
    }
    forgetReference(in: &object, of: attribute, if: object["value"] != valueBefore, except: assigned)
  }

  /// What describes the resource referred to is stale once `value` refers to another one.
  private func forgetReference(
    in object: inout JSONObject, of attribute: Attribute, if hasChanged: Bool, except assigned: Set<String>
  ) {
    guard hasChanged, attribute.subAttribute(named: "$ref") != nil else { return }
    for name in ["$ref", "display", "displayName"] where !assigned.contains(name) {
      object[name] = nil
    }
  }

  private mutating func assign(
    _ value: JSONValue, toSubAttribute sub: Attribute, of target: ResolvedPath
  ) throws(SCIMError) {
    guard target.attribute.multiValued else {
      let whole = target.withSubAttribute(nil)
      return try merge(.object(JSONObject([(sub.name, value)])), into: whole)
    }
    var values = storedValues(target)
    if values.isEmpty { values = [.object(JSONObject())] }
    try set(sub, to: value, in: &values, at: Array(values.indices), of: target)
    store(.array(values.filter { $0 != .object(JSONObject()) }), at: target)
  }

  private mutating func remove(_ sub: Attribute, of target: ResolvedPath) throws(SCIMError) {
    guard !sub.required else {
      throw .mutability("\(target) is required and can't be removed (RFC 7644 §3.5.2.2)")
    }
    guard let present = stored(target) else { return }
    if case .object(var object) = present {
      object[sub.name] = nil
      store(.object(object), at: target)
    } else {
      let values = storedValues(target)
      store(.array(Self.values(values, without: sub.name, at: Array(values.indices))), at: target)
    }
  }
}
