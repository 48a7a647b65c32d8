extension ToleranceRule {
  /// Every rule there is. A rule that is applied but not listed here fails the tests.
  public static let all: [ToleranceRule] = values + names + schemas + patches + queries + bulks

  private static let values = [
    ToleranceRule(
      "booleanAsString", #""True", "False" and other spellings for true and false"#,
      source: "Entra ID's default PATCH dialect; Entra SCIM Validator"),
    ToleranceRule("numberAsString", #""7" where a number is due"#, source: "OneLogin's templates"),
    ToleranceRule(
      "stringFromNumber", "7 where a string is due", source: "HR systems' employee numbers"),
    ToleranceRule("stringFromBoolean", "true where a string is due", source: "HR systems"),
    ToleranceRule(
      "singleValueAsArray", "[value] where one value is due",
      source: "Entra ID's documented manager update"),
    ToleranceRule(
      "arrayFromSingleValue", "a value where an array is due", source: "python-scim's and WSO2's tests"),
    ToleranceRule(
      "complexFromString", #""id" for {"value": "id"}"#,
      source: "Entra ID's manager; Microsoft's Postman collection"),
    ToleranceRule(
      "duplicateValueIgnored", "the same value twice in one attribute, kept once",
      source: "RFC 7643 §2.4 (SHOULD NOT return it twice)", conforming: true),
    ToleranceRule(
      "primaryMoved", "several primary values, of which the last stays",
      source: "RFC 7643 §2.4; old SCIM 1.1 clients"),
    ToleranceRule(
      "nullIgnored", "null for unassigned", source: "RFC 7643 §2.5", conforming: true),
    ToleranceRule(
      "emptyStringCleared", #""" for unassigned"#, source: "Microsoft's SCIM_Null_Update test"),
    ToleranceRule(
      "unknownMemberTypeIgnored", "a member type that is neither User nor Group", source: "custom connectors"),
  ]

  private static let names = [
    ToleranceRule(
      "restoredOnCreate", "a POST of a person who was deactivated, where the ledger is set to restore",
      source: "Okta's assignment after a deactivation", conforming: true),
    ToleranceRule("nameCase", "attribute names in another case", source: "RFC 7643 §2.1", conforming: true),
    ToleranceRule("dottedKey", "name.givenName as a key", source: "Entra ID with aadOptscim062020"),
    ToleranceRule(
      "flatExtensionKey", "urn:…:User:department as a key", source: "Entra ID with aadOptscim062020"),
    ToleranceRule(
      "extensionAttributeAtTopLevel", "department and manager without their URN",
      source: "the older Azure AD client"),
    ToleranceRule(
      "unknownAttributeIgnored", "attributes that no schema has",
      source: "Okta's and JumpCloud's extra attributes"),
    ToleranceRule(
      "readOnlyIgnored", "readOnly attributes in a body", source: "RFC 7644 §3.3, §3.5.1", conforming: true),
    ToleranceRule(
      "coreSchemaAsObject", "the core schema's URN as a key with an object", source: "hand-written connectors"
    ),
  ]

  private static let schemas = [
    ToleranceRule(
      "schemasMissing", "a body without schemas", source: "Microsoft's Postman collection",
      refusal: .invalidSyntax),
    ToleranceRule(
      "unknownSchemaIgnored", "schema URIs that are not known, misspelt ones too",
      source: "Entra ID's ADSCIM group schema; the older client's enterprise:2.0User"),
    ToleranceRule(
      "extensionSchemaMissing", "an extension in the body but not in schemas",
      source: "Entra ID's custom extensions"),
    ToleranceRule(
      "schemasIgnored", "schemas inside a PATCH value", source: "scim2-client; Okta", conforming: true),
  ]

  private static let patches = [
    ToleranceRule(
      "operationCase", "Add, Replace and Remove", source: "Entra ID's default PATCH dialect",
      refusal: .invalidSyntax),
    ToleranceRule(
      "valuePathCreated", "a value path that matches nothing creates the value",
      source: "Entra ID's default PATCH dialect", refusal: .noTarget),
    ToleranceRule(
      "removeByValue", "the members to be removed beside the path instead of in it",
      source: "Entra ID's default PATCH dialect", refusal: .invalidPath),
    ToleranceRule(
      "patchOperationsInVersion1", "SCIM 2.0's PATCH operations in a 1.1 request",
      source: "clients that know one form of PATCH", conforming: true),
  ]

  private static let bulks = [
    ToleranceRule(
      "methodCase", "a bulk operation's method in small letters", source: "hand-written connectors",
      refusal: .invalidSyntax),
    ToleranceRule(
      "patchOperationsAsArray", "a bulk PATCH whose data is the array of its operations",
      source: "the example in RFC 7644 §3.7.3", conforming: true),
  ]

  private static let queries = [
    ToleranceRule(
      "version2FilterOperator", "ne, ew, not and value paths in a 1.1 filter",
      source: "clients that know one form of filter", refusal: .invalidFilter),
    ToleranceRule(
      "unquotedFilterValue", "ids in a filter without quotes", source: "the older Azure AD client",
      refusal: .invalidFilter),
    ToleranceRule(
      "valuePathComparison", #"emails[type eq "work"].value eq "…""#, source: "Entra ID's matching queries",
      refusal: .invalidFilter),
    ToleranceRule(
      "selectionValuePath", #"attributes=emails[type eq "work"]"#, source: "Microsoft's Postman collection"),
  ]
}
