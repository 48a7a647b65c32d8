public import JSONTape

/// One attribute that a change touched, as Entra's audit view lists it: path, old and new value.
public struct ModifiedProperty: Sendable, Hashable {
  /// The attribute's path, such as `name.givenName`, `emails[type eq "work"].value` or `members`.
  public var path: String
  /// nil where the attribute had no value.
  public var old: JSONValue?
  /// nil where the attribute has none any more.
  public var new: JSONValue?

  public init(path: String, old: JSONValue?, new: JSONValue?) {
    self.path = path
    self.old = old
    self.new = new
  }

  /// The difference of two images, attribute by attribute in the order of the new one, then what is gone.
  public static func between(_ old: JSONObject?, _ new: JSONObject?) -> [ModifiedProperty] {
    var found: [ModifiedProperty] = []
    compare(old.map { .object($0) }, new.map { .object($0) }, at: "", into: &found)
    return found
  }

  private static func compare(
    _ old: JSONValue?, _ new: JSONValue?, at path: String, separator: String = ".",
    into found: inout [ModifiedProperty]
  ) {
    if old == new { return }
    switch (old, new) {
    case (.object?, .object?), (.object?, nil), (nil, .object?):
      let before = old?.objectValue ?? JSONObject()
      let after = new?.objectValue ?? JSONObject()
      // An extension's attributes follow its URI and a colon, their sub-attributes a dot (RFC 7644 §3.10).
      func compareMember(_ name: String) {
        let isSchema = path.isEmpty && name.hasPrefix("urn:")
        let inner = path.isEmpty ? name : "\(path)\(separator)\(name)"
        compare(before[name], after[name], at: inner, separator: isSchema ? ":" : ".", into: &found)
      }
      for member in after { compareMember(member.name) }
      for member in before where !after.contains(member.name) { compareMember(member.name) }
    case (.array(let before)?, .array(let after)?): compare(before, after, at: path, into: &found)
    case (.array(let before)?, nil): compare(before, [], at: path, into: &found)
    case (nil, .array(let after)?): compare([], after, at: path, into: &found)
    default: found.append(ModifiedProperty(path: path, old: old, new: new))
    }
  }

  /// Values of a multi-valued attribute are told apart by their `type`, as mappings address them; where
  /// that does not name one value only, the attribute is compared as a whole.
  private static func compare(
    _ old: [JSONValue], _ new: [JSONValue], at path: String, into found: inout [ModifiedProperty]
  ) {
    guard let before = byType(old), let after = byType(new) else {
      found.append(
        ModifiedProperty(
          path: path, old: old.isEmpty ? nil : .array(old), new: new.isEmpty ? nil : .array(new)))
      return
    }
    for (type, value) in after {
      let previous = before.first { $0.0 == type }?.1
      compare(previous.map { .object($0) }, .object(value), at: "\(path)[type eq \"\(type)\"]", into: &found)
    }
    for (type, value) in before where !after.contains(where: { $0.0 == type }) {
      compare(.object(value), nil, at: "\(path)[type eq \"\(type)\"]", into: &found)
    }
  }

  private static func byType(_ values: [JSONValue]) -> [(String, JSONObject)]? {
    var found: [(String, JSONObject)] = []
    for value in values {
      guard var object = value.objectValue, let type = object["type"]?.stringValue,
        !found.contains(where: { $0.0 == type })
      else { return nil }
      object["type"] = nil
      found.append((type, object))
    }
    return found
  }
}
