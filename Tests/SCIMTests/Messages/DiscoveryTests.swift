import JSONTape
import SCIM
import Testing

@Suite struct `Discovery documents` {
  let baseURL = "https://s/scim/v2"

  @Test func `the service provider's configuration says what is served`() {
    var options = Discovery.Options()
    options.documentationURI = "https://s/docs"
    let config = Discovery.serviceProviderConfig(baseURL: baseURL, options: options)
    #expect(config["patch"] == ["supported": true])
    #expect(config["bulk"] == ["supported": false, "maxOperations": 0, "maxPayloadSize": 0])
    #expect(config["filter"] == ["supported": true, "maxResults": 1000])
    #expect(config["etag"] == ["supported": true])
    #expect(config["sort"] == ["supported": true] && config["changePassword"] == ["supported": false])
    #expect(config["documentationUri"] == "https://s/docs")
    #expect(config["authenticationSchemes"]?.arrayValue?.first?.objectValue?["type"] == "oauthbearertoken")
    #expect(config["authenticationSchemes"]?.arrayValue?.last?.objectValue?["type"] == "oauth2")
    #expect(config["meta"]?.objectValue?["location"] == "https://s/scim/v2/ServiceProviderConfig")
  }

  @Test func `the resource types name their schemas`() {
    let types = Discovery.resourceTypes(baseURL: baseURL)
    #expect(types.map { $0["id"] } == ["User", "Group"])
    #expect(types.map { $0["endpoint"] } == ["/Users", "/Groups"])
    #expect(
      types.first?["schemaExtensions"] == [["schema": .string(SchemaURI.enterpriseUser), "required": false]])
    #expect(types.last?["meta"]?.objectValue?["location"] == "https://s/scim/v2/ResourceTypes/Group")
  }

  @Test func `the schemas are listed once, with every characteristic`() throws {
    let schemas = Discovery.schemas(baseURL: baseURL)
    #expect(
      schemas.map { $0["id"]?.stringValue } == [
        SchemaURI.user, SchemaURI.enterpriseUser, SchemaURI.group, SchemaURI.timeTravel, SchemaURI.change,
        SchemaURI.serviceProviderConfig, SchemaURI.resourceType, SchemaURI.schema,
      ])
    let attributes = try #require(schemas.first?["attributes"]?.arrayValue)
    let emails = attributes.compactMap(\.objectValue).first { $0["name"] == "emails" }
    #expect(emails?["multiValued"] == true && emails?["mutability"] == "readWrite")
    let type = emails?["subAttributes"]?.arrayValue?.compactMap(\.objectValue).first { $0["name"] == "type" }
    #expect(
      type == [
        "name": "type", "type": "string", "multiValued": false,
        "description": "What the value is used for.", "required": false,
        "canonicalValues": ["work", "home", "other"], "caseExact": false, "mutability": "readWrite",
        "returned": "default", "uniqueness": "none",
      ])
  }

  /// A document is itself a resource: every attribute in it is one of its schema's. The schema of
  /// schemas is nested deeper than it can say itself (RFC 7643 §7).
  @Test(arguments: Schema.discovery)
  func `the documents conform to their own schemas`(schema: Schema) throws {
    let documents: [JSONObject] =
      switch schema.id {
      case SchemaURI.resourceType: Discovery.resourceTypes(baseURL: baseURL)
      case SchemaURI.schema: Discovery.schemas(baseURL: baseURL).dropLast()
      default: [Discovery.serviceProviderConfig(baseURL: baseURL)]
      }
    for document in documents {
      for member in document.members where CommonAttributes.attribute(named: member.name) == nil {
        let attribute = try #require(schema.attribute(named: member.name), "\(member.name)")
        var tolerances: [Tolerance] = []
        let read = try AttributeReader.read(
          member.value, as: attribute, at: member.name, tolerances: &tolerances)
        #expect(tolerances.isEmpty && (read == member.value || member.value == []))
      }
      for attribute in schema.attributes where attribute.required {
        #expect(document.contains(attribute.name), "\(attribute.name)")
      }
    }
  }
}
