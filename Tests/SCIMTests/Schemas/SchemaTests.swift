import SCIM
import Testing

@Suite struct `Standard schemas` {
  /// A characteristic of RFC 7643 §8.7.1 that differs from the default.
  struct Characteristic: Sendable {
    var schema: Schema
    var attribute: String
    var sub: String?
    var type: Attribute.DataType = .string
    var multiValued = false
    var required = false
    var mutability: Attribute.Mutability = .readWrite
    var returned: Attribute.Returned = .default
    var uniqueness: Attribute.Uniqueness = .none
  }

  @Test(arguments: [
    Characteristic(schema: .user, attribute: "userName", required: true, uniqueness: .server),
    Characteristic(schema: .user, attribute: "name", type: .complex),
    Characteristic(schema: .user, attribute: "profileUrl", type: .reference),
    Characteristic(schema: .user, attribute: "active", type: .boolean),
    Characteristic(schema: .user, attribute: "password", mutability: .writeOnly, returned: .never),
    Characteristic(schema: .user, attribute: "emails", type: .complex, multiValued: true),
    Characteristic(schema: .user, attribute: "emails", sub: "primary", type: .boolean),
    Characteristic(schema: .user, attribute: "photos", sub: "value", type: .reference),
    Characteristic(schema: .user, attribute: "x509Certificates", sub: "value", type: .binary),
    Characteristic(
      schema: .user, attribute: "groups", type: .complex, multiValued: true, mutability: .readOnly),
    Characteristic(schema: .user, attribute: "groups", sub: "type", mutability: .readOnly),
    Characteristic(schema: .enterpriseUser, attribute: "manager", type: .complex),
    Characteristic(schema: .enterpriseUser, attribute: "manager", sub: "$ref", type: .reference),
    Characteristic(
      schema: .enterpriseUser, attribute: "manager", sub: "displayName", mutability: .readOnly),
    Characteristic(schema: .group, attribute: "displayName", required: true, uniqueness: .server),
    Characteristic(schema: .group, attribute: "members", type: .complex, multiValued: true),
    Characteristic(schema: .group, attribute: "members", sub: "value", mutability: .immutable),
    Characteristic(
      schema: .serviceProviderConfig, attribute: "authenticationSchemes", type: .complex,
      multiValued: true, required: true, mutability: .readOnly),
    Characteristic(
      schema: .resourceType, attribute: "endpoint", type: .reference, required: true,
      mutability: .readOnly),
    Characteristic(
      schema: .schema, attribute: "attributes", type: .complex, multiValued: true, required: true,
      mutability: .readOnly),
  ])
  func `an attribute has the RFC's characteristics`(expected: Characteristic) throws {
    var attribute = try #require(expected.schema.attribute(named: expected.attribute))
    if let sub = expected.sub {
      attribute = try #require(attribute.subAttribute(named: sub))
    }
    #expect(attribute.type == expected.type)
    #expect(attribute.multiValued == expected.multiValued)
    #expect(attribute.required == expected.required)
    #expect(attribute.mutability == expected.mutability)
    #expect(attribute.returned == expected.returned)
    #expect(attribute.uniqueness == expected.uniqueness)
  }

  @Test func `the common attributes are exact where the RFC says so`() {
    #expect(CommonAttributes.id.caseExact && CommonAttributes.externalId.caseExact)
    #expect(CommonAttributes.id.returned == .always)
    #expect(CommonAttributes.attribute(named: "EXTERNALID") == CommonAttributes.externalId)
    #expect(CommonAttributes.meta.subAttribute(named: "version")?.caseExact == true)
  }

  @Test(arguments: ResourceType.standard.flatMap(\.schemas) + Schema.discovery)
  func `names in a schema are unique and described`(schema: Schema) {
    for attributes in [schema.attributes] + schema.attributes.map(\.subAttributes) {
      #expect(Set(attributes.map { $0.name.lowercased() }).count == attributes.count)
      #expect(attributes.allSatisfy { !$0.description.isEmpty })
      #expect(attributes.allSatisfy { ($0.type == .complex) == !$0.subAttributes.isEmpty })
    }
  }

  @Test func `a user has the enterprise extension, a group has members`() {
    #expect(ResourceType.user.schemas.map(\.id) == [SchemaURI.user, SchemaURI.enterpriseUser])
    #expect(ResourceType.user.hasGroups && !ResourceType.user.hasMembers)
    #expect(ResourceType.group.hasMembers && !ResourceType.group.hasGroups)
  }
}
