import JSONTape

/// `sortBy` and `sortOrder` with the attribute looked up in a resource type (RFC 7644 §3.4.2.3).
public struct ResolvedSort: Sendable {
  public var order: SortOrder
  private let path: ResolvedPath
  private let leaf: Attribute

  /// Nil where the type has no such attribute or never shows it.
  ///
  /// - Throws: `invalidPath` for a text that is no attribute path, and for a complex attribute without
  ///   `value`, of which a sub-attribute must be named.
  public init?(by text: String, _ order: SortOrder, in type: ResourceType) throws(SCIMError) {
    let written = try AttributePath(parsing: text)
    guard var path = written.resolved(in: type) else { return nil }
    if path.attribute.type == .complex, path.subAttribute == nil {
      guard let value = path.attribute.subAttribute(named: "value") else {
        throw .invalidPath(
          "sortBy: \(path.attribute.name) has several parts; name one, such as "
            + "\(path.attribute.name).\(path.attribute.subAttributes.first?.name ?? "value").")
      }
      path.subAttribute = value
    }
    let leaf = path.subAttribute ?? path.attribute
    guard [path.attribute, leaf].allSatisfy({ $0.returned != .never && $0.mutability != .writeOnly }) else {
      return nil
    }
    self.path = path
    self.leaf = leaf
    self.order = order
  }

  /// The value a resource is sorted by: of several that of the primary one, else the first. Nil where it
  /// has none: such resources come last in ascending order and first in descending.
  public func key(of subject: FilterSubject) -> SortKey? {
    guard let value = value(in: subject) else { return nil }
    guard case .array(let values) = value else { return key(of: value) }
    let primary = values.first { $0.objectValue?["primary"]?.boolValue ?? false }
    return (primary ?? values.first).flatMap { key(of: $0) }
  }

  private func value(in subject: FilterSubject) -> JSONValue? {
    let name = path.attribute.name
    if path.isExtension { return subject.image[path.schema]?.objectValue?[name] }
    switch name {
    case CommonAttributes.id.name: return .string(subject.id)
    case CommonAttributes.meta.name:
      return [
        "created": .string(subject.created.description), "version": .string(subject.version),
        "lastModified": .string(subject.lastModified.description),
      ]
    default: return subject.image[name]
    }
  }

  private func key(of value: JSONValue) -> SortKey? {
    guard let value = path.subAttribute.map({ value.objectValue?[$0.name] }) ?? value else { return nil }
    switch (leaf.type, value) {
    case (.boolean, .bool(let flag)): return .boolean(flag)
    case (.integer, .number(let number)), (.decimal, .number(let number)): return .number(number.double)
    case (.dateTime, .string(let text)):
      return DateTime(parsing: text).map { .dateTime($0.microseconds) }
    case (_, .string(let text)):
      if text.isEmpty { return nil }
      return .text(leaf.caseExact || leaf.type == .binary ? text : CaselessValue.fold(text))
    default: return nil
    }
  }
}
