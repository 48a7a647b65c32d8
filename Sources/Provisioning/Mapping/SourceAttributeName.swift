import JSONTape
import MappingExpressions
import SCIM

/// Names of source attributes that mean something to the engine itself.
enum SourceAttributeName {
  /// Whether the object counts as deleted for the target, for any of four causes.
  static let isSoftDeleted = "IsSoftDeleted"
  static let accountEnabled = "accountEnabled"
  static let appRoleAssignments = "appRoleAssignments"
  static let objectID = "objectId"
  /// Attributes that point to other objects where no directory definition says so.
  static let references = ["manager", "members", "owners"]
}

extension SourceObject {
  /// The value of `[name]` in a mapping or a filter; nil where there is none.
  ///
  /// Names are compared without regard to case where none is exactly the same.
  func value(of name: String) -> JSONValue? {
    if let value = attributes[name] ?? attributes.firstIgnoringCase(name)?.value {
      // Not `value.isNull ? nil : value`: that `nil` would be JSON's null.
      if value.isNull { return nil }
      return value
    }
    if let ids = references[name] ?? references.first(where: { $0.key.equalsIgnoringASCIICase(name) })?.value
    {
      return ids.isEmpty ? nil : .array(ids.map { .string($0) })
    }
    return name.equalsIgnoringASCIICase(SourceAttributeName.objectID) ? .string(key.id) : nil
  }

  /// Whether `accountEnabled` says no.
  var isAccountDisabled: Bool {
    guard let value = value(of: SourceAttributeName.accountEnabled) else { return false }
    return value.boolValue == false || value.stringValue?.equalsIgnoringASCIICase("false") == true
  }
}
