import JSONTape
import SCIM

extension TargetPlace {
  /// Gives the place in a resource a value; nil takes it out, and with it whatever it leaves empty.
  func set(_ value: JSONValue?, in resource: inout JSONObject) {
    guard let schema else { return setAttribute(value, in: &resource) }
    var object = resource.value(named: schema)?.objectValue ?? JSONObject()
    setAttribute(value, in: &object)
    resource.set(Self.object(object), named: schema)
  }

  private func setAttribute(_ value: JSONValue?, in object: inout JSONObject) {
    let present = object.value(named: name)
    let result: JSONValue? =
      if !selection.isEmpty {
        Self.array(selected(in: present?.elements ?? [], becoming: value))
      } else if subName != nil, isMultivalued || present?.arrayValue != nil {
        Self.array(main(of: present?.elements ?? [], becoming: value))
      } else if let subName {
        part(subName, of: present, becoming: value)
      } else {
        whole(present, becoming: value)
      }
    object.set(result, named: name)
  }

  private static func array(_ elements: [JSONValue]) -> JSONValue? {
    guard !elements.isEmpty else { return .none }
    return .array(elements)
  }

  private static func object(_ object: JSONObject) -> JSONValue? {
    guard !object.isEmpty else { return .none }
    return .object(object)
  }

  private func selected(in elements: [JSONValue], becoming value: JSONValue?) -> [JSONValue] {
    var elements = elements
    let position = elements.firstIndex(where: isSelected)
    guard let value else {
      guard let position else { return elements }
      // All that are selected go, or the next one would take the place of the one that went.
      guard hasSubstance(elements[position], without: subName) else {
        return elements.filter { !isSelected($0) }
      }
      elements[position] = Self.element(elements[position], subName, becoming: nil)
      return elements
    }
    let created = JSONValue.object(selectionObject)
    let start = position.flatMap { subName == nil ? .none : elements[$0] } ?? created
    let written = Self.element(start, subName, becoming: value)
    // One value at most is primary (RFC 7643 §2.4).
    if written.isPrimary { elements = elements.map(\.notPrimary) }
    if let position {
      elements[position] = written
    } else {
      elements.append(written)
    }
    return elements
  }

  private func main(of elements: [JSONValue], becoming value: JSONValue?) -> [JSONValue] {
    var elements = elements
    guard let position = Self.mainPosition(in: elements) else {
      return value.map { [Self.element(.object([:]), subName, becoming: $0)] } ?? []
    }
    guard value != nil || hasSubstance(elements[position], without: subName) else {
      elements.remove(at: position)
      return elements
    }
    elements[position] = Self.element(elements[position], subName, becoming: value)
    return elements
  }

  private func part(_ subName: String, of present: JSONValue?, becoming value: JSONValue?) -> JSONValue? {
    var object = present?.objectValue ?? JSONObject()
    if object.value(named: subName) != value, isReference {
      // They describe the resource that was referred to before.
      for stale in ["$ref", "display", "displayName"] { object.set(nil, named: stale) }
    }
    object.set(value, named: subName)
    return Self.object(object)
  }

  /// A complex value sets the parts it has and keeps the others, as a PATCH does (RFC 7644 §3.5.2.3).
  private func whole(_ present: JSONValue?, becoming value: JSONValue?) -> JSONValue? {
    guard !isReference, case .object(let given)? = value, case .object(var object)? = present else {
      return value
    }
    for member in given { object.set(member.value.assigned, named: member.name) }
    return .object(object)
  }

  /// Whether the attribute is one reference to another resource, as `manager` is.
  private var isReference: Bool { attribute?.subAttribute(named: "$ref") != nil }

  private static func element(
    _ element: JSONValue, _ subName: String?, becoming value: JSONValue?
  ) -> JSONValue {
    var object = element.objectValue ?? ["value": element]
    if let subName {
      object.set(value, named: subName)
    } else if case .object(let given)? = value {
      for member in given { object.set(member.value, named: member.name) }
    } else {
      object.set(value, named: "value")
    }
    return .object(object)
  }

  /// What a value that is created for the place has before it is given its content.
  var selectionObject: JSONObject {
    JSONObject(selection.map { ($0.name, $0.value) })
  }

  /// Whether something other than markers remains of a value when a part of it is gone. What only displays
  /// a value goes with it.
  func hasSubstance(_ element: JSONValue, without removed: String?) -> Bool {
    guard let removed, case .object(let object) = element else { return false }
    let isMain = removed.equalsIgnoringASCIICase("value")
    return object.contains { member in
      !member.name.equalsIgnoringASCIICase(removed) && !isMarker(member.name, besideValue: isMain)
        && !member.value.isUnassigned
    }
  }
}
