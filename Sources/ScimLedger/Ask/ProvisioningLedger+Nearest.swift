public import EventLog
public import SCIM
import Spelling

/// What was likely meant, where a name is known to nobody.
extension ProvisioningLedger {
  /// A suggestion must not cost a walk through a directory of millions.
  private static let mostLookedAt = 20_000

  /// The names of live resources nearest to one that names none: userNames of users, displayNames of groups.
  ///
  /// Of a large directory, the 20,000 resources of each type that were made first are looked at.
  ///
  /// - Parameters:
  ///   - name: What was written; of `userName=…` and the like the value counts.
  ///   - types: `User` and `Group`, or one of the two.
  public func names(near name: String, types: [String] = ["User", "Group"], limit: Int = 3) throws -> [String]
  {
    let value = name.split(separator: "=", maxSplits: 1).last.map(String.init) ?? name
    var search = NearestWords(to: value, limit: limit)
    for type in types {
      let query = try ResourceQuery(type: type == "Group" ? .group : .user, filter: nil)
      _ = try reader.page(query, startIndex: 1, count: Self.mostLookedAt) { resource in
        if let name = resource.image.resourceName { search.take(name) }
      }
    }
    return search.found
  }

  /// The id of the provisioning cycle nearest to one that there is not; nil where none is near.
  public func cycle(near id: String) throws -> Identifier? {
    let known = try cycles(limit: Self.mostLookedAt).map(\.id)
    return NearestWord.to(id, among: known.lazy.map(\.description)).flatMap { Identifier($0) }
  }

  /// The attribute of a resource type nearest to a path that no type has; nil where none is near.
  ///
  /// `name.familName` finds `name.familyName`, and `activ` finds `active`.
  public func attribute(near path: String) -> String? {
    NearestWord.to(path, among: schemaRegistry.types.flatMap(\.attributeNames))
  }

  /// Checks that each attribute of a filter is one that a resource type has.
  ///
  /// A SCIM service answers a filter on an unknown attribute with an empty list, as if the attribute had no value
  /// (RFC 7644 §3.4.2.2); a person at a terminal has misspelt it.
  ///
  /// - Parameter types: The names of the types, such as `User`; all of them where nil.
  /// - Throws: `QuestionError.unknownAttribute`.
  public func requireAttributes(of filter: Filter, types: [String]? = nil) throws(QuestionError) {
    let types = schemaRegistry.types.filter { types?.contains($0.name) ?? true }
    for path in filter.attributePaths where !types.contains(where: { path.resolved(in: $0) != nil }) {
      throw .unknownAttribute("\(path)", nearest: attribute(near: "\(path)"))
    }
  }
}

extension ProvisioningLedger {
  /// Checks that a path, such as `emails[type eq "work"].value`, is that of an attribute which a resource type has.
  ///
  /// - Throws: `QuestionError.unknownAttribute`.
  public func requireAttribute(_ path: String) throws(QuestionError) {
    let name = String(path.prefix { $0 != "[" })
    guard let known = try? AttributePath(parsing: name),
      schemaRegistry.types.contains(where: { known.resolved(in: $0) != nil })
    else { throw .unknownAttribute(path, nearest: attribute(near: name)) }
  }
}

extension ResourceType {
  /// The names by which a filter or a question knows the type's attributes, those of extensions bare and with
  /// their URN.
  var attributeNames: [String] {
    let core = schema.attributes.flatMap(\.names)
    let extended = extensions.flatMap { part in
      part.schema.attributes.flatMap(\.names).flatMap { [$0, "\(part.schema.id):\($0)"] }
    }
    return core + extended + ["id", "externalId", "meta.created", "meta.lastModified"]
  }
}

extension Attribute {
  /// The attribute and its sub-attributes: `name`, `name.familyName`.
  fileprivate var names: [String] { [name] + subAttributes.map { "\(name).\($0.name)" } }
}
