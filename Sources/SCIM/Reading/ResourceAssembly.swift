import JSONTape

/// The image that grows while a body's members are read one by one.
struct ResourceAssembly {
  let type: ResourceType
  var core = JSONObject()
  /// By the extension's URN.
  var extensions: [String: JSONObject] = [:]
  var members: [GroupMember]?
  var passwordGiven = false
  /// What stood under `schemas`; nil when nothing did.
  var schemasGiven: [String]?
  var tolerances: [Tolerance] = []

  init(type: ResourceType) { self.type = type }

  mutating func take(_ member: JSONObject.Member) throws(SCIMError) {
    if let attribute = type.schema.attribute(named: member.name)
      ?? CommonAttributes.attribute(named: member.name)
    {
      noteCase(of: member.name, canonical: attribute.name)
      try take(
        member.value, for: ResolvedPath(schema: type.schema.id, isExtension: false, attribute: attribute))
    } else if let schema = type.schema(withID: member.name) {
      try takeSchema(member, schema: schema)
    } else if let path = type.path(named: member.name) {
      noteForm(of: member.name, path: path)
      try take(member.value, for: path)
    } else {
      ignore(member)
    }
  }

  private mutating func ignore(_ member: JSONObject.Member) {
    if member.name.utf8.contains(.colon) {
      tolerances.append(
        Tolerance(rule: "unknownSchemaIgnored", path: member.name, detail: "no schema of \(type.name)"))
    } else {
      tolerances.append(.unknownAttributeIgnored(at: member.name))
    }
  }

  private mutating func noteCase(of name: String, canonical: String) {
    AttributeReader.noteCase(of: name, canonical: canonical, at: canonical, tolerances: &tolerances)
  }

  /// Records a key that is more than the name of a core attribute.
  private mutating func noteForm(of name: String, path: ResolvedPath) {
    if name.utf8.contains(.colon) {
      tolerances.append(
        Tolerance(rule: "flatExtensionKey", path: name, detail: "a URN and a name as one key"))
    } else if path.isBareExtensionName {
      tolerances.append(
        Tolerance(
          rule: "extensionAttributeAtTopLevel", path: name, detail: "read as the extension's attribute"))
    }
  }

  /// An object of attributes under its schema's URN.
  private mutating func takeSchema(_ member: JSONObject.Member, schema: Schema) throws(SCIMError) {
    guard case .object(let object) = member.value else {
      if member.value.isUnassigned { return }
      throw .invalidValue(
        "\(schema.id) takes an object, but \(AttributeReader.kind(of: member.value)) was given")
    }
    if schema.id == type.schema.id {
      tolerances.append(
        Tolerance(rule: "coreSchemaAsObject", path: schema.id, detail: "read as top-level attributes"))
    }
    for inner in object.members {
      if let path = type.path(named: inner.name, in: schema) {
        if path.subAttribute == nil { noteCase(of: inner.name, canonical: path.attribute.name) }
        try take(inner.value, for: path)
      } else {
        tolerances.append(.unknownAttributeIgnored(at: "\(schema.id):\(inner.name)"))
      }
    }
  }

  private mutating func take(_ value: JSONValue, for path: ResolvedPath) throws(SCIMError) {
    let attribute = path.attribute
    if attribute == CommonAttributes.schemas {
      schemasGiven = try readSchemas(value)
    } else if attribute.mutability == .readOnly || path.subAttribute?.mutability == .readOnly {
      tolerances.append(.readOnlyIgnored(at: path.description))
    } else if attribute.isSecret {
      if attribute.name == "password" && !value.isUnassigned { passwordGiven = true }
    } else if let sub = path.subAttribute {
      try take(value, asPart: sub, of: path)
    } else if type.hasMembers && !path.isExtension && attribute.name == "members" {
      members = try AttributeReader.readMembers(value, tolerances: &tolerances)
    } else {
      self[path] = try AttributeReader.read(
        value, as: attribute, at: path.description, tolerances: &tolerances)
    }
  }

  /// A dotted key, such as `name.givenName`, sets one part of a complex attribute.
  private mutating func take(
    _ value: JSONValue, asPart sub: Attribute, of path: ResolvedPath
  ) throws(SCIMError) {
    guard !path.attribute.multiValued else {
      tolerances.append(.unknownAttributeIgnored(at: path.description))
      return
    }
    tolerances.append(
      Tolerance(
        rule: "dottedKey", path: path.description, detail: "read as a part of \(path.attribute.name)"))
    var object = self[path]?.objectValue ?? JSONObject()
    let read = try AttributeReader.read(value, as: sub, at: path.description, tolerances: &tolerances)
    object[sub.name] = sub.isSecret ? nil : read
    self[path] = object.isEmpty ? nil : .object(object)
  }

  private mutating func readSchemas(_ value: JSONValue) throws(SCIMError) -> [String] {
    switch value {
    case .null: return []
    case .string(let uri):
      tolerances.append(
        Tolerance(rule: "arrayFromSingleValue", path: "schemas", detail: "one URI read as an array of one"))
      return [uri]
    case .array(let elements):
      var uris: [String] = []
      for (index, element) in elements.enumerated() {
        guard case .string(let uri) = element else {
          throw .invalidValue(
            "schemas[\(index)] takes a schema URI, but \(AttributeReader.kind(of: element)) was given")
        }
        uris.append(uri)
      }
      return uris
    default:
      throw .invalidValue(
        "schemas takes an array of schema URIs, but \(AttributeReader.kind(of: value)) was given")
    }
  }

  /// The value of a path's attribute.
  private subscript(path: ResolvedPath) -> JSONValue? {
    get {
      path.isExtension ? extensions[path.schema]?[path.attribute.name] : core[path.attribute.name]
    }
    set {
      if path.isExtension {
        extensions[path.schema, default: JSONObject()][path.attribute.name] = newValue
      } else {
        core[path.attribute.name] = newValue
      }
    }
  }
}

extension JSONValue {
  /// Null, "" and [] say that an attribute has no value (RFC 7643 §2.5).
  fileprivate var isUnassigned: Bool {
    switch self {
    case .null, .string(""), .array([]): true
    default: false
    }
  }
}
