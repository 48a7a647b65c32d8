import JSONTape

extension PatchState {
  /// Adds values to a multi-valued attribute or replaces them all.
  mutating func assign(
    _ value: JSONValue, toValuesOf target: ResolvedPath, kind: PatchOperation.Kind
  ) throws(SCIMError) {
    try checkOnePrimary(value, at: "\(target)")
    let read = try read(value, as: target.attribute, at: "\(target)")
    if kind == .replace {
      try checkRequired(target, given: read)
      return store(read, at: target)
    }
    var values = storedValues(target)
    Self.add(read?.arrayValue ?? [], to: &values, matchingValueAlone: version == .v1)
    store(.array(values), at: target)
  }

  /// RFC 7643 §2.4: in one request, one value at most can be meant as the primary one.
  private func checkOnePrimary(_ value: JSONValue, at path: String) throws(SCIMError) {
    guard case .array(let elements) = value else { return }
    let primaries = elements.filter { element in
      let primary = element.objectValue?.firstIgnoringCase("primary")?.value
      return primary == .bool(true) || primary?.stringValue?.equalsIgnoringASCIICase("true") == true
    }
    guard primaries.count <= 1 else {
      throw .invalidValue("\(path) has \(primaries.count) values with primary true; one at most is allowed")
    }
  }

  /// Adds what is not there yet. A value is there if one has the same `value` and the same `type`, which
  /// RFC 7643 §2.4 allows once, or none is given; what else is given is then added to that one. A new
  /// primary value takes the place of the old one.
  ///
  /// - Parameter matchingValueAlone: Whether a value that was there once before, with another `type`, is
  ///   merged too (SCIM 1.1 protocol §3.3.2).
  static func add(_ new: [JSONValue], to values: inout [JSONValue], matchingValueAlone: Bool = false) {
    var known = KnownValues()
    for (position, value) in values.enumerated() { known.insert(value, at: position) }
    var unique = matchingValueAlone ? UniqueValues(values) : UniqueValues([])
    for value in new {
      guard let position = known.position(of: value) ?? unique.take(value) else {
        known.insert(value, at: values.count)
        values.append(value)
        keepPrimary(at: [values.count - 1], in: &values)
        continue
      }
      guard case .object(let given) = value, case .object(var object) = values[position] else { continue }
      for member in given { object[member.name] = member.value }
      values[position] = .object(object)
      keepPrimary(at: [position], in: &values)
    }
  }

  /// If a value at one of the positions is primary, no other is (RFC 7644 §3.5.2).
  static func keepPrimary(at positions: [Int], in values: inout [JSONValue]) {
    guard positions.contains(where: { values[$0].isPrimary }) else { return }
    for index in values.indices where !positions.contains(index) && values[index].isPrimary {
      guard case .object(var object) = values[index] else { continue }
      object["primary"] = .bool(false)
      values[index] = .object(object)
    }
  }

  /// Removes the values that a client lists beside the path, which the RFC does not have and Entra ID does.
  mutating func removeValues(_ listed: JSONValue, of target: ResolvedPath) {
    let given: [JSONValue] = if case .array(let values) = listed { values } else { [listed] }
    guard version == .v2 else {
      let kept = Self.values(storedValues(target), without: given, of: target.attribute)
      return store(.array(kept), at: target)
    }
    tolerances.append(
      Tolerance(rule: "removeByValue", path: "\(target)", detail: "only the values listed are removed"))
    let tests = given.compactMap { Self.identity(of: $0, in: target.attribute) }
    let values = storedValues(target).filter { value in
      !tests.contains { $0.matches(value: value) }
    }
    store(.array(values), at: target)
  }

  /// A filter that a listed value fulfils: equality of all it states, references apart.
  private static func identity(of value: JSONValue, in attribute: Attribute) -> ResolvedFilter? {
    let terms: [Filter]
    switch value {
    case .object(let object):
      terms = object.members.compactMap { member in
        guard member.name != "$ref", member.value != .null, member.value != .string("") else { return nil }
        return .comparison(AttributePath(name: member.name), .equal, member.value)
      }
    case .null, .array: return nil
    default: terms = [.comparison(AttributePath(name: "value"), .equal, value)]
    }
    return terms.isEmpty ? nil : try? ResolvedFilter(.and(terms), valuesOf: attribute)
  }

  /// The values without those listed: matched by `value` where just one has it, else by all that is stated
  /// (SCIM 1.1 protocol §3.3.2).
  private static func values(
    _ values: [JSONValue], without listed: [JSONValue], of attribute: Attribute
  ) -> [JSONValue] {
    var unique = UniqueValues(values)
    var removed: Set<Int> = []
    for value in listed {
      if let position = unique.take(value) {
        removed.insert(position)
      } else if let test = identity(of: value, in: attribute) {
        removed.formUnion(values.indices.filter { test.matches(value: values[$0]) })
      }
    }
    return values.indices.filter { !removed.contains($0) }.map { values[$0] }
  }

  static func values(_ values: [JSONValue], without name: String, at positions: [Int]) -> [JSONValue] {
    var values = values
    for index in positions {
      guard case .object(var object) = values[index] else { continue }
      object[name] = nil
      values[index] = .object(object)
    }
    return values.filter { $0 != .object(JSONObject()) }
  }
}

extension JSONValue {
  var isPrimary: Bool { objectValue?["primary"] == .bool(true) }
}

/// Where each `value` stands that just one value of a multi-valued attribute has.
private struct UniqueValues {
  /// Nil where several have it.
  private var positions: [JSONValue: Int?] = [:]

  init(_ values: [JSONValue]) {
    for (position, value) in values.enumerated() {
      guard let main = value.objectValue?["value"] else { continue }
      positions[main] = .some(positions.keys.contains(main) ? nil : position)
    }
  }

  /// The position of the only one with the same `value`, given once, so that two values of one request
  /// never become one.
  mutating func take(_ value: JSONValue) -> Int? {
    guard let main = value.objectValue?["value"], let position = positions[main] else { return nil }
    positions[main] = .some(nil)
    return position
  }
}

/// Where the values of a multi-valued attribute stand.
private struct KnownValues {
  private struct Key: Hashable {
    var value: JSONValue
    var type: JSONValue?
  }

  private var wholes: [JSONValue: Int] = [:]
  private var typed: [Key: Int] = [:]
  private var firsts: [JSONValue: Int] = [:]

  mutating func insert(_ value: JSONValue, at position: Int) {
    wholes[value] = wholes[value] ?? position
    guard let object = value.objectValue, let main = object["value"] else { return }
    let key = Key(value: main, type: object["type"])
    typed[key] = typed[key] ?? position
    firsts[main] = firsts[main] ?? position
  }

  func position(of value: JSONValue) -> Int? {
    guard let object = value.objectValue, let main = object["value"] else { return wholes[value] }
    guard let type = object["type"] else { return firsts[main] }
    return typed[Key(value: main, type: type)]
  }
}
