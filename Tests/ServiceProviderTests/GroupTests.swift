import LedgerTestKit
import ScimLedger
import Testing

@Suite struct GroupTests {
  @Test("a group is created, read, replaced, modified and deleted")
  func lifecycle() async throws {
    try await withTestLedger { test in
      let (ana, ben) = (await test.createUser("ana", ["displayName": "Ana A"]), await test.createUser("ben"))
      let created = await test.send(
        "POST", "/Groups", ["displayName": "Crew", "members": [["value": .string(ana)]]])
      #expect(created.status == 201)
      let target = "/Groups/\(created.id)"
      let member = created["members"]?.arrayValue?.first?.objectValue
      #expect(member?["display"] == "Ana A")
      #expect(member?["type"] == "User")
      #expect(member?["$ref"]?.stringValue == "http://localhost/scim/v2/Users/\(ana)")
      #expect(await test.send("GET", target).json == created.json)
      let replaced = await test.send(
        "PUT", target, ["displayName": "Crew", "members": [["value": .string(ben)]]])
      #expect(replaced.values("members") == [ben])
      let modified = await test.patch(
        target, ["op": "Add", "path": "members", "value": [["value": .string(ana)]]],
        ["op": "Replace", "path": "displayName", "value": "The Crew"])
      #expect(Set(modified.values("members")) == [ana, ben])
      #expect(modified["displayName"] == "The Crew")
      let emptied = await test.send("PUT", target, ["displayName": "The Crew"])
      #expect(emptied["members"] == [])
      #expect(await test.send("DELETE", target).status == 204)
      #expect(await test.send("GET", target).status == 404)
      #expect(await test.send("GET", "/Users/\(ana)").status == 200)
    }
  }

  @Test("members come and go as each client writes it")
  func dialects() async throws {
    try await withTestLedger { test in
      let (ana, ben, cy) = (
        await test.createUser("ana"), await test.createUser("ben"), await test.createUser("cy")
      )
      let target = "/Groups/\(await test.createGroup("Crew", of: [ana, ben, cy]))"
      let entra = await test.patch(
        target, ["op": "Remove", "path": "members", "value": [["$ref": nil, "value": .string(ana)]]])
      #expect(Set(entra.values("members")) == [ben, cy], "a value beside the path names who goes")
      let okta = await test.patch(
        target, ["op": "remove", "path": .string("members[value eq \"\(ben)\"]")],
        ["op": "add", "path": "members", "value": [["value": .string(ana), "display": "A"]]])
      #expect(Set(okta.values("members")) == [ana, cy])
      let rename = await test.patch(
        target, ["op": "replace", "value": ["id": .string(okta.id), "displayName": "New"]])
      #expect(Set(rename.values("members")) == [ana, cy], "leaving members out does not clear them")
      let gone = await test.patch(target, ["op": "remove", "path": .string("members[value eq \"\(ben)\"]")])
      #expect(gone.status == 200 && gone.etag == rename.etag, "who is no member can be removed")
      let push = await test.patch(
        target, ["op": "replace", "path": "members", "value": [["value": .string(ben)]]])
      #expect(push.values("members") == [ben])
      #expect(await test.patch(target, ["op": "remove", "path": "members"])["members"] == [])
    }
  }

  @Test("a displayName is taken in every letter case, but a user may have it")
  func uniqueness() async throws {
    try await withTestLedger { test in
      await test.createGroup("Crew")
      let other = await test.createGroup("Other")
      let answer = await test.send("POST", "/Groups", ["displayName": "CREW"])
      #expect(answer.status == 409 && answer.scimType == "uniqueness")
      let renamed = await test.patch(
        "/Groups/\(other)", ["op": "replace", "path": "displayName", "value": "crew"])
      #expect(renamed.status == 409)
      #expect(await test.send("POST", "/Users", ["userName": "x", "displayName": "Crew"]).status == 201)
    }
  }

  @Test("a member that does not exist is refused, and nothing of the request remains")
  func unknownMember() async throws {
    try await withTestLedger { test in
      let ana = await test.createUser("ana")
      let target = "/Groups/\(await test.createGroup("Crew"))"
      for stranger in [UserTests.absent, "f648f8d5ea4e4cd38e9c", ""] {
        let members: JSONValue = [["value": .string(ana)], ["value": .string(stranger)]]
        let added = await test.patch(target, ["op": "add", "path": "members", "value": members])
        #expect(added.status == 400 && added.scimType == "invalidValue", "\(stranger)")
        #expect(
          await test.send("POST", "/Groups", ["displayName": "New", "members": members]).status == 400)
        #expect(
          await test.send("PUT", target, ["displayName": "Crew", "members": members]).status == 400)
      }
      #expect(await test.send("GET", target)["members"] == [])
      let status = try test.ledger.status()
      #expect(status.groups == 1)
    }
  }

  @Test("a user's groups follow the members, nested groups too")
  func groupsOfUser() async throws {
    try await withTestLedger { test in
      let ana = await test.createUser("ana")
      let crew = await test.createGroup("Crew", of: [ana])
      let all = await test.createGroup("All", of: [ana, crew])
      let user = await test.send("GET", "/Users/\(ana)")
      #expect(Set(user.values("groups")) == [crew, all])
      let displays = user["groups"]?.arrayValue?.compactMap { $0.objectValue?["display"]?.stringValue }
      #expect(Set(displays ?? []) == ["Crew", "All"])
      #expect(
        await test.send("GET", "/Groups/\(all)")["members"]?.arrayValue?.contains {
          $0.objectValue?["type"] == "Group" && $0.objectValue?["display"] == "Crew"
        } == true)
      await test.send(
        "PATCH", "/Users/\(ana)", ["Operations": [["op": "add", "path": "title", "value": "T"]]])
      #expect(Set(await test.send("GET", "/Users/\(ana)").values("groups")) == [crew, all])
      let ignored = await test.send("PUT", "/Users/\(ana)", ["userName": "ana", "groups": []])
      #expect(ignored.status == 200)
      #expect(Set(ignored.values("groups")) == [crew, all], "groups is readOnly")
      await test.send("DELETE", "/Groups/\(all)")
      #expect(await test.send("GET", "/Users/\(ana)").values("groups") == [crew])
    }
  }

  @Test("a deleted user leaves its groups, each by an event that names the cause")
  func leaving() async throws {
    try await withTestLedger { test in
      let (ana, ben) = (await test.createUser("ana"), await test.createUser("ben"))
      let crew = await test.createGroup("Crew", of: [ana, ben])
      let all = await test.createGroup("All", of: [ana])
      let before = await test.send("GET", "/Groups/\(crew)").etag
      let events = try await test.events { await test.send("DELETE", "/Users/\(ana)") }
      #expect(events.map(\.operation) == [.delete, .leaveGroup, .leaveGroup])
      let cause = events.first?.position
      for event in events.dropFirst() {
        #expect(event.cause == cause)
        #expect(event.effect?.membersRemoved == [ana])
        #expect(event.actor == TestLedger.client)
        #expect(event.resourceType == "Group")
        #expect(try test.ledger.modifiedProperties(of: event).map(\.path) == ["members"])
      }
      #expect(Set(events.dropFirst().compactMap { $0.resource?.description }) == [crew, all])
      let after = await test.send("GET", "/Groups/\(crew)")
      #expect(after.values("members") == [ben])
      #expect(after.etag != before, "a group without a member is another version")
    }
  }
}
