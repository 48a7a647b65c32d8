import JSONTape

extension ResourceAssembly {
  /// The whole resource, checked for what RFC 7643 requires.
  mutating func finish(replacing present: JSONObject?) throws(SCIMError) -> ReadResource {
    noteSchemas()
    if let present {
      try keepImmutable(of: present)
    }
    fillActive(replacing: present)
    try checkRequired()
    return ReadResource(
      image: image(), members: members, passwordGiven: passwordGiven, tolerances: tolerances)
  }

  private func image() -> JSONObject {
    var image = JSONObject()
    let present = type.extensions.map(\.schema.id).filter { extensions[$0]?.isEmpty == false }
    image["schemas"] = .array(([type.schema.id] + present).map { .string($0) })
    for member in core.members {
      image[member.name] = member.value
    }
    for uri in present {
      image[uri] = extensions[uri].map { .object($0) }
    }
    return image
  }

  /// RFC 7643 §3: `schemas` names the core schema and each extension in the body, and no others.
  private mutating func noteSchemas() {
    let given = schemasGiven ?? []
    if !given.contains(where: { $0.equalsIgnoringASCIICase(type.schema.id) }) {
      tolerances.append(
        Tolerance(rule: "schemasMissing", path: "schemas", detail: "read as \(type.schema.id)"))
    }
    for uri in given where !type.schemas.contains(where: { $0.id.equalsIgnoringASCIICase(uri) }) {
      tolerances.append(
        Tolerance(
          rule: "unknownSchemaIgnored", path: "schemas", detail: "\(uri) is no schema of \(type.name)"))
    }
    for uri in type.extensions.map(\.schema.id)
    where extensions[uri]?.isEmpty == false && !given.contains(where: { $0.equalsIgnoringASCIICase(uri) }) {
      tolerances.append(
        Tolerance(
          rule: "extensionSchemaMissing", path: "schemas", detail: "\(uri) is in the body all the same"))
    }
  }

  private mutating func keepImmutable(of present: JSONObject) throws(SCIMError) {
    for attribute in type.schema.attributes where attribute.mutability == .immutable {
      core[attribute.name] = try immutableValue(
        of: attribute, given: core[attribute.name], present: present[attribute.name], at: attribute.name)
    }
    try checkImmutableParts(of: type.schema, given: core, present: present, at: "")
    for schema in type.extensions.map(\.schema) {
      let presentObject = present[schema.id]?.objectValue
      try checkImmutableParts(
        of: schema, given: extensions[schema.id], present: presentObject, at: "\(schema.id):")
      for attribute in schema.attributes where attribute.mutability == .immutable {
        let value = try immutableValue(
          of: attribute, given: extensions[schema.id]?[attribute.name],
          present: presentObject?[attribute.name], at: "\(schema.id):\(attribute.name)")
        guard let value else { continue }
        extensions[schema.id, default: JSONObject()][attribute.name] = value
      }
    }
  }

  /// A part of a complex value may go with it, but not become another one.
  private func checkImmutableParts(
    of schema: Schema, given: JSONObject?, present: JSONObject?, at prefix: String
  ) throws(SCIMError) {
    guard let given, let present else { return }
    for attribute in schema.attributes where !attribute.multiValued {
      for sub in attribute.subAttributes where sub.mutability == .immutable {
        guard let new = given[attribute.name]?.objectValue?[sub.name],
          let old = present[attribute.name]?.objectValue?[sub.name], new != old
        else { continue }
        throw .mutability("\(prefix)\(attribute.name).\(sub.name) is immutable and already has a value")
      }
    }
  }

  private func immutableValue(
    of attribute: Attribute, given: JSONValue?, present: JSONValue?, at path: String
  ) throws(SCIMError) -> JSONValue? {
    guard let present else { return given }
    guard let given else { return present }
    guard given == present else {
      throw .mutability("\(path) is immutable and already has a value; leave it out or repeat that value")
    }
    return present
  }

  private mutating func fillActive(replacing present: JSONObject?) {
    guard type.schema.id == SchemaURI.user, core["active"] == nil else { return }
    core["active"] = present?["active"] ?? true
  }

  private func checkRequired() throws(SCIMError) {
    for attribute in type.schema.attributes where attribute.required && core[attribute.name] == nil {
      throw missing(attribute.name)
    }
    if let part = type.schema.missingPart(in: core) { throw missing(part) }
    for candidate in type.extensions {
      let object = extensions[candidate.schema.id] ?? JSONObject()
      guard candidate.required || !object.isEmpty else { continue }
      for attribute in candidate.schema.attributes where attribute.required && object[attribute.name] == nil {
        throw missing("\(candidate.schema.id):\(attribute.name)")
      }
      if let part = candidate.schema.missingPart(in: object) {
        throw missing("\(candidate.schema.id):\(part)")
      }
    }
  }

  private func missing(_ path: String) -> SCIMError {
    .invalidValue("\(path) is required in a \(type.name) and takes a value that is not empty")
  }
}
