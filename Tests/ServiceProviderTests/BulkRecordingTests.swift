import LedgerTestKit
import ScimLedger
import Testing

/// What a bulk request leaves in the log, and what is refused as a whole.
@Suite struct BulkRecordingTests {
  @Test("each operation's event is the one it would leave by itself, but for its place in the bulk")
  func sameAsAlone() async throws {
    let operations: @Sendable (String, String) -> [JSONValue] = { user, group in
      [
        Operation.user("ben"), Operation.user("BEN", bulkID: "again"),
        Operation.put("/Users/\(user)", ["userName": "ana", "active": "False", "shoeSize": 1]),
        Operation.put("/Users/\(user)?attributes=userName", ["userName": "ana"], version: "W/\"1\""),
        Operation.patch("/Users/\(user)", ["op": "Replace", "path": "active", "value": "True"]),
        Operation.patch("/Users/\(user)", ["op": "replace", "path": "active", "value": true]),
        Operation.patch("/Users/\(user)", ["op": "replace", "path": "nothing.here", "value": 1]),
        Operation.patch(
          "/Groups/\(group)", ["op": "add", "path": "members", "value": [["value": .string(user)]]]),
        Operation.delete("/Users/\(user)"), Operation.delete("/Users/\(user)"),
        Operation.delete("/Users/none"), Operation.delete("/Users"), Operation.delete("/Devices/1"),
        Operation.put("/ServiceProviderConfig", [:]), Operation.put("/Groups/\(group)", []),
      ]
    }
    let alone = try await withTestLedger { test in
      let (user, group) = (await test.createUser("ana"), await test.createGroup("Crew"))
      return try await test.events {
        for operation in operations(user, group).compactMap(\.objectValue) {
          await test.send(
            operation["method"]?.stringValue ?? "", operation["path"]?.stringValue ?? "", operation["data"],
            ifMatch: operation["version"]?.stringValue)
        }
      }
    }
    try await withTestLedger { test in
      let (user, group) = (await test.createUser("ana"), await test.createGroup("Crew"))
      let all = operations(user, group)
      let events = try await test.events {
        let answer = await test.bulk(all)
        let caused = alone.filter { $0.cause == nil }
        #expect(answer.statuses == caused.map { "\($0.outcome.status)" })
      }
      #expect(events.count == alone.count)
      for (event, wanted) in zip(events, alone) { #expect(comparable(event) == comparable(wanted)) }
      let own = events.filter { $0.cause == nil }
      #expect(own.map(\.bulk?.index) == Array(0..<all.count))
      #expect(Set(own.map(\.bulk?.id)).count == 1)
      #expect(own.first?.bulk?.bulkID == "ben")
      #expect(events.filter { $0.cause != nil }.allSatisfy { $0.bulk == nil })
    }
  }

  /// The event without what differs from ledger to ledger.
  private func comparable(_ event: Event) -> Event {
    var event = event
    event.bulk = nil
    event.id = .none
    event.time = DateTime(microseconds: 0)
    event.effect?.created = DateTime(microseconds: 0)
    if event.operation == .create { event.resource = nil }
    if event.outcome.scimType == "uniqueness" { event.outcome.detail = nil }
    return event
  }

  @Test("an operation's event holds its resolved references and no password")
  func bodies() async throws {
    try await withTestLedger { test in
      let ana: JSONValue = [
        "method": "POST", "path": "/Users", "bulkId": "ana",
        "data": ["userName": "ana", "password": "open sesame"],
      ]
      var id = ""
      let events = try await test.events {
        id = await test.bulk([ana, Operation.group("Crew", of: ["bulkId:ana"])]).id(ofOperation: 0)
      }
      let bodies = events.map { String(decoding: $0.request?.body ?? [], as: UTF8.self) }
      #expect(bodies.count == 2)
      #expect(bodies[0].contains("ana") && !bodies[0].contains("sesame"))
      #expect(bodies[1].contains(id) && !bodies[1].contains("bulkId"))
      #expect(events.map(\.request?.path) == ["/Users", "/Groups"])
    }
  }

  @Test("what is accepted in an operation is in its event and in the answer")
  func tolerances() async throws {
    try await withTestLedger { test in
      let id = await test.createUser("ana")
      let events = try await test.events {
        let answer = await test.send(
          "POST", "/Bulk",
          [
            "Operations": [
              [
                "method": "patch", "path": .string("/Users/\(id)"),
                "data": [["op": "Add", "path": "title", "value": "Dr"]],
              ]
            ]
          ])
        #expect(answer.statuses == ["200"])
        #expect(
          answer.tolerances == ["schemasMissing", "operationCase", "methodCase", "patchOperationsAsArray"])
      }
      #expect(
        events.map { $0.tolerances.map(\.rule) } == [
          ["operationCase", "methodCase", "patchOperationsAsArray"]
        ])
    }
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    var name: String
    var body: String
    var status: Int
    var scimType: String?

