extension Schema {
  /// The core `User` schema (RFC 7643 §4.1 and §8.7.1).
  public static let user = Schema(
    id: SchemaURI.user, name: "User", description: "User Account",
    attributes: singularUserAttributes + pluralUserAttributes)

  private static let singularUserAttributes = [
    Attribute(
      name: "userName", description: "The name by which the user signs in, unique in the service.",
      required: true, uniqueness: .server),
    Attribute(
      name: "name", type: .complex, description: "The parts of the user's name.",
      subAttributes: [
        Attribute(name: "formatted", description: "The whole name, as it is displayed."),
        Attribute(name: "familyName", description: "The family name, or last name."),
        Attribute(name: "givenName", description: "The given name, or first name."),
        Attribute(name: "middleName", description: "The middle names."),
        Attribute(name: "honorificPrefix", description: "What stands before the name, such as Ms."),
        Attribute(name: "honorificSuffix", description: "What stands after the name, such as III."),
      ]),
    Attribute(name: "displayName", description: "The name shown to other people."),
    Attribute(name: "nickName", description: "The casual name by which the user is addressed."),
    Attribute(
      name: "profileUrl", type: .reference, description: "The URL of the user's online profile.",
      referenceTypes: ["external"]),
    Attribute(name: "title", description: "The user's title, such as Vice President."),
    Attribute(name: "userType", description: "The user's relation to the organization, such as Contractor."),
    Attribute(
      name: "preferredLanguage",
      description: "The languages that the user prefers, written as an Accept-Language header."),
    Attribute(
      name: "locale", description: "The locale for dates, numbers and currency, such as en-US."),
    Attribute(name: "timezone", description: "The time zone by its IANA name, such as America/Denver."),
    Attribute(name: "active", type: .boolean, description: "Whether the user may use the service."),
    Attribute(
      name: "password", description: "A new password; it is never returned.", mutability: .writeOnly,
      returned: .never),
  ]

  private static let pluralUserAttributes = [
    Attribute.plural(
      "emails", "The user's e-mail addresses.", of: "An e-mail address.",
      kinds: ["work", "home", "other"]),
    Attribute.plural(
      "phoneNumbers", "The user's telephone numbers.", of: "A telephone number.",
      kinds: ["work", "home", "mobile", "fax", "pager", "other"]),
    Attribute.plural(
      "ims", "The user's instant messaging addresses.", of: "An instant messaging address.",
      kinds: ["aim", "gtalk", "icq", "xmpp", "msn", "skype", "qq", "yahoo"]),
    Attribute.plural(
      "photos", "Pictures of the user.", of: "The URL of a picture.", valueType: .reference,
      valueReferenceTypes: ["external"], kinds: ["photo", "thumbnail"]),
    Attribute(
      name: "addresses", type: .complex, multiValued: true, description: "The user's postal addresses.",
      subAttributes: [
        Attribute(name: "formatted", description: "The whole address, as it is printed."),
        Attribute(name: "streetAddress", description: "The street, house number and post box."),
        Attribute(name: "locality", description: "The city or locality."),
        Attribute(name: "region", description: "The state or region."),
        Attribute(name: "postalCode", description: "The postal code."),
        Attribute(name: "country", description: "The country's two-letter ISO 3166-1 code."),
        Attribute(
          name: "type", description: "What the address is used for.",
          canonicalValues: ["work", "home", "other"]),
        .primary,
      ]),
    Attribute(
      name: "groups", type: .complex, multiValued: true,
      description: "The groups that the user belongs to; changed through the groups.",
      mutability: .readOnly,
      subAttributes: [
        Attribute(name: "value", description: "The group's id.", mutability: .readOnly),
        Attribute(
          name: "$ref", type: .reference, description: "The group's URI.", mutability: .readOnly,
          referenceTypes: ["User", "Group"]),
        Attribute(name: "display", description: "The group's name.", mutability: .readOnly),
        Attribute(
          name: "type", description: "Whether the user is a member directly or through another group.",
          mutability: .readOnly, canonicalValues: ["direct", "indirect"]),
      ]),
    Attribute.plural("entitlements", "What the user is entitled to.", of: "An entitlement."),
    Attribute.plural("roles", "The roles that describe who the user is.", of: "A role."),
    Attribute.plural(
      "x509Certificates", "The user's certificates.", of: "A certificate, DER in Base64.",
      valueType: .binary),
  ]
}
