import JSONTape
import SCIM
import Testing

@Suite struct SchemaDocumentsTests {
  static let device: JSONValue = [
    "schemas": [
      [
        "id": "urn:example:schemas:1.0:Device", "name": "Device",
        "attributes": [
          ["name": "serialNumber", "required": true, "uniqueness": "server", "caseExact": true],
          ["name": "pin", "mutability": "writeOnly", "returned": "never"],
          [
            "name": "location", "type": "complex",
            "subAttributes": [["name": "building"], ["name": "floor", "type": "integer"]],
          ],
        ],
      ]
    ],
    "resourceTypes": [
      [
        "name": "Device", "endpoint": "/Devices", "schema": "urn:example:schemas:1.0:Device",
        "schemaExtensions": [],
      ]
    ],
  ]

  @Test("a document's type is registered with every characteristic of its attributes")
  func registers() throws {
    let registry = try SchemaDocuments(Self.device, registry: .standard).registered(in: .standard)
    let type = try #require(registry.type(named: "device"))
    #expect(registry.type(endpoint: "Devices") == type)
    #expect(registry.types.map(\.name) == ["User", "Group", "Device"])
    let serial = try #require(type.schema.attribute(named: "serialnumber"))
    #expect(serial.required && serial.caseExact && serial.uniqueness == .server)
    #expect(type.secretNames == ["pin"])
    #expect(type.schema.attribute(named: "location")?.subAttribute(named: "floor")?.type == .integer)
  }

  @Test("what the discovery document says can be registered again and is the same")
  func roundTrip() throws {
    let registry = try SchemaDocuments(Self.device, registry: .standard).registered(in: .standard)
    let baseURL = "https://example.com/scim/v2"
    let document: JSONValue = [
      "schemas": .array(
        Discovery.schemas(baseURL: baseURL, types: registry.types)
          .filter { $0["id"] == "urn:example:schemas:1.0:Device" }.map { .object($0) }),
      "resourceTypes": .array(
        Discovery.resourceTypes(baseURL: baseURL, types: registry.types).filter { $0["id"] == "Device" }.map {
          .object($0)
        }),
    ]
    let again = try SchemaDocuments(document, registry: .standard).registered(in: .standard)
    #expect(again.type(named: "Device") == registry.type(named: "Device"))
  }

  struct Fault: Sendable, CustomTestStringConvertible {
    var place: String
    var document: JSONValue
    var testDescription: String { place }
  }

  static func document(attribute: JSONValue) -> JSONValue {
    [
      "schemas": [["id": "urn:x:y", "attributes": [attribute]]],
      "resourceTypes": [["name": "X", "endpoint": "/Xs", "schema": "urn:x:y"]],
    ]
  }

  @Test(
    "a fault names its place",
    arguments: [
      Fault(place: "resourceTypes", document: ["schemas": []]),
      Fault(place: "schemas[0].id", document: ["schemas": [["name": "X"]], "resourceTypes": []]),
      Fault(place: "schemas[0].attributes[0].name", document: document(attribute: ["name": "a b"])),
      Fault(
        place: "schemas[0].attributes[0].mutability",
        document: document(attribute: ["name": "a", "mutability": "x"])),
      Fault(
        place: "schemas[0].attributes[0].subAttributes[0]",
        document: document(
          attribute: ["name": "a", "type": "complex", "subAttributes": [["name": "b", "type": "complex"]]])),
      Fault(
        place: "resourceTypes[0].schema",
        document: ["resourceTypes": [["name": "X", "endpoint": "/Xs", "schema": "urn:unknown"]]]),
      Fault(
        place: "resourceTypes[0].endpoint",
        document: ["resourceTypes": [["name": "X", "endpoint": "Xs/y", "schema": .string(SchemaURI.user)]]]),
      Fault(
        place: "/Users",
        document: ["resourceTypes": [["name": "X", "endpoint": "/Users", "schema": .string(SchemaURI.user)]]]),
      Fault(
        place: "/Bulk",
        document: ["resourceTypes": [["name": "X", "endpoint": "/Bulk", "schema": .string(SchemaURI.user)]]]),
    ])
  func faults(_ fault: Fault) {
    do {
      _ = try SchemaDocuments(fault.document, registry: .standard).registered(in: .standard)
      Issue.record("it was registered")
    } catch {
      #expect(error.scimType == .invalidValue)
      #expect(error.detail.contains(fault.place), "\(error.detail)")
    }
  }

  @Test("secrets of a custom type are taken out of bodies wherever they are named")
  func secrets() {
    let body: JSONValue = [
      "pin": "1", "urn:example:schemas:1.0:Device": ["PIN": "2", "serialNumber": "s"],
      "Operations": [["op": "add", "path": "pin", "value": "3"], ["op": "add", "value": ["pin": "4"]]],
    ]
    let redacted = Redaction.redact(body, names: ["pin"]).description
    for secret in 1...4 { #expect(!redacted.contains("\"\(secret)\""), "\(redacted)") }
    #expect(redacted.contains("\"s\""))
  }
}
