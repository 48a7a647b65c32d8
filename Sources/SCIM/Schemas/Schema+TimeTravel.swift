extension Schema {
  /// What this package adds to the standard.
  public static let ledger = [timeTravel, change]

  /// How the past is read, as an extension of `ServiceProviderConfig` that is returned on request.
  public static let timeTravel = Schema(
    id: SchemaURI.timeTravel, name: "Time Travel", description: "How the past of the directory is read",
    attributes: [
      shown("asOf", .boolean, "Whether GET takes asOf: a position of the log, or an instant.", on: .request),
      shown("history", .boolean, "Whether a resource has its history at /history below it.", on: .request),
    ])

  /// One operation on a resource, done or refused, as its history lists them.
  public static let change = Schema(
    id: SchemaURI.change, name: "Change", description: "An operation on a resource",
    attributes: [
      shown("position", .integer, "Where the operation stands in the log."),
      shown("time", .dateTime, "When it was done."),
      shown("operation", .string, "What was done or tried, such as modify."),
      complex(
        "actor", "Who asked.",
        [
          shown("name", .string, "The token's name."),
          shown("client", .string, "The provisioning client that the token speaks for."),
        ]),
      shown("status", .integer, "The HTTP status code of the answer."),
      shown("scimType", .string, "The error keyword of a refusal."),
      shown("detail", .string, "Why it was refused."),
      shown("tolerances", .string, "The departures from the standard that were accepted.", multiValued: true),
      shown("cause", .integer, "The position of the operation that brought this one about."),
      shown("requestId", .string, "The id by which client and server know the request."),
      shown("version", .string, "The entity tag of the resource as this operation left it."),
      complex(
        "modifiedProperties", "What changed.",
        [
          shown("path", .string, "The attribute's path."),
          shown("oldValue", .string, "Its value before, as JSON."),
          shown("newValue", .string, "Its value after, as JSON."),
        ], multiValued: true),
    ])

  private static func shown(
    _ name: String, _ type: Attribute.DataType, _ description: String,
    on returned: Attribute.Returned = .default,
    multiValued: Bool = false
  ) -> Attribute {
    Attribute(
      name: name, type: type, multiValued: multiValued, description: description, caseExact: true,
      mutability: .readOnly, returned: returned)
  }

  private static func complex(
    _ name: String, _ description: String, _ parts: [Attribute], multiValued: Bool = false
  ) -> Attribute {
    Attribute(
      name: name, type: .complex, multiValued: multiValued, description: description, mutability: .readOnly,
      subAttributes: parts)
  }
}
