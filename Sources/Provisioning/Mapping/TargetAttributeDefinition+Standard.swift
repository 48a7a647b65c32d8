import SCIM

extension TargetAttributeDefinition {
  /// What SCIM's core schemas say of a target attribute; nil where they don't have it.
  ///
  /// - Parameter path: As mappings write it: `emails[type eq "work"].value`; SCIM 1.1's URNs are known too.
  static func standard(_ path: String, of targetType: String) -> TargetAttributeDefinition? {
    guard
      let type = ResourceType.standard.first(where: { $0.name.equalsIgnoringASCIICase(targetType) }),
      let attributePath = try? AttributePath(parsing: withVersion2Names(withoutValueFilter(path).path)),
      let resolved = attributePath.resolved(in: type)
    else { return nil }
    let attribute = resolved.subAttribute ?? resolved.attribute
    // A value filter picks one element of a multi-valued attribute.
    let isFiltered = withoutValueFilter(path).isFiltered
    return TargetAttributeDefinition(
      type: dataType(of: attribute), isMultivalued: attribute.multiValued && !isFiltered,
      isCaseExact: attribute.caseExact, isRequired: attribute.required,
      mutability: mutability(of: attribute), isComplex: attribute.type == .complex)
  }

  /// `emails.value` for `emails[type eq "work"].value`.
  private static func withoutValueFilter(_ path: String) -> (path: String, isFiltered: Bool) {
    guard let open = path.firstIndex(of: "["), let close = path.lastIndex(of: "]"), open < close else {
      return (path, false)
    }
    return (String(path[..<open] + path[path.index(after: close)...]), true)
  }

  private static func withVersion2Names(_ path: String) -> String {
    let names = [
      "\(SchemaURI.version1Enterprise):": "\(SchemaURI.enterpriseUser):",
      "\(SchemaURI.version1Core):": "",
    ]
    for (old, new) in names where path.lowercased().hasPrefix(old) {
      return new + path.dropFirst(old.count)
    }
    return path
  }

  private static func dataType(of attribute: Attribute) -> DataType {
    switch attribute.type {
    case .boolean: .boolean
    case .integer: .integer
    case .dateTime: .dateTime
    case .binary: .binary
    case .reference: .reference
    case .string, .decimal, .complex: .string
    }
  }

  private static func mutability(of attribute: Attribute) -> Mutability {
    switch attribute.mutability {
    case .readOnly: .readOnly
    case .readWrite: .readWrite
    case .immutable: .immutable
    case .writeOnly: .writeOnly
    }
  }
}
