import LedgerTestKit
import ScimLedger
import Testing

@Suite struct SettingsTests {
  static let device: JSONValue = [
    "schemas": [
      [
        "id": "urn:example:schemas:1.0:Device", "name": "Device",
        "attributes": [
          ["name": "serialNumber", "required": true, "uniqueness": "server", "caseExact": true],
          ["name": "label", "uniqueness": "server"],
          ["name": "pin", "mutability": "writeOnly", "returned": "never"],
          ["name": "model", "mutability": "immutable"],
        ],
      ]
    ],
    "resourceTypes": [
      ["name": "Device", "endpoint": "/Devices", "schema": "urn:example:schemas:1.0:Device"]
    ],
  ]

  @Test("a registered resource type is served like the standard's, and outlives a rebuild")
  func customType() async throws {
    try await withTestLedger { test in
      #expect(await test.send("GET", "/Devices").status == 404)
      try await test.ledger.registerSchemas(Self.device)
      #expect(await test.send("GET", "/ResourceTypes/Device").status == 200)
      #expect(await test.send("GET", "/Schemas/urn:example:schemas:1.0:Device").status == 200)
      let made = await test.send(
        "POST", "/Devices", ["serialNumber": "a1", "label": "Front", "pin": "topsecret", "model": "m"])
      #expect(made.status == 201)
      #expect(made["pin"] == nil)
      #expect(await test.send("POST", "/Devices", ["serialNumber": "a1"]).status == 409)
      #expect(await test.send("POST", "/Devices", ["serialNumber": "A1"]).status == 201)
      #expect(await test.send("POST", "/Devices", ["serialNumber": "b", "label": "front"]).status == 409)
      #expect(await test.send("POST", "/Devices", ["label": "x"]).scimType == "invalidValue")
      let changed = await test.send(
        "PATCH", "/Devices/\(made.id)",
        [
          "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
          "Operations": [["op": "replace", "path": "model", "value": "n"]],
        ])
      #expect(changed.scimType == "mutability")
      #expect(await test.send("GET", "/Devices?filter=label%20eq%20%22FRONT%22").totalResults == 1)
      #expect(await test.send("DELETE", "/Devices/\(made.id)").status == 204)
      #expect(await test.send("GET", "/Devices").totalResults == 1)
      #expect(try await test.ledger.rebuild().differences == [])
      #expect(await test.send("GET", "/Devices").totalResults == 1)
      let head = try test.ledger.head()
      for position in 1...head.rawValue {
        let event = try #require(try test.ledger.event(at: Position(position)))
        let body = String(decoding: event.request?.body ?? [], as: UTF8.self)
        #expect(!body.contains("topsecret"))
      }
    }
  }

