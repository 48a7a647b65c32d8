import LedgerTestKit
import ScimLedger
import Testing

/// RFC 7643 §7 on the sub-attributes of a registered type: what is required, immutable or secret there.
@Suite struct RequirementPartTests {
  static let schema = "urn:example:schemas:1.0:Safe"

  static let document: JSONValue = [
    "schemas": [
      [
        "id": .string(schema), "name": "Safe",
        "attributes": [
          ["name": "name", "required": true],
          [
            "name": "lock", "type": "complex",
            "subAttributes": [
              ["name": "maker", "required": true, "mutability": "immutable"],
              ["name": "combination", "mutability": "writeOnly", "returned": "never"], ["name": "kind"],
            ],
          ],
          [
            "name": "keys", "type": "complex", "multiValued": true,
            "subAttributes": [
              ["name": "value", "required": true], ["name": "type"],
              ["name": "code", "mutability": "writeOnly", "returned": "default"],
            ],
          ],
        ],
      ]
    ],
    "resourceTypes": [["name": "Safe", "endpoint": "/Safes", "schema": .string(schema)]],
  ]

  static let safe: JSONValue = [
    "schemas": [.string(schema)], "name": "s", "lock": ["maker": "m", "combination": "topsecret"],
    "keys": [["value": "k", "type": "x", "code": "topsecret"]],
  ]

  @Test("a secret part is taken, shown in no answer and kept in no event")
  func secret() async throws {
    try await withTestLedger { test in
      try await test.ledger.registerSchemas(Self.document)
      let made = await test.send("POST", "/Safes", Self.safe)
      #expect(made.status == 201)
      #expect(made["lock"] == ["maker": "m"] && made["keys"] == [["value": "k", "type": "x"]])
      let target = "/Safes/\(made.id)"
      await test.send("PUT", target, Self.safe)
      for operation in [
        ["op": "replace", "path": "lock.combination", "value": "topsecret"],
        ["op": "add", "path": "lock", "value": ["combination": "topsecret"]],
        ["op": "replace", "value": ["lock": ["combination": "topsecret"]]],
        ["op": "add", "value": ["lock.combination": "topsecret"]],
        ["op": "replace", "path": "keys[type eq \"x\"].code", "value": "topsecret"],
        ["op": "replace", "path": "keys[type eq \"x\"]", "value": ["value": "k", "code": "topsecret"]],
        ["op": "add", "path": "keys", "value": [["value": "l", "code": "topsecret"]]],
      ] as [JSONValue] {
        let answer = await test.patch(target, operation)
        #expect(answer.status == 200, "\(operation): \(answer.detail ?? "")")
      }
      let after = await test.send("GET", target)
      #expect(after["lock"] == ["maker": "m"] && after.values("keys") == ["k", "l"])
      let head = try await test.drainedHead()
      for event in try test.ledger.events(from: Position(1), limit: Int(head.rawValue)) {
        let kept = "\(event.effect?.image.map { JSONValue.object($0) } ?? .null)"
        #expect(!kept.contains("topsecret"), "\(event.operation.name)")
        let body = String(decoding: event.request?.body ?? [], as: UTF8.self)
        #expect(!body.contains("topsecret"), "\(event.operation.name)")
      }
    }
  }

  @Test("a value has its required parts, whoever writes it")
  func required() async throws {
    try await withTestLedger { test in
      try await test.ledger.registerSchemas(Self.document)
      for (name, value) in [("lock", ["kind": "a"]), ("keys", [["type": "x"]])] as [(String, JSONValue)] {
        let answer = await test.send(
          "POST", "/Safes", ["schemas": [.string(Self.schema)], "name": "s", name: value])
        #expect(answer.status == 400 && answer.scimType == "invalidValue")
        #expect(answer.detail?.contains(name + ".") == true, "\(answer.detail ?? "")")
      }
      let target = "/Safes/\(await test.send("POST", "/Safes", Self.safe).id)"
      let before = await test.send("GET", target)
      for operation in [
        ["op": "add", "path": "keys", "value": [["type": "y"]]],
        ["op": "replace", "path": "keys[type eq \"x\"]", "value": ["type": "z"]],
        ["op": "remove", "path": "keys[type eq \"x\"].value"], ["op": "remove", "path": "lock.maker"],
      ] as [JSONValue] {
        #expect(await test.patch(target, operation).status == 400, "\(operation)")
      }
      #expect(await test.send("GET", target).json == before.json)
      #expect(await test.patch(target, ["op": "remove", "path": "lock"]).status == 200)
    }
  }

  @Test("an immutable part stays what it is")
  func immutable() async throws {
    try await withTestLedger { test in
      try await test.ledger.registerSchemas(Self.document)
      let target = "/Safes/\(await test.send("POST", "/Safes", Self.safe).id)"
      for operation in [
        ["op": "replace", "path": "lock.maker", "value": "n"],
        ["op": "replace", "path": "lock", "value": ["maker": "n"]],
        ["op": "add", "value": ["lock": ["maker": "n"]]],
      ] as [JSONValue] {
        #expect(await test.patch(target, operation).scimType == "mutability")
      }
      let put = await test.send("PUT", target, ["name": "s", "lock": ["maker": "n"]])
      #expect(put.status == 400 && put.scimType == "mutability")
      #expect(await test.send("GET", target)["lock"] == ["maker": "m"])
      let same = await test.patch(
        target, ["op": "replace", "path": "lock", "value": ["maker": "m", "kind": "b"]])
      #expect(same["lock"] == ["maker": "m", "kind": "b"])
    }
  }
}
