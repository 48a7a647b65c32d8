import JSONTape
import Provisioning

/// How a SCIM resource becomes an object with flat attributes, named by their paths (RFC 7644 §3.10):
///
/// - `userName`, `name.givenName`, `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department`.
/// - `emails[type eq "work"].value` for each sub-attribute of a value with a type; the first of its type counts.
///   `emails[primary eq true].value` for the primary one. `emails` itself is the list of the values' `value`s.
/// - `accountEnabled` is "False" where `active` is false, as Entra's rules expect it, and "True" where it is true.
/// - `manager` and `members` are references. `meta`, `schemas` and a user's `groups` are left out: they
///   say nothing that is not said elsewhere.
struct SCIMResourceForm {
  let type: String

  struct Problem: Error, Hashable {
    var reason: String
  }

  private static let omitted: Set<String> = ["schemas", "meta", "groups"]

  func change(_ resource: JSONObject) throws(Problem) -> SourceChange {
    guard let id = resource.firstIgnoringCase("id")?.value.stringValue, !id.isEmpty,
      let id = try? ObjectForm.checked(id)
    else { throw Problem(reason: "the resource has no usable id") }
    var change = SourceChange(key: SourceKey(type: type, id: id), kind: .full)
    for member in resource where !Self.omitted.contains(member.name.lowercased()) {
      add(member.name, member.value, to: &change)
    }
    if let active = change.attributes.firstIgnoringCase("active")?.value {
      let isActive = active.boolValue ?? (active.stringValue?.lowercased() != "false")
      change.attributes["accountEnabled"] = .string(isActive ? "True" : "False")
    }
    change.attributes["id"] = .string(id)
    return change
  }

  private func add(_ name: String, _ value: JSONValue, to change: inout SourceChange) {
    switch value {
    case .null: break
    case .object(let object):
      if name.lowercased() == "manager" {
        addManager(object, to: &change)
      } else if name.lowercased().hasPrefix("urn:") {
        addExtension(name, object, to: &change)
      } else {
        for member in object { change.attributes[path: "\(name).\(member.name)"] = member.value }
      }
    case .array(let elements):
      if name.lowercased() == "members" {
        let ids = elements.compactMap { $0.objectValue?.firstIgnoringCase("value")?.value.stringValue }
        change.references["members"] = .all(ids.withoutRepetition)
      } else {
        addElements(name, elements, to: &change)
      }
    default: change.attributes[path: name] = value
    }
  }

  private func addExtension(_ urn: String, _ object: JSONObject, to change: inout SourceChange) {
    for member in object {
      switch member.value {
      case .null: break
      case .object(let value):
        if member.name.lowercased() == "manager" {
          addManager(value, to: &change)
        } else {
          for part in value { change.attributes[path: "\(urn):\(member.name).\(part.name)"] = part.value }
        }
      case .array(let elements): addElements("\(urn):\(member.name)", elements, to: &change)
      default: change.attributes[path: "\(urn):\(member.name)"] = member.value
      }
    }
  }

  private func addManager(_ object: JSONObject, to change: inout SourceChange) {
    guard let id = object.firstIgnoringCase("value")?.value.stringValue, !id.isEmpty else { return }
    change.references["manager"] = .all([id])
  }

  private func addElements(_ name: String, _ elements: [JSONValue], to change: inout SourceChange) {
    let objects = elements.compactMap(\.objectValue)
    guard !objects.isEmpty else {
      if !elements.isEmpty { change.attributes[path: name] = .array(elements) }
      return
    }
    let values = objects.compactMap { $0.firstIgnoringCase("value")?.value }
    change.attributes[path: name] = .array(values.isEmpty ? elements : values)
    for object in objects {
      if let type = object.firstIgnoringCase("type")?.value.stringValue {
        add(object, under: "\(name)[type eq \(JSONValue.string(type))]", to: &change)
      }
      if object.firstIgnoringCase("primary")?.value.boolValue == true {
        add(object, under: "\(name)[primary eq true]", to: &change)
      }
    }
  }

  private func add(_ object: JSONObject, under path: String, to change: inout SourceChange) {
    for member in object where !["type", "primary"].contains(member.name.lowercased()) {
      let path = "\(path).\(member.name)"
      if !change.attributes.contains(path) { change.attributes[path: path] = member.value }
    }
  }
}

extension JSONObject {
  /// Sets an attribute, unless the value is none.
  fileprivate subscript(path name: String) -> JSONValue? {
    get { self[name] }
    set {
      guard let newValue, !newValue.isNull else { return }
      self[name] = newValue
    }
  }
}
