public import JSONTape
import SCIM

/// The path of a target attribute as mappings write it.
///
///     try TargetPath(parsing: #"emails[type eq "work"].value"#)
///     try TargetPath(parsing: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department")
///
/// A path is understood alike for both versions of the protocol: the enterprise extension may be named by
/// either version's URN or, where the core schemas have no such name, be left out (`department`, `manager`).
public struct TargetPath: Sendable, Hashable, CustomStringConvertible {
  /// What a value of a multi-valued attribute must hold to be the one that is meant.
  public struct Condition: Sendable, Hashable {
    /// The sub-attribute: `type`, `primary`.
    public var name: String
    /// A string, a number or a boolean.
    public var value: JSONValue

    public init(name: String, value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// The path as it was written.
  public let description: String
  /// The URN before the attribute; nil for the core schemas and where none was written.
  public let schema: String?
  public let name: String
  /// The conditions in brackets, all of which hold; empty where there are no brackets.
  public let selection: [Condition]
  public let subName: String?

  /// Reads one path and nothing after it.
  ///
  /// In brackets stand equalities joined with `and`, since a value that is not there yet is created from
  /// them; `primary eq "True"` is read as the boolean that is meant.
  ///
  /// - Throws: `TargetPathError` with the offset of what can't be read.
  public init(parsing text: String) throws(TargetPathError) {
    let parsed: PatchPath
    do throws(SCIMError) {
      parsed = try PatchPath(parsing: text, type: .user)
    } catch {
      throw TargetPathError(path: text, reason: error.detail)
    }
    let attribute: AttributePath
    switch parsed {
    case .schema:
      throw TargetPathError(path: text, reason: "it names a schema; write ':' and an attribute after it")
    case .attribute(let path):
      attribute = path
      selection = []
      subName = path.subName
    case .valuePath(let path, let filter, let sub):
      guard path.subName == nil else {
        throw TargetPathError(
          path: text, reason: "brackets follow an attribute, as in emails[type eq \"work\"].value")
      }
      guard let conditions = Self.conditions(of: filter) else {
        throw TargetPathError(
          path: text,
          reason:
            "its brackets must hold equalities joined with 'and', such as type eq \"work\", "
            + "so that the value can also be created from them")
      }
      attribute = path
      selection = conditions
      subName = sub
    }
    description = text
    schema = attribute.schema.flatMap { Self.isCore($0) ? nil : $0 }
    name = attribute.name
  }

  /// Whether the URN is that of a schema whose attributes stand at the top of a resource.
  private static func isCore(_ uri: String) -> Bool {
    let beginnings = ["urn:ietf:params:scim:schemas:core:2.0", SchemaURI.version1Core]
    return beginnings.contains { beginning in
      uri.equalsIgnoringASCIICase(beginning)
        || uri.prefix(beginning.count + 1).equalsIgnoringASCIICase("\(beginning):")
    }
  }

  private static func conditions(of filter: Filter) -> [Condition]? {
    switch filter {
    case .and(let terms):
      var all: [Condition] = []
      for term in terms {
        guard let conditions = conditions(of: term) else { return nil }
        all += conditions
      }
      return all
    case .comparison(let path, .equal, let value) where path.schema == nil && !value.isNull:
      let name = path.subName ?? path.name
      let isFlag = name.equalsIgnoringASCIICase("primary")
      return [Condition(name: name, value: isFlag ? value.truth.map { .bool($0) } ?? value : value)]
    default: return nil
    }
  }
}
