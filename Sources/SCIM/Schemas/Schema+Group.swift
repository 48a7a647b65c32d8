extension Schema {
  /// The core `Group` schema (RFC 7643 §4.2 and §8.7.1).
  ///
  /// `displayName` is required as §4.2 says, and unique because provisioning clients match groups
  /// by it. `members.display` is not in §8.7.1, but §4.2's examples and every client have it.
  public static let group = Schema(
    id: SchemaURI.group, name: "Group", description: "Group",
    attributes: [
      Attribute(
        name: "displayName", description: "The name of the group, unique in the service.",
        required: true, uniqueness: .server),
      Attribute(
        name: "members", type: .complex, multiValued: true, description: "The members of the group.",
        subAttributes: [
          Attribute(name: "value", description: "The member's id.", mutability: .immutable),
          Attribute(
            name: "$ref", type: .reference, description: "The member's URI.", mutability: .immutable,
            referenceTypes: ["User", "Group"]),
          Attribute(
            name: "type", description: "The member's resource type.", mutability: .immutable,
            canonicalValues: ["User", "Group"]),
          Attribute(
            name: "display", description: "A name to show for the member.", mutability: .immutable),
        ]),
    ])
}
