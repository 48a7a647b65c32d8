import LedgerTestKit
import ScimLedger
import Testing

@Suite struct UserTests {
  @Test("a user is created, read, replaced, modified and deleted")
  func lifecycle() async throws {
    try await withTestLedger { test in
      let created = await test.send(
        "POST", "/Users", ["userName": "ana", "title": "Dr", "name": ["givenName": "Ana"], "active": true])
      #expect(created.status == 201)
      let target = "/Users/\(created.id)"
      #expect(created.headers["Location"] == "http://localhost/scim/v2" + target)
      #expect(created["meta"]?.objectValue?["version"]?.stringValue == created.etag)
      let read = await test.send("GET", target)
      #expect(read.status == 200)
      #expect(read.json == created.json)
      #expect(read.etag == created.etag)
      let replaced = await test.send("PUT", target, ["userName": "ana", "nickName": "A"])
      #expect(replaced.status == 200)
      #expect(replaced["title"] == nil && replaced["name"] == nil, "a PUT clears what it leaves out")
      #expect(replaced["active"] == true, "but nobody is enabled or disabled by an omission")
      #expect(replaced.etag != created.etag)
      let modified = await test.patch(target, ["op": "replace", "path": "nickName", "value": "B"])
      #expect(modified.status == 200)
      #expect(modified["nickName"] == "B")
      #expect(
        modified["meta"]?.objectValue?["created"] == created["meta"]?.objectValue?["created"])
      let deleted = await test.send("DELETE", target)
      #expect(deleted.status == 204 && deleted.json == nil)
      #expect(await test.send("GET", target).status == 404)
    }
  }

  struct Request: Sendable, CustomTestStringConvertible {
    var method: String
    var target: String
    var body: JSONValue?

    var testDescription: String { "\(method) \(target)" }
  }

  static let absent = "01900000-0000-7000-8000-00000000abcd"
  static let patchBody: JSONValue = [
    "Operations": [["op": "replace", "path": "displayName", "value": "x"]]
  ]

  @Test(
    "what is not there is 404, whatever its id looks like",
    arguments: ["Users", "Groups"].flatMap { endpoint in
      [absent, "5171a35d82074e068ce2", "{id}", "%00", "a%2Fb"].flatMap { id in
        [
          Request(method: "GET", target: "/\(endpoint)/\(id)"),
          Request(method: "PUT", target: "/\(endpoint)/\(id)", body: ["userName": "x", "displayName": "y"]),
          Request(method: "PATCH", target: "/\(endpoint)/\(id)", body: patchBody),
          Request(method: "DELETE", target: "/\(endpoint)/\(id)"),
        ]
      }
    })
  func notFound(_ request: Request) async throws {
    try await withTestLedger { test in
      let events = try await test.events {
        let answer = await test.send(request.method, request.target, request.body)
        #expect(answer.status == 404)
        #expect(answer["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"])
        #expect(answer["status"] == "404")
        #expect(answer.detail?.isEmpty == false)
      }
      #expect(events.map(\.outcome.status) == [404])
      #expect(events.first?.effect == nil)
    }
  }

  @Test("a group is no user and a user no group")
  func otherType() async throws {
    try await withTestLedger { test in
      let user = await test.createUser("ana")
      let group = await test.createGroup("Crew")
      #expect(await test.send("GET", "/Groups/\(user)").status == 404)
      #expect(await test.send("DELETE", "/Users/\(group)").status == 404)
      #expect(await test.patch("/Users/\(group)", ["op": "remove", "path": "title"]).status == 404)
      #expect(await test.send("GET", "/Users/\(user.uppercased())").status == 200)
    }
  }

  @Test("a userName is taken in every letter case, on every way to it")
  func uniqueness() async throws {
    try await withTestLedger { test in
      try await test.ledger.configure(LedgerConfiguration(uniqueExternalID: true))
      await test.createUser("Ana@example.com")
      let ben = await test.createUser("ben", ["externalId": "e-1"])
      func expectTaken(_ answer: Answer) {
        #expect(answer.status == 409)
        #expect(answer.scimType == "uniqueness")
      }
      expectTaken(await test.send("POST", "/Users", ["userName": "ANA@EXAMPLE.COM"]))
      expectTaken(await test.asOkta.send("POST", "/Users", ["userName": "ana@example.com"]))
      expectTaken(await test.send("PUT", "/Users/\(ben)", ["userName": "aNA@example.com"]))
      expectTaken(
        await test.patch("/Users/\(ben)", ["op": "replace", "path": "userName", "value": "ana@EXAMPLE.com"]))
      expectTaken(
        await test.patch("/Users/\(ben)", ["op": "replace", "value": ["userName": "Ana@example.com"]]))
      #expect(await test.send("GET", "/Users/\(ben)")["userName"] == "ben")
      let own = await test.patch("/Users/\(ben)", ["op": "replace", "path": "userName", "value": "BEN"])
      #expect(own.status == 200 && own["userName"] == "BEN", "one's own name in another case is a rename")
      expectTaken(await test.send("POST", "/Users", ["userName": "c", "externalId": "e-1"]))
      #expect(await test.send("POST", "/Users", ["userName": "c", "externalId": "E-1"]).status == 201)
      #expect(await test.asOkta.send("POST", "/Users", ["userName": "d", "externalId": "e-1"]).status == 201)
    }
  }

  @Test("a name that was given up can be taken")
  func reuse() async throws {
    try await withTestLedger { test in
      let first = await test.createUser("ana")
      await test.patch("/Users/\(first)", ["op": "replace", "path": "userName", "value": "anna"])
      let second = await test.send("POST", "/Users", ["userName": "ANA"])
      #expect(second.status == 201)
      await test.send("DELETE", "/Users/\(second.id)")
      let third = await test.send("POST", "/Users", ["userName": "ana"])
      #expect(third.status == 201 && third.id != second.id)
    }
  }

  @Test("If-Match guards a change, If-None-Match spares a read")
  func conditions() async throws {
    try await withTestLedger { test in
      let target = "/Users/\(await test.createUser("ana"))"
      let first = try #require(await test.send("GET", target).etag)
      let operation: JSONValue = ["op": "replace", "path": "title", "value": "Dr"]
      let changed = await test.patch(target, operation, ifMatch: first)
      #expect(changed.status == 200)
      let second = try #require(changed.etag)
      #expect(await test.patch(target, operation, ifMatch: first).status == 412)
      #expect(await test.send("PUT", target, ["userName": "ana"], ifMatch: first).status == 412)
      #expect(await test.send("DELETE", target, ifMatch: first).status == 412)
      #expect(await test.patch(target, operation, ifMatch: "\(first), \(second)").status == 200)
      #expect(await test.patch(target, operation, ifMatch: "*").status == 200)
      let unmodified = await test.send("GET", target, ifNoneMatch: second)
      #expect(unmodified.status == 304 && unmodified.json == nil && unmodified.etag == second)
      #expect(await test.send("GET", target, ifNoneMatch: first).status == 200)
      let strong = String(second.dropFirst(2))
      #expect(await test.send("GET", target, ifNoneMatch: strong).status == 304)
      #expect(await test.send("DELETE", target, ifMatch: strong).status == 204)
    }
  }

  @Test("a change that changes nothing keeps the version")
  func unchanged() async throws {
    try await withTestLedger { test in
      let target = "/Users/\(await test.createUser("ana", ["active": true, "title": "Dr"]))"
      let before = await test.send("GET", target)
      let events = try await test.events {
        for operation in [
          ["op": "Replace", "path": "active", "value": "True"],
          ["op": "replace", "value": ["title": "Dr", "active": true]],
          ["op": "remove", "path": "nickName"],
        ] as [JSONValue] {
          let answer = await test.patch(target, operation)
          #expect(answer.status == 200)
          #expect(answer.etag == before.etag)
          #expect(answer.json == before.json)
        }
        var same = before.json?.objectValue ?? JSONObject()
        same["groups"] = []
        #expect(await test.send("PUT", target, .object(same)).etag == before.etag)
      }
      #expect(events.map(\.isUnchanged) == [true, true, true, true])
      #expect(events.allSatisfy { $0.effect == nil && $0.previous == Position(2) }, "\(events)")
      #expect(await test.send("GET", target).json == before.json)
    }
  }
}
