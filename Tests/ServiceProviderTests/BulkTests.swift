import LedgerTestKit
import ScimLedger
import Testing

/// Bulk requests (RFC 7644 §3.7).
@Suite struct BulkTests {
  @Test("each operation has its exact result, in the order of the request")
  func results() async throws {
    try await withTestLedger { test in
      let ben = await test.createUser("ben")
      let cy = await test.createUser("cy")
      let answer = await test.bulk([
        Operation.user("ana"),
        Operation.put("/Users/\(ben)", ["userName": "ben", "title": "Dr"], version: "W/\"2\""),
        Operation.patch("/Users/\(cy)", ["op": "replace", "path": "active", "value": false], bulkID: "mine"),
        Operation.delete("/Users/\(ben)"),
        Operation.delete("/Users/\(ben)"),
        Operation.user("CY", bulkID: "again"),
      ])
      #expect(answer.status == 200)
      #expect(answer["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:BulkResponse"])
      #expect(answer.statuses == ["201", "200", "200", "204", "404", "409"])
      let base = "http://localhost/scim/v2"
      let ana = answer.id(ofOperation: 0)
      #expect(
        answer.operations.prefix(4) == [
          [
            "location": .string("\(base)/Users/\(ana)"), "method": "POST", "bulkId": "ana",
            "version": "W/\"4\"", "status": "201",
          ],
          [
            "location": .string("\(base)/Users/\(ben)"), "method": "PUT", "version": "W/\"5\"",
            "status": "200",
          ],
          [
            "location": .string("\(base)/Users/\(cy)"), "method": "PATCH", "bulkId": "mine",
            "version": "W/\"6\"", "status": "200",
          ],
          ["location": .string("\(base)/Users/\(ben)"), "method": "DELETE", "status": "204"],
        ])
      #expect(answer.operations[4]["location"] == .string("\(base)/Users/\(ben)"))
      #expect(answer.operations[5]["location"] == nil, "a POST that failed has none")
      let error = answer.operations[5]["response"]?.objectValue
      #expect(error?["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"])
      #expect(error?["status"] == "409" && error?["scimType"] == "uniqueness")
      #expect(error?["detail"]?.stringValue?.contains("userName") == true)
      #expect(await test.send("GET", "/Users/\(ana)").etag == "W/\"4\"")
      #expect(await test.send("GET", "/Users/\(cy)")["active"] == false)
    }
  }

  @Test("references are resolved whatever the order, in bodies and in paths")
  func references() async throws {
    try await withTestLedger { test in
      let answer = await test.bulk([
        Operation.patch(
          "/Groups/bulkId:Crew",
          ["op": "remove", "path": "members[value eq \"bulkId:ben\"]"],
          ["op": "add", "path": "members", "value": [["value": "bulkId:cy"]]]),
        Operation.group("Fleet", of: ["bulkId:Crew"]),
        Operation.group("Crew", of: ["bulkId:ana", "bulkId:ben"]),
        Operation.user("ana", manager: "bulkId:cy"),
        Operation.user("ben"), Operation.user("cy"),
      ])
      #expect(answer.statuses == ["200", "201", "201", "201", "201", "201"])
      let crew = await test.send("GET", "/Groups/\(answer.id(ofOperation: 2))")
      #expect(Set(crew.values("members")) == [answer.id(ofOperation: 3), answer.id(ofOperation: 5)])
      #expect(answer.operations[0]["location"] == answer.operations[2]["location"])
      let fleet = await test.send("GET", "/Groups/\(answer.id(ofOperation: 1))")
      #expect(fleet.values("members") == [crew.id])
      let ana = await test.send("GET", "/Users/\(answer.id(ofOperation: 3))")
      let manager = ana[Operation.enterprise]?.objectValue?["manager"]?.objectValue
      #expect(manager?["value"]?.stringValue == answer.id(ofOperation: 5))
    }
  }

  @Test("a name may stand for a resource that exists already")
  func existing() async throws {
    try await withTestLedger { test in
      let ana = await test.createUser("ana")
      let answer = await test.bulk([
        Operation.group("Crew", of: ["bulkId:her"]),
        Operation.patch(
          "/Users/\(ana)", ["op": "add", "path": "title", "value": "Dr"], bulkID: "her"),
      ])
      #expect(answer.statuses == ["201", "200"])
      #expect(await test.send("GET", "/Groups/\(answer.id(ofOperation: 0))").values("members") == [ana])
    }
  }

  @Test("a reference to nothing is refused with its place, one to a failed operation as a conflict")
  func unresolved() async throws {
    try await withTestLedger { test in
      await test.createUser("ana")
      let answer = await test.bulk([
        Operation.group("Crew", of: ["bulkId:ana"]), Operation.group("Fleet", of: ["bulkId:Crew"]),
        Operation.group("Staff", of: ["bulkId:nobody"]), Operation.delete("/Users/bulkId:nobody"),
        Operation.user("ana"), Operation.group("Others", of: []),
      ])
      #expect(answer.statuses == ["409", "409", "400", "400", "409", "201"])
      let errors = answer.operations.map { $0["response"]?.objectValue }
      #expect(
        errors.map { $0?["scimType"]?.stringValue } == [
          nil, nil, "invalidValue", "invalidValue", "uniqueness", nil,
        ])
      let details = errors.map { $0?["detail"]?.stringValue ?? "" }
      #expect(details[0].contains("Operations[0].data.members[0].value"))
      #expect(details[0].contains("Operations[4]"))
      #expect(details[1].contains("Operations[0]"))
      #expect(details[2].contains("Operations[2].data.members[0].value"))
      #expect(details[3].contains("Operations[3].path"))
      #expect(await test.send("GET", "/Groups").totalResults == 1)
    }
  }

  @Test(
    "after as many errors as the client accepts nothing more is done",
    arguments: [
      (nil, ["201", "409", "201", "409", "201"]), (3, ["201", "409", "201", "409", "201"]),
      (2, ["201", "409", "201", "409"]), (1, ["201", "409"]), (0, ["201", "409"]),
    ])
  func failOnErrors(_ most: Int?, _ statuses: [String]) async throws {
    try await withTestLedger { test in
      let events = try await test.events {
        let answer = await test.bulk(
          [
            Operation.user("ana"), Operation.user("ANA", bulkID: "2"), Operation.user("ben"),
            Operation.user("Ben", bulkID: "4"), Operation.user("cy"),
          ], failOnErrors: most)
        #expect(answer.status == 200)
        #expect(answer.statuses == statuses)
      }
      #expect(events.map { "\($0.outcome.status)" } == statuses)
    }
  }

  @Test("what is done in order is done in order, whatever waits for what")
  func order() async throws {
    try await withTestLedger { test in
      let old = await test.createUser("ana")
      let answer = await test.bulk([
        Operation.group("Crew", of: ["bulkId:new"]), Operation.delete("/Users/\(old)"),
        Operation.user("ana", bulkID: "new"),
        Operation.patch("/Groups/bulkId:Crew", ["op": "replace", "path": "displayName", "value": "A"]),
        Operation.patch("/Groups/bulkId:Crew", ["op": "replace", "path": "displayName", "value": "B"]),
      ])
      #expect(answer.statuses == ["201", "204", "201", "200", "200"])
      let crew = await test.send("GET", "/Groups/\(answer.id(ofOperation: 0))")
      #expect(crew["displayName"] == "B")
      #expect(crew.values("members") == [answer.id(ofOperation: 2)])
    }
  }
}
