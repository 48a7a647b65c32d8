extension Schema {
  /// The schemas of the discovery documents (RFC 7643 §8.7.2).
  public static let discovery = [serviceProviderConfig, resourceType, schema]

  /// The `ServiceProviderConfig` schema (RFC 7643 §5).
  public static let serviceProviderConfig = Schema(
    id: SchemaURI.serviceProviderConfig, name: "Service Provider Configuration",
    description: "What the service provider can do",
    attributes: [
      .reference(
        "documentationUri", "The URL of the service provider's documentation.", to: ["external"]),
      .complex("patch", "Whether PATCH is served.", [.supported]),
      .complex(
        "bulk", "Whether bulk requests are served, and how large.",
        [
          .supported,
          .number("maxOperations", "The most operations in one request."),
          .number("maxPayloadSize", "The largest request in bytes."),
        ]),
      .complex(
        "filter", "Whether filters are served.",
        [.supported, .number("maxResults", "The most resources in one answer.")]),
      .complex("changePassword", "Whether a password can be changed.", [.supported]),
      .complex("sort", "Whether results can be sorted.", [.supported]),
      .complex("etag", "Whether resources have entity tags.", [.supported]),
      .complex(
        "pagination", "The ways of paging through results (RFC 9865).",
        [
          .flag("cursor", "Whether pages can be asked for by cursor.", required: true),
          .flag("index", "Whether pages can be asked for by index.", required: true),
          .text(
            "defaultPaginationMethod", "How pages are given when the client does not say.",
            canonicalValues: ["cursor", "index"]),
          .number("defaultPageSize", "The resources of a page when the client does not say."),
          .number("maxPageSize", "The most resources of a page."),
          .number("cursorTimeout", "How many seconds a cursor may be used."),
        ], required: false),
      .complex(
        "authenticationSchemes", "The ways of authenticating.",
        [
          .text(
            "type", "The kind of the scheme.", required: true,
            canonicalValues: ["oauth", "oauth2", "oauthbearertoken", "httpbasic", "httpdigest"]),
          .text("name", "The name of the scheme.", required: true),
          .text("description", "A description of the scheme.", required: true),
          .reference("specUri", "The URL of the scheme's specification.", to: ["external"]),
          .reference("documentationUri", "The URL of the scheme's documentation.", to: ["external"]),
          .flag("primary", "Whether this is the preferred scheme."),
        ], multiValued: true),
    ])

  /// The `ResourceType` schema (RFC 7643 §6).
  public static let resourceType = Schema(
    id: SchemaURI.resourceType, name: "ResourceType", description: "A kind of resource",
    attributes: [
      .text("id", "The id of the resource type; the same as its name."),
      .text("name", "The name of the resource type.", required: true),
      .text("description", "A description of the resource type."),
      .reference("endpoint", "The endpoint relative to the base URL.", to: ["uri"], required: true),
      .reference("schema", "The URI of the core schema.", to: ["uri"], required: true, caseExact: true),
      .complex(
        "schemaExtensions", "The extensions of the resource type.",
        [
          .reference("schema", "The URI of the extension.", to: ["uri"], required: true, caseExact: true),
          .flag("required", "Whether every resource has the extension.", required: true),
        ], multiValued: true, required: false),
    ])

  /// The `Schema` schema (RFC 7643 §7).
  public static let schema = Schema(
    id: SchemaURI.schema, name: "Schema", description: "A set of attributes with their characteristics",
    attributes: [
      .text("id", "The URI of the schema.", required: true),
      .text("name", "The name of the schema.", required: true),
      .text("description", "A description of the schema."),
      .complex(
        "attributes", "The attributes of the schema.",
        characteristics + [
          .complex(
            "subAttributes", "The parts of a complex attribute.", characteristics, multiValued: true,
            required: false)
        ], multiValued: true, required: true),
    ])

  private static let characteristics: [Attribute] = [
    .text("name", "The name of the attribute.", required: true, caseExact: true),
    .text(
      "type", "The type of the attribute's values.", required: true,
      canonicalValues: [
        "string", "complex", "boolean", "decimal", "integer", "dateTime", "reference", "binary",
      ]),
    .flag("multiValued", "Whether the attribute has many values.", required: true),
    .text("description", "A description of the attribute.", caseExact: true),
    .flag("required", "Whether a resource must have the attribute."),
    .text("canonicalValues", "Values that are suggested.", caseExact: true, multiValued: true),
    .flag("caseExact", "Whether case matters in a string's comparison."),
    .text(
      "mutability", "When a client may set the attribute.", caseExact: true,
      canonicalValues: ["readOnly", "readWrite", "immutable", "writeOnly"]),
    .text(
      "returned", "When the attribute is returned.", caseExact: true,
      canonicalValues: ["always", "never", "default", "request"]),
    .text(
      "uniqueness", "Where a value must be unique.", caseExact: true,
      canonicalValues: ["none", "server", "global"]),
    .text("referenceTypes", "What a reference may point to.", caseExact: true, multiValued: true),
  ]
}

/// Attributes of the discovery documents: a client can read them only.
extension Attribute {
  fileprivate static let supported = flag("supported", "Whether it is served.", required: true)

  fileprivate static func text(
    _ name: String, _ description: String, required: Bool = false, caseExact: Bool = false,
    canonicalValues: [String] = [], multiValued: Bool = false
  ) -> Attribute {
    Attribute(
      name: name, multiValued: multiValued, description: description, required: required,
      caseExact: caseExact, mutability: .readOnly, canonicalValues: canonicalValues)
  }

  fileprivate static func flag(_ name: String, _ description: String, required: Bool = false) -> Attribute {
    Attribute(
      name: name, type: .boolean, description: description, required: required, mutability: .readOnly)
  }

  fileprivate static func number(_ name: String, _ description: String) -> Attribute {
    Attribute(name: name, type: .integer, description: description, required: true, mutability: .readOnly)
  }

  fileprivate static func reference(
    _ name: String, _ description: String, to types: [String], required: Bool = false,
    caseExact: Bool = false
  ) -> Attribute {
    Attribute(
      name: name, type: .reference, description: description, required: required, caseExact: caseExact,
      mutability: .readOnly, referenceTypes: types)
  }

  fileprivate static func complex(
    _ name: String, _ description: String, _ parts: [Attribute], multiValued: Bool = false,
    required: Bool = true
  ) -> Attribute {
    Attribute(
      name: name, type: .complex, multiValued: multiValued, description: description, required: required,
      mutability: .readOnly, subAttributes: parts)
  }
}
