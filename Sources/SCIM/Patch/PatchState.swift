import JSONTape

/// The image while a PATCH is applied to it.
struct PatchState {
  var image: JSONObject
  let type: ResourceType
  let id: String
  let isEntraDialect: Bool
  var version = ProtocolVersion.v2
  var membersChanges: [MembersChange] = []
  var passwordGiven = false
  var tolerances: [Tolerance] = []

  init(image: JSONObject, type: ResourceType, id: String, isEntraDialect: Bool) {
    self.image = image
    self.type = type
    self.id = id
    self.isEntraDialect = isEntraDialect
  }

  mutating func apply(_ operation: PatchOperation) throws(SCIMError) {
    guard let path = operation.path else {
      return try assignMembers(of: operation)
    }
    switch path {
    case .schema(let uri): try apply(operation, toSchema: uri)
    case .attribute(let attribute):
      let target = try resolve(attribute)
      if operation.kind == .remove {
        try remove(target, values: operation.value)
      } else {
        try assign(operation.value ?? .null, to: target, kind: operation.kind)
      }
    case .valuePath(let attribute, let filter, let subName):
      try apply(operation, toValuesOf: try resolve(attribute), where: filter, subName: subName)
    }
  }

  private mutating func resolve(_ path: AttributePath) throws(SCIMError) -> ResolvedPath {
    guard let target = path.resolved(in: type) else {
      throw .invalidPath("\(type.name) has no attribute \(path)")
    }
    if target.isBareExtensionName {
      tolerances.append(
        Tolerance(
          rule: "extensionAttributeAtTopLevel", path: "\(path)", detail: "read as \(target)"))
    }
    return target
  }

  /// An operation without a path: each member of the value is one on the attribute it names.
  private mutating func assignMembers(of operation: PatchOperation) throws(SCIMError) {
    guard case .object(let object)? = operation.value else {
      throw .invalidValue("without a path the value is an object of attributes (RFC 7644 §3.5.2.1)")
    }
    for member in object {
      try assign(member, kind: operation.kind)
    }
  }

  private mutating func assign(
    _ member: JSONObject.Member, kind: PatchOperation.Kind
  ) throws(SCIMError) {
    guard let path = try? PatchPath(parsing: member.name, type: type) else {
      tolerances.append(.unknownAttributeIgnored(at: member.name))
      return
    }
    switch path {
    case .schema(let uri):
      let schema = type.schemas.first { $0.id == uri }
      try assign(member.value, toSchema: schema ?? type.schema, kind: kind, refusesUnknown: false)
    case .attribute(let attribute):
      guard let target = attribute.resolved(in: type) else {
        tolerances.append(.unknownAttributeIgnored(at: member.name))
        return
      }
      note(attribute, in: member.name, as: target)
      try assignIfWritable(member.value, to: target, kind: kind)
    case .valuePath(let attribute, let filter, let subName):
      let operation = PatchOperation(kind: kind, path: path, value: member.value)
      try apply(operation, toValuesOf: try resolve(attribute), where: filter, subName: subName)
    }
  }

  private mutating func note(_ path: AttributePath, in key: String, as target: ResolvedPath) {
    let rule: String? =
      if target.isBareExtensionName {
        "extensionAttributeAtTopLevel"
      } else if path.schema != nil {
        "flatExtensionKey"
      } else if path.subName != nil {
        "dottedKey"
      } else {
        nil
      }
    guard let rule else {
      return AttributeReader.noteCase(
        of: key, canonical: target.attribute.name, at: "\(target)", tolerances: &tolerances)
    }
    tolerances.append(Tolerance(rule: rule, path: "\(target)", detail: "a key read as a path"))
  }

  /// Within a value, what only the service provider sets is passed over (RFC 7644 §3.5.1 does so for PUT).
  private mutating func assignIfWritable(
    _ value: JSONValue, to target: ResolvedPath, kind: PatchOperation.Kind
  ) throws(SCIMError) {
    if target.attribute.name == CommonAttributes.id.name, !target.isExtension, value != .string(id) {
      throw .mutability("id is given by the service provider and can't be changed")
    }
    if target.attribute.mutability == .readOnly || target.subAttribute?.mutability == .readOnly {
      tolerances.append(.readOnlyIgnored(at: "\(target)"))
      return
    }
    try assign(value, to: target, kind: kind)
  }

  private mutating func apply(
    _ operation: PatchOperation, toSchema uri: String
  ) throws(SCIMError) {
    let schema = type.schemas.first { $0.id == uri } ?? type.schema
    if operation.kind == .remove {
      guard schema.id != type.schema.id else {
        throw .mutability("the attributes of \(uri) can't be removed all at once")
      }
      return store(nil, inExtension: uri)
    }
    try assign(operation.value ?? .null, toSchema: schema, kind: operation.kind, refusesUnknown: true)
  }

  private mutating func assign(
    _ value: JSONValue, toSchema schema: Schema, kind: PatchOperation.Kind, refusesUnknown: Bool
  ) throws(SCIMError) {
    let isExtension = schema.id != type.schema.id
    switch value {
    case .object(let object):
      for member in object {
        // Clients that model an extension as a resource send its `schemas` along.
        if isExtension, member.name.equalsIgnoringASCIICase("schemas") {
          tolerances.append(
            Tolerance(rule: "schemasIgnored", path: "\(schema.id):schemas", detail: "an extension has none"))
          continue
        }
        let path = try? AttributePath(parsing: member.name)
        let full = path.map { AttributePath(schema: schema.id, name: $0.name, subName: $0.subName) }
        guard let target = full?.resolved(in: type) else {
          guard !refusesUnknown else {
            throw .invalidPath("\(schema.id) has no attribute \(member.name)")
          }
          tolerances.append(.unknownAttributeIgnored(at: "\(schema.id):\(member.name)"))
          continue
        }
        try assignIfWritable(member.value, to: target, kind: kind)
      }
    case .null where isExtension, .string("") where isExtension:
      store(nil, inExtension: schema.id)
    default:
      throw .invalidValue("\(schema.id) takes an object of its attributes")
    }
  }

  /// Throws if the result lacks what its schemas require.
  func checkRequired() throws(SCIMError) {
    for attribute in type.schema.attributes where attribute.required {
      guard image[attribute.name] != nil || isKeptApart(attribute) else {
        throw .invalidValue("\(attribute.name) is required in a \(type.name) (RFC 7643 §2.2)")
      }
    }
    if let part = type.schema.missingPart(in: image) {
      throw .invalidValue("\(part) is required in a \(type.name) (RFC 7643 §2.2)")
    }
    for candidate in type.extensions {
      guard let object = image[candidate.schema.id]?.objectValue else {
        if candidate.required {
          throw .invalidValue("\(candidate.schema.id) is required in a \(type.name)")
        }
        continue
      }
      for attribute in candidate.schema.attributes where attribute.required {
        guard object[attribute.name] != nil else {
          throw .invalidValue("\(candidate.schema.id):\(attribute.name) is required (RFC 7643 §2.2)")
        }
      }
      if let part = candidate.schema.missingPart(in: object) {
        throw .invalidValue("\(candidate.schema.id):\(part) is required (RFC 7643 §2.2)")
      }
    }
  }

  private func isKeptApart(_ attribute: Attribute) -> Bool {
    attribute.mutability == .readOnly || attribute.isSecret
      || (attribute.name == "members" && type.hasMembers)
  }
}