    var testDescription: String { name }
  }

  static let schemas = #""schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"]"#
  static let refusals = [
    Refusal(name: "no body", body: "", status: 400, scimType: "invalidSyntax"),
    Refusal(name: "no JSON", body: "{", status: 400, scimType: "invalidSyntax"),
    Refusal(name: "no operations", body: "{\(schemas)}", status: 400, scimType: "invalidSyntax"),
    Refusal(
      name: "failOnErrors is no count", body: "{\(schemas),\"failOnErrors\":1.5,\"Operations\":[{}]}",
      status: 400, scimType: "invalidValue"),
    Refusal(
      name: "too many operations",
      body: "{\(schemas),\"Operations\":[\(Array(repeating: "{}", count: 1001).joined(separator: ","))]}",
      status: 413),
    Refusal(
      name: "too many bytes",
      body: "{\(schemas),\"Operations\":[{\"path\":\"\(String(repeating: "x", count: 1 << 20))\"}]}",
      status: 413),
  ]

  @Test("a request that can't be carried out leaves one event and changes nothing", arguments: refusals)
  func refusal(_ refusal: Refusal) async throws {
    try await withTestLedger { test in
      let events = try await test.events {
        let answer = await test.send("POST", "/Bulk", text: refusal.body)
        #expect(answer.status == refusal.status)
        #expect(answer.scimType == refusal.scimType)
        #expect(answer["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"])
      }
      #expect(events.map(\.operation) == [.bulk])
      #expect(events.map(\.outcome.status) == [refusal.status])
      #expect(events.map(\.bulk) == [nil])
    }
  }

  @Test("a thousand operations are one request, and one that can't be read is refused by itself")
  func many() async throws {
    try await withTestLedger { test in
      var operations = (0..<998).map { Operation.user("user\($0)") }
      operations.insert("nothing", at: 500)
      operations.insert(.object(["method": "GET", "path": "/Users"]), at: 0)
      let events = try await test.events {
        let answer = await test.bulk(operations)
        #expect(answer.operations.count == 1000)
        #expect(answer.statuses.filter { $0 == "201" }.count == 998)
        #expect(answer.statuses[0] == "405" && answer.statuses[501] == "400")
      }
      #expect(events.count == 1000)
      #expect(events.map(\.bulk?.index) == Array(0..<1000))
      #expect(await test.send("GET", "/Users?count=0").totalResults == 998)
    }
  }

  @Test("a bulk request of SCIM 1.1 is answered as 1.1 has it")
  func version1() async throws {
    try await withTestLedger { test in
      let core: JSONValue = ["urn:scim:schemas:core:1.0"]
      let enterprise = "urn:scim:schemas:extension:enterprise:1.0"
      func user(_ name: String, manager: String) -> JSONValue {
        var data: JSONObject = ["schemas": core, "userName": .string(name)]
        data[enterprise] = ["manager": ["managerId": .string(manager)]]
        return ["method": "POST", "path": "/Users", "bulkId": .string(name), "data": .object(data)]
      }
      let body: JSONValue = [
        "schemas": core,
        "Operations": [
          user("ana", manager: "bulkId:ben"), user("ben", manager: "bulkId:ana"),
          ["method": "DELETE", "path": "/Users/none"],
        ],
      ]
      let events = try await test.events {
        let response = await test.ledger.handle(
          SCIMRequest(
            method: "POST", path: "/Bulk", body: body.serialized(), baseURL: "http://localhost/scim/v1",
            contentType: "application/json", version: .v1), as: test.client)
        let answer = try JSONValue(parsing: response.body).objectValue
        #expect(answer?["schemas"] == core)
        let results = answer?["Operations"]?.arrayValue?.compactMap(\.objectValue) ?? []
        #expect(
          results.map { $0["status"]?.objectValue?["code"] } == ["201", "201", "404"])
        #expect(results.last?["response"]?.objectValue?["Errors"]?.arrayValue?.count == 1)
        #expect(results.first?["location"]?.stringValue?.hasPrefix("http://localhost/scim/v1/Users/") == true)
      }
      #expect(events.allSatisfy { $0.protocolVersion == "1.1" })
      #expect(events.map(\.operation) == [.create, .create, .modify, .delete])
      let ana = try #require(events.first?.resource?.description)
      let manager = await test.send("GET", "/Users/\(ana)")[Operation.enterprise]?.objectValue?["manager"]
      #expect(manager?.objectValue?["value"]?.stringValue == events[1].resource?.description)
    }
  }
}