  @Test("each rule that is not the standard's is refused by the profile rfc, and named")
  func strict() async throws {
    try await withTestLedger { test in
      try await test.ledger.configure(LedgerConfiguration(profile: "rfc"))
      let core: JSONValue = ["urn:ietf:params:scim:schemas:core:2.0:User"]
      #expect(await test.send("POST", "/Users", ["schemas": core, "userName": "a"]).status == 201)
      let boolean = await test.send("POST", "/Users", ["schemas": core, "userName": "b", "active": "True"])
      #expect(boolean.status == 400)
      #expect(boolean.detail?.contains("booleanAsString") == true)
      #expect(boolean.detail?.contains("active") == true)
      let bare = await test.send("POST", "/Users", ["userName": "c"])
      #expect(bare.detail?.contains("schemasMissing") == true)
      let unknown = await test.send("POST", "/Users", ["schemas": core, "userName": "d", "colour": "red"])
      #expect(unknown.detail?.contains("unknownAttributeIgnored") == true)
      // What the standard allows stays allowed.
      #expect(
        await test.send("POST", "/Users", ["schemas": core, "UserName": "e", "nickName": nil, "id": "x"])
          .status == 201)
      let filter = await test.send(
        "GET", "/Users?filter=emails%5Btype%20eq%20%22work%22%5D.value%20eq%20%22x%22")
      #expect(filter.scimType == "invalidFilter")
    }
  }

  @Test("ThousandEyes' profile has people only, found by userName and externalId")
  func thousandEyes() async throws {
    try await withTestLedger { test in
      try await test.ledger.configure(LedgerConfiguration(profile: "thousandeyes"))
      #expect(await test.send("GET", "/Groups").status == 404)
      #expect(await test.send("GET", "/Users?filter=userName%20eq%20%22a%22").status == 200)
      #expect(await test.send("GET", "/Users?filter=displayName%20eq%20%22a%22").scimType == "invalidFilter")
    }
  }

  @Test("an unknown profile is refused and changes nothing")
  func unknownProfile() async throws {
    try await withTestLedger { test in
      await #expect(throws: LedgerError.unknownProfile("lax")) {
        try await test.ledger.configure(LedgerConfiguration(profile: "lax"))
      }
      let head = try test.ledger.head()
      #expect(head == Position(1))
    }
  }

  @Test("a POST after a deactivation restores the person where the ledger is set to, and is a 409 elsewhere")
  func restore() async throws {
    try await withTestLedger { test in
      let person: JSONValue = [
        "userName": "ana@example.com", "externalId": "e1", "displayName": "Ana",
        "emails": [["value": "ana@example.com", "type": "work"]],
      ]
      let made = await test.send("POST", "/Users", person)
      let off: JSONValue = ["Operations": [["op": "replace", "value": ["active": false]]]]
      _ = await test.send("PATCH", "/Users/\(made.id)", off)
      #expect(await test.send("POST", "/Users", person).status == 409)
      try await test.ledger.configure(LedgerConfiguration(restoresOnCreate: true))
      let again = await test.send("POST", "/Users", person)
      #expect(again.status == 201)
      #expect(again.id == made.id)
      #expect(again["active"] == true)
      #expect(again.tolerances.contains("restoredOnCreate"))
      #expect(await test.send("POST", "/Users", person).status == 409)
      // The same e-mail address does not make another person this one.
      _ = await test.send("PATCH", "/Users/\(made.id)", off)
      let other = await test.send(
        "POST", "/Users", ["userName": "b", "emails": [["value": "ana@example.com", "type": "work"]]])
      #expect(other.status == 201)
      #expect(other.id != made.id)
      #expect(try await test.ledger.rebuild().differences == [])
    }
  }

  @Test("two people of one client may share an externalId unless the ledger is set to refuse it")
  func externalID() async throws {
    try await withTestLedger { test in
      #expect(await test.send("POST", "/Users", ["userName": "a", "externalId": "e"]).status == 201)
      #expect(await test.send("POST", "/Users", ["userName": "b", "externalId": "e"]).status == 201)
      #expect(await test.send("GET", "/Users?filter=externalId%20eq%20%22e%22").totalResults == 2)
      let group: JSONValue = ["displayName": "g", "externalId": "e"]
      #expect(await test.send("POST", "/Groups", group).status == 201)
      try await test.ledger.configure(LedgerConfiguration(uniqueExternalID: true))
      #expect(
        await test.send("POST", "/Users", ["userName": "c", "externalId": "e"]).scimType == "uniqueness")
      #expect(await test.send("POST", "/Users", ["userName": "c", "externalId": "E"]).status == 201)
      let second: JSONValue = ["displayName": "h", "externalId": "e"]
      #expect(await test.send("POST", "/Groups", second).scimType == "uniqueness")
      #expect(await test.asOkta.send("POST", "/Groups", second).status == 201)
      try await test.ledger.configure(LedgerConfiguration(uniqueExternalID: false))
      #expect(await test.send("POST", "/Users", ["userName": "d", "externalId": "e"]).status == 201)
      #expect(await test.send("GET", "/Users?filter=externalId%20eq%20%22e%22").totalResults == 3)
      #expect(try await test.ledger.rebuild().differences == [])
    }
  }

  @Test("of two who share an externalId the userName tells who comes back; the externalId alone nobody")
  func restoreAmongSharers() async throws {
    try await withTestLedger { test in
      try await test.ledger.configure(LedgerConfiguration(restoresOnCreate: true))
      func create(_ name: String, _ external: String) async -> Answer {
        await test.send("POST", "/Users", ["userName": .string(name), "externalId": .string(external)])
      }
      func deactivate(_ id: String) async {
        await test.patch("/Users/\(id)", ["op": "replace", "value": ["active": false]])
      }
      let (ana, ben, cy) = (await create("ana", "e"), await create("ben", "e"), await create("cy", "f"))
      for answer in [ana, ben, cy] { await deactivate(answer.id) }
      #expect(await create("BEN", "e").id == ben.id)
      #expect(await create("ana", "e").id == ana.id)
      let renamed = await create("cyrus", "f")
      #expect(renamed.id == cy.id, "nobody else has this externalId")
      #expect(renamed["userName"] == "cyrus")
      await deactivate(ben.id)
      let stranger = await create("dan", "e")
      #expect(stranger.status == 201)
      #expect(stranger.id != ana.id && stranger.id != ben.id)
      #expect(await test.send("GET", "/Users?filter=externalId%20eq%20%22e%22").totalResults == 3)
      // Whom another client calls so is another matter.
      await deactivate(cy.id)
      let other = await test.asOkta.send("POST", "/Users", ["userName": "eve", "externalId": "f"])
      #expect(other.status == 201 && other.id != cy.id)
      #expect(try await test.ledger.rebuild().differences == [])
    }
  }

  @Test("reads are recorded as the settings say", arguments: LedgerConfiguration.RecordedReads.allCases)
  func recordedReads(_ recorded: LedgerConfiguration.RecordedReads) async throws {
    try await withTestLedger { test in
      try await test.ledger.configure(LedgerConfiguration(recordedReads: recorded))
      let before = try test.ledger.head().rawValue
      _ = await test.send("GET", "/Users")
      _ = await test.send("GET", "/Schemas")
      _ = await test.send("POST", "/Users", ["userName": "a"])
      let written = try test.ledger.head().rawValue - before
      #expect(written == [.all: 3, .queries: 2, .none: 1][recorded])
    }
  }
}
