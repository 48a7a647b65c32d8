/// The attributes that every resource has and no schema lists (RFC 7643 §3.1).
public enum CommonAttributes {
  public static let schemas = Attribute(
    name: "schemas", type: .reference, multiValued: true,
    description: "The URIs of the schemas whose attributes are present.",
    required: true, caseExact: true, returned: .always, referenceTypes: ["uri"])

  public static let id = Attribute(
    name: "id", description: "The identifier that the service provider gave to the resource.",
    caseExact: true, mutability: .readOnly, returned: .always, uniqueness: .server)

  public static let externalId = Attribute(
    name: "externalId", description: "The identifier that the provisioning client gave to the resource.",
    caseExact: true)

  public static let meta = Attribute(
    name: "meta", type: .complex, description: "What the service provider knows about the resource.",
    mutability: .readOnly,
    subAttributes: [
      Attribute(
        name: "resourceType", description: "The name of the resource type.", caseExact: true,
        mutability: .readOnly),
      Attribute(
        name: "created", type: .dateTime, description: "When the resource was created.",
        mutability: .readOnly),
      Attribute(
        name: "lastModified", type: .dateTime, description: "When the resource was last changed.",
        mutability: .readOnly),
      Attribute(
        name: "location", type: .reference, description: "The URI of the resource.", caseExact: true,
        mutability: .readOnly, referenceTypes: ["uri"]),
      Attribute(
        name: "version", description: "The entity tag of the resource's present state.", caseExact: true,
        mutability: .readOnly),
    ])

  public static let all = [schemas, id, externalId, meta]

  /// The common attribute of this name, compared without regard to case.
  public static func attribute(named name: String) -> Attribute? {
    all.first { $0.name.equalsIgnoringASCIICase(name) }
  }
}
