extension ResourceType {
  /// Users with the enterprise extension.
  public static let user = ResourceType(
    name: "User", endpoint: "/Users", description: "User Account", schema: .user,
    extensions: [Extension(schema: .enterpriseUser)])

  public static let group = ResourceType(
    name: "Group", endpoint: "/Groups", description: "Group", schema: .group)

  /// The types that a service provider has when nothing else is said.
  public static let standard = [user, group]

  /// Whether resources of this type have `members`, which are kept apart from the image.
  public var hasMembers: Bool { schema.id == SchemaURI.group }

  /// Whether resources of this type have the readOnly `groups`, which are derived from memberships.
  public var hasGroups: Bool { schema.id == SchemaURI.user }

  /// The core schema, then the extensions' schemas.
  public var schemas: [Schema] { [schema] + extensions.map(\.schema) }
}
