import JSONTape
import SCIM

/// SCIM 1.1 in the terms of 2.0, which is what the directory and its events know.
///
/// Where the two differ only in how a thing is written, it is rewritten here, on the way in and on the way
/// out; nothing behind this says in which version a resource was written.
enum Version1 {
  /// 1.1 takes an attribute name in any case and with its schema's URN before it; this gives the name that
  /// 2.0 has for it, and every other text as it is.
  static func canonicalName(_ name: String) -> String {
    for (old, new) in prefixes {
      guard let rest = name.rest(afterURN: old) else { continue }
      if new.isEmpty { return canonicalName(rest) }
      return rest.isEmpty ? new : "\(new):\(managerPath(rest))"
    }
    return managerPath(name)
  }

  /// The 2.0 schema that a 1.1 URN stands for in a resource of a type; other URNs as they are.
  static func canonicalSchema(_ uri: String, type: ResourceType) -> String {
    let cores = [SchemaURI.version1Core, schemaID(of: type)]
    if cores.contains(where: { uri.equalsIgnoringASCIICase($0) }) { return type.schema.id }
    return uri.equalsIgnoringASCIICase(SchemaURI.version1Enterprise) ? SchemaURI.enterpriseUser : uri
  }

  /// The 1.1 URN that stands for a 2.0 schema; other URNs as they are.
  static func schema(_ uri: String) -> String {
    switch uri {
    case SchemaURI.user, SchemaURI.group, SchemaURI.serviceProviderConfig, SchemaURI.schema,
      SchemaURI.resourceType:
      SchemaURI.version1Core
    case SchemaURI.enterpriseUser: SchemaURI.version1Enterprise
    default: uri
    }
  }

  /// The id of a type's document at `/Schemas`: the type's name after the core URN.
  static func schemaID(of type: ResourceType) -> String { "\(SchemaURI.version1Core):\(type.name)" }

  /// The longer ones first, since each begins with the shorter one.
  private static let prefixes = [
    ("\(SchemaURI.version1Core):\(ResourceType.user.name)", ""),
    ("\(SchemaURI.version1Core):\(ResourceType.group.name)", ""),
    (SchemaURI.version1Core, ""),
    (SchemaURI.version1Enterprise, SchemaURI.enterpriseUser),
  ]

  private static func managerPath(_ name: String) -> String {
    name.equalsIgnoringASCIICase("manager.managerId") ? "manager.value" : name
  }
}

extension String {
  /// What follows a URN and the colon or dot after it; empty where nothing does, nil where the text is about
  /// something else.
  fileprivate func rest(afterURN urn: String) -> String? {
    let length = urn.utf8.count
    guard utf8.count >= length,
      String(decoding: utf8.prefix(length), as: UTF8.self).equalsIgnoringASCIICase(urn)
    else { return nil }
    let rest = utf8.dropFirst(length)
    guard let separator = rest.first else { return "" }
    guard separator == UInt8(ascii: ":") || separator == UInt8(ascii: ".") else { return nil }
    return String(decoding: rest.dropFirst(), as: UTF8.self)
  }
}
