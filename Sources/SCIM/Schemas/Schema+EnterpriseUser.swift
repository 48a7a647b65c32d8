extension Schema {
  /// The `EnterpriseUser` extension of `User` (RFC 7643 §4.3 and §8.7.1).
  public static let enterpriseUser = Schema(
    id: SchemaURI.enterpriseUser, name: "EnterpriseUser", description: "Enterprise User",
    attributes: [
      Attribute(
        name: "employeeNumber", description: "The identifier that the organization gave to the user."),
      Attribute(name: "costCenter", description: "The name of the user's cost center."),
      Attribute(name: "organization", description: "The name of the user's organization."),
      Attribute(name: "division", description: "The name of the user's division."),
      Attribute(name: "department", description: "The name of the user's department."),
      Attribute(
        name: "manager", type: .complex, description: "The user's manager.",
        subAttributes: [
          Attribute(name: "value", description: "The id of the manager's User resource."),
          Attribute(
            name: "$ref", type: .reference, description: "The URI of the manager's User resource.",
            referenceTypes: ["User"]),
          Attribute(
            name: "displayName", description: "The manager's displayName.", mutability: .readOnly),
        ]),
    ])
}
