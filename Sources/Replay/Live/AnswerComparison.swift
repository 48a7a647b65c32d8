import JSONTape

/// Compares two answers as SCIM reads them: ids and references by the resources that they stand for, the elements of
/// an array in any order, and what is null or an empty array as what is not there (RFC 7643 §2.5).
struct AnswerComparison {
  struct Difference {
    /// Where in the answer.
    var path: String
    /// The attribute's path from its resource on.
    var attribute: String
    var recorded: JSONValue?
    var answered: JSONValue?
  }

  let rules: LiveRules
  /// The recorded id of a resource of the other server.
  let recordedName: (String) -> String
  /// Whether the order of a list's resources was asked for.
  let isOrdered: Bool
  private(set) var differences: [Difference] = []

  init(_ rules: LiveRules, isOrdered: Bool = false, recordedName: @escaping (String) -> String) {
    self.rules = rules
    self.isOrdered = isOrdered
    self.recordedName = recordedName
  }

  mutating func compare(_ recorded: JSONObject, _ answered: JSONObject) {
    compare(.object(recorded), .object(answered), name: "", at: "", attribute: "")
  }

  private mutating func compare(
    _ recorded: JSONValue?, _ answered: JSONValue?, name: String, at path: String, attribute: String
  ) {
    if rules.ignores(attribute) { return }
    let (old, new) = (Self.assigned(recorded), Self.assigned(answered))
    switch (old, new) {
    case (.object(let before)?, .object(let after)?):
      for member in before {
        compareMember(member.name, of: name, member.value, after[member.name], at: path, attribute: attribute)
      }
      for member in after where !before.contains(member.name) {
        compareMember(member.name, of: name, nil, member.value, at: path, attribute: attribute)
      }
    case (.array(let before)?, .array(let after)?):
      compareElements(before, after, name: name, at: path, attribute: attribute)
    default:
      let (left, right) = (
        old.map { normal($0, name) { $0 } }, new.map { normal($0, name, recordedName) }
      )
      guard left != right else { return }
      differences.append(.init(path: path, attribute: attribute, recorded: left, answered: right))
    }
  }

  private mutating func compareMember(
    _ name: String, of parent: String, _ recorded: JSONValue?, _ answered: JSONValue?, at path: String,
    attribute: String
  ) {
    // An extension's attributes follow its URI and a colon, their parts a dot (RFC 7644 §3.10).
    let separator = parent.hasPrefix("urn:") ? ":" : "."
    func below(_ path: String) -> String { path.isEmpty ? name : path + separator + name }
    // A list's resources are no attribute: rules name what is in them.
    let inner = attribute.isEmpty && name == "Resources" ? "" : below(attribute)
    compare(recorded, answered, name: name, at: below(path), attribute: inner)
  }

  private mutating func compareElements(
    _ before: [JSONValue], _ after: [JSONValue], name: String, at path: String, attribute: String
  ) {
    guard let old = keyed(before, { $0 }), let new = keyed(after, recordedName) else {
      let left = before.map { normal($0, name) { $0 } }.sorted { $0.description < $1.description }
      let right = after.map { normal($0, name, recordedName) }.sorted { $0.description < $1.description }
      guard left != right else { return }
      differences.append(
        .init(path: path, attribute: attribute, recorded: .array(left), answered: .array(right)))
      return
    }
    let (oldKeys, newKeys) = (old.map(\.key), new.map(\.key))
    let others = Dictionary(new.map { ($0.key, $0.value) }) { first, _ in first }
    let known = Set(oldKeys)
    for (key, value) in old {
      compare(value, others[key], name: "", at: "\(path)[\(key)]", attribute: attribute)
    }
    for (key, value) in new where !known.contains(key) {
      compare(nil, value, name: "", at: "\(path)[\(key)]", attribute: attribute)
    }
    if isOrdered, name == "Resources", known == Set(newKeys), oldKeys != newKeys {
      differences.append(
        .init(
          path: "\(path) in order", attribute: "", recorded: .array(oldKeys.map { .string($0) }),
          answered: .array(newKeys.map { .string($0) })))
    }
  }

  /// The elements by their `id` or `value`; nil where that does not tell them apart.
  private func keyed(
    _ elements: [JSONValue], _ recordedName: (String) -> String
  ) -> [(key: String, value: JSONValue)]? {
    var keys: Set<String> = []
    var found: [(String, JSONValue)] = []
    for element in elements {
      guard let object = element.objectValue,
        let key = (object["id"] ?? object["value"])?.stringValue.map(recordedName),
        keys.insert(key).inserted
      else { return nil }
      found.append((key, element))
    }
    return found
  }

  /// A value with recorded ids, its references without the server they are on, and no rule's attributes.
  private func normal(
    _ value: JSONValue, _ name: String, _ recordedName: (String) -> String
  ) -> JSONValue {
    switch value {
    case .string(let text) where name == "id" || name == "value": return .string(recordedName(text))
    case .string(let text) where name == "$ref" || name == "location":
      let parts = text.split(separator: "/")
      guard let id = parts.last, parts.count > 1 else { return value }
      return .string("…/\(parts[parts.count - 2])/\(recordedName(String(id)))")
    case .object(let object):
      var result = JSONObject()
      for member in object.members.sorted(by: { $0.name < $1.name }) {
        guard let inner = Self.assigned(member.value) else { continue }
        result[member.name] = normal(inner, member.name, recordedName)
      }
      return .object(result)
    case .array(let elements):
      return .array(
        elements.map { normal($0, name, recordedName) }.sorted { $0.description < $1.description })
    default: return value
    }
  }

  private static func assigned(_ value: JSONValue?) -> JSONValue? {
    switch value {
    case .null?: nil
    case .array(let elements)? where elements.isEmpty: nil
    default: value
    }
  }
}
