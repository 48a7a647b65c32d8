import LedgerTestKit
import ScimLedger
import Testing

@Suite struct ProvisioningLedgerTests {
  @Test("a created user is in the directory, in the log and in its own history")
  func createdUser() async throws {
    try await withTestLedger { test in
      let answer = await test.send(
        "POST", "/Users",
        [
          "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "Ana@example.com",
          "externalId": "e-1", "active": "True", "password": "s3cret-never-kept",
          "emails": [["value": "ana@example.com", "type": "work", "primary": true]],
        ])
      #expect(answer.status == 201)
      #expect(answer.headers["ETag"] == "W/\"2\"")
      #expect(answer.tolerances.contains("booleanAsString"))
      let found = try test.ledger.resource(Selector("ana@EXAMPLE.com"))
      #expect(found?.id.description == answer.id)
      let event = try #require(try test.ledger.event(at: Position(2)))
      #expect(event.operation == .create)
      #expect(event.actor == TestLedger.client)
      let body = String(decoding: event.request?.body ?? [], as: UTF8.self)
      #expect(!body.contains("s3cret"))
      #expect(try test.ledger.history(.id(event.resource ?? .none)).count == 1)
      let patched = await test.send(
        "PATCH", "/Users/\(answer.id)",
        [
          "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
          "Operations": [["op": "Replace", "path": "active", "value": "False"]],
        ])
      #expect(patched.status == 200)
      #expect(patched["active"] == false)
      let change = try #require(try test.ledger.event(at: Position(3)))
      #expect(
        try test.ledger.modifiedProperties(of: change) == [
          ModifiedProperty(path: "active", old: true, new: false)
        ])
      let duplicate = await test.send("POST", "/Users", ["userName": "ANA@example.com"])
      #expect(duplicate.status == 409)
      #expect(duplicate.scimType == "uniqueness")
      #expect(try test.ledger.verify().isClean)
      let report = try await test.ledger.rebuild()
      #expect(report.differences == [])
      #expect(report.events == 4)
      #expect(try test.ledger.checkProjections().wereEqual)
      let status = try test.ledger.status()
      #expect(status.users == 1)
      #expect(status.activeUsers == 0)
    }
  }
}
