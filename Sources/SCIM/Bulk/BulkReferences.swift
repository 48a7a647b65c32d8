public import JSONTape

/// References by `bulkId:` to resources whose id is not known yet (RFC 7644 §3.7.2).
///
/// A reference is a whole string, `bulkId:crew`, or a part of a path, a `$ref` or a filter in one, such as
/// `/Groups/bulkId:crew` and `members[value eq "bulkId:ana"]`.
public enum BulkReferences {
  static let prefix = "bulkId:"

  /// The names that a path refers to, each with `place`.
  public static func places(inPath path: String, at place: String) -> [String: String] {
    var found: [String: String] = [:]
    _ = replacing(inside: path) { name in
      found[name] = place
      return nil
    }
    return found
  }

  /// The names that a body refers to, at any depth, each with the first place where it does, such as
  /// `data.members[0].value`.
  public static func places(in value: JSONValue, at place: String) -> [String: String] {
    var found: [String: String] = [:]
    collect(value, memberName: nil, at: place, into: &found)
    return found
  }

  private static func collect(
    _ value: JSONValue, memberName: String?, at place: String, into found: inout [String: String]
  ) {
    switch value {
    case .string(let text):
      if let name = whole(text) {
        if found[name] == nil { found[name] = place }
      } else if holdsPaths(memberName) {
        found.merge(places(inPath: text, at: place)) { first, _ in first }
      }
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        collect(element, memberName: memberName, at: "\(place)[\(index)]", into: &found)
      }
    case .object(let object):
      for member in object {
        collect(member.value, memberName: member.name, at: "\(place).\(member.name)", into: &found)
      }
    case .null, .bool, .number: break
    }
  }

  /// The path with ids in place of the references that `ids` knows.
  public static func resolved(path: String, ids: [String: String]) -> String {
    replacing(inside: path) { ids[$0] }
  }

  /// The body with ids in place of the references that `ids` knows.
  public static func resolved(_ value: JSONValue, ids: [String: String]) -> JSONValue {
    resolved(value, memberName: nil, ids: ids)
  }

  private static func resolved(_ value: JSONValue, memberName: String?, ids: [String: String]) -> JSONValue {
    switch value {
    case .string(let text):
      if let name = whole(text) { return ids[name].map { .string($0) } ?? value }
      return holdsPaths(memberName) ? .string(resolved(path: text, ids: ids)) : value
    case .array(let elements):
      return .array(elements.map { resolved($0, memberName: memberName, ids: ids) })
    case .object(let object):
      return .object(
        JSONObject(object.map { ($0.name, resolved($0.value, memberName: $0.name, ids: ids)) }))
    case .null, .bool, .number:
      return value
    }
  }

  /// The name in a string that is a reference and nothing else.
  private static func whole(_ text: String) -> String? {
    guard text.hasPrefix(prefix) else { return nil }
    let name = text.dropFirst(prefix.count)
    return name.isEmpty ? nil : String(name)
  }

  private static func holdsPaths(_ memberName: String?) -> Bool {
    guard let memberName else { return false }
    return ["path", "$ref"].contains { memberName.equalsIgnoringASCIICase($0) }
  }

  /// Replaces each name up to the next character that ends a path segment or a quoted value.
  private static func replacing(inside text: String, with id: (String) -> String?) -> String {
    guard text.contains(prefix) else { return text }
    var result = ""
    var rest = text[...]
    while let range = rest.firstRange(of: prefix) {
      let end = rest[range.upperBound...].firstIndex { #"/?#"[] "#.contains($0) } ?? rest.endIndex
      let name = String(rest[range.upperBound..<end])
      result += rest[..<range.lowerBound]
      result += id(name) ?? String(rest[range.lowerBound..<end])
      rest = rest[end...]
    }
    return result + rest
  }
}
