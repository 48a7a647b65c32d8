import JSONTape
import SCIM
import Testing

@Suite struct BulkRequestTests {
  static let messageSchemas: JSONValue = ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"]

  static func request(_ operations: JSONValue...) -> JSONValue {
    ["schemas": messageSchemas, "Operations": .array(operations)]
  }

  @Test("a request is read with all that it says")
  func reading() throws {
    let bulk = try BulkRequest([
      "schemas": Self.messageSchemas, "failOnErrors": 2,
      "Operations": [
        ["method": "POST", "path": "/Users", "bulkId": "ana", "data": ["userName": "ana"]],
        ["method": "PUT", "path": "/Users/1", "version": "W/\"3\"", "data": ["userName": "ben"]],
        ["method": "PATCH", "path": "/Users/2", "data": ["Operations": []]],
        ["method": "DELETE", "path": "/Users/3", "bulkId": "gone", "data": .null],
      ],
    ])
    #expect(bulk.failOnErrors == 2)
    #expect(bulk.tolerances.isEmpty)
    #expect(
      bulk.operations == [
        BulkOperation(method: "POST", path: "/Users", bulkID: "ana", data: ["userName": "ana"]),
        BulkOperation(method: "PUT", path: "/Users/1", version: "W/\"3\"", data: ["userName": "ben"]),
        BulkOperation(method: "PATCH", path: "/Users/2", data: ["Operations": []]),
        BulkOperation(method: "DELETE", path: "/Users/3", bulkID: "gone"),
      ])
  }

  struct Fault: Sendable, CustomTestStringConvertible {
    var body: JSONValue
    var status = 400
    var scimType: SCIMErrorType?
    var says: String

    var testDescription: String { "\(body)" }
  }

  static let faults = [
    Fault(body: [], scimType: .invalidSyntax, says: "an object"),
    Fault(body: ["schemas": messageSchemas], scimType: .invalidSyntax, says: "Operations"),
    Fault(
      body: ["schemas": messageSchemas, "Operations": []], scimType: .invalidSyntax, says: "one or more"),
    Fault(
      body: ["schemas": messageSchemas, "Operations": ["method": "POST"]], scimType: .invalidSyntax,
      says: "array"),
    Fault(
      body: ["schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [[:]]],
      scimType: .invalidSyntax, says: "BulkRequest"),
    Fault(
      body: ["schemas": messageSchemas, "failOnErrors": -1, "Operations": [[:]]], scimType: .invalidValue,
      says: "failOnErrors"),
    Fault(
      body: ["schemas": messageSchemas, "failOnErrors": "1", "Operations": [[:]]], scimType: .invalidValue,
      says: "failOnErrors"),
    Fault(
      body: ["schemas": messageSchemas, "Operations": .array(Array(repeating: [:], count: 1001))],
      status: 413,
      says: "maxOperations of 1000"),
  ]

  @Test("what is no bulk request is refused with what would be right", arguments: faults)
  func fault(_ fault: Fault) {
    let error = #expect(throws: SCIMError.self) { try BulkRequest(fault.body) }
    #expect(error?.status == fault.status)
    #expect(error?.scimType == fault.scimType)
    #expect(error?.detail.contains(fault.says) == true, "\(error?.detail ?? "")")
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    var operation: JSONValue
    var status = 400
    var scimType: SCIMErrorType? = .invalidSyntax
    var says: String

    var testDescription: String { "\(operation)" }
  }

  static let refusals = [
    Refusal(operation: "POST", says: "Operations[1] is no object"),
    Refusal(operation: ["path": "/Users"], says: "Operations[1].method is missing"),
    Refusal(operation: ["method": 1, "path": "/Users"], says: "Operations[1].method must be a string"),
    Refusal(operation: ["method": "DELETE"], says: "Operations[1].path is missing"),
    Refusal(operation: ["method": "DELETE", "path": ""], says: "Operations[1].path must be"),
    Refusal(
      operation: ["method": "GET", "path": "/Users"], status: 405, scimType: nil, says: "Operations[1].method"
    ),
    Refusal(
      operation: ["method": "POST", "path": "/Users", "data": [:]], says: "Operations[1].bulkId is missing"),
    Refusal(
      operation: ["method": "POST", "path": "/Users", "bulkId": "", "data": [:]],
      says: "Operations[1].bulkId must be"),
    Refusal(operation: ["method": "PUT", "path": "/Users/1"], says: "Operations[1].data is missing"),
    Refusal(
      operation: ["method": "PATCH", "path": "/Users/1", "data": [:], "version": 3],
      says: "Operations[1].version must be"),
    Refusal(
      operation: ["method": "POST", "path": "/Groups", "bulkId": "ana", "data": [:]],
      scimType: .invalidValue, says: "Operations[1].bulkId is that of Operations[0]"),
  ]

  @Test("what is wrong with one operation is that one's refusal", arguments: refusals)
  func refusal(_ refusal: Refusal) throws {
    let good: JSONValue = ["method": "POST", "path": "/Users", "bulkId": "ana", "data": ["userName": "ana"]]
    let bulk = try BulkRequest(Self.request(good, refusal.operation))
    #expect(bulk.operations.map(\.refusal?.status) == [nil, refusal.status])
    let error = bulk.operations.last?.refusal
    #expect(error?.scimType == refusal.scimType)
    #expect(error?.detail.contains(refusal.says) == true, "\(error?.detail ?? "")")
  }

  @Test("what is tolerated is named by its rule")
  func tolerances() throws {
    let bulk = try BulkRequest([
      "operations": [
        ["Method": "delete", "PATH": "/Users/1"],
        ["method": "PATCH", "path": "/Users/1", "data": [["op": "remove", "path": "title"]]],
      ]
    ])
    #expect(bulk.tolerances.map(\.rule) == ["schemasMissing"])
    #expect(
      bulk.operations.map { $0.tolerances.map(\.rule) } == [["methodCase"], ["patchOperationsAsArray"]])
    #expect(bulk.operations[0].method == "DELETE")
    #expect(
      bulk.operations[1].data == [
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [["op": "remove", "path": "title"]],
      ])
    for tolerance in bulk.tolerances + bulk.operations.flatMap(\.tolerances) {
      #expect(ToleranceRule.named(tolerance.rule) != nil)
    }
  }

  @Test("the payload's limit is exact")
  func payload() throws {
    let limits = BulkRequest.Limits(payloadSize: 10)
    try limits.check(payloadSize: 10)
    let error = #expect(throws: SCIMError.self) { try limits.check(payloadSize: 11) }
    #expect(error?.status == 413)
    #expect(error?.detail.contains("maxPayloadSize of 10") == true)
  }
}
