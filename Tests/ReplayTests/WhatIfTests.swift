import Foundation
import LedgerTestKit
import ScimLedger
import Testing

@Suite struct WhatIfTests {
  private static let user = "urn:ietf:params:scim:schemas:core:2.0:User"

  private func tell(_ test: TestLedger) async {
    let anna = await test.send("POST", "/Users", ["schemas": [.string(Self.user)], "userName": "anna"]).id
    await test.send(
      "PATCH", "/Users/\(anna)",
      [
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [["op": "Replace", "path": "title", "value": "T"]],
      ])
    await test.send("POST", "/Users", ["userName": "berta", "badge": "7"])
    await test.send("GET", "/Users?filter=title+eq+%22T%22")
    await test.send("DELETE", "/Users/none")
  }

  @Test("another profile: what it would refuse, and the matrix of what was and would be")
  func profile() async throws {
    try await withTestLedger { test in
      await tell(test)
      let selection = ReplaySelection.events(from: Position(1), through: try test.ledger.head())
      let report = try test.ledger.whatIf(.profile(.rfc), selection)
      #expect(report.requests == 5)
      #expect(report.differences.map(\.event.position) == [Position(3), Position(4)])
      #expect(report.differences.map(\.was) == [.modified, .created])
      #expect(
        report.differences.map(\.wouldBe.description) == [
          "refuse 400 invalidSyntax", "refuse 400 invalidValue",
        ])
      #expect(report.differences.first?.detail?.contains("operationCase") ?? false)
      #expect(report.matrix.values.reduce(0, +) == 5)
      #expect(
        report.matrix[
          .init(
            operation: .modify, was: .modified, wouldBe: .refused(status: 400, scimType: "invalidSyntax"))]
          == 1)
      let other = try test.ledger.whatIf(.profile(.thousandEyes), selection)
      #expect(other.differences.map(\.event.position) == [Position(5)])
      #expect(try test.ledger.whatIf(.profile(.tolerant), selection).differences.isEmpty)
    }
  }

  @Test("a change that turns active false is a disable, on both sides")
  func disable() async throws {
    try await withTestLedger { test in
      let anna = await test.send(
        "POST", "/Users", ["schemas": [.string(Self.user)], "userName": "anna", "active": true]
      ).id
      for value in ["False", "False"] as [JSONValue] {
        await test.send(
          "PATCH", "/Users/\(anna)",
          [
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations": [["op": "replace", "path": "active", "value": value]],
          ])
      }
      await test.send(
        "PATCH", "/Users/\(anna)",
        [
          "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
          "Operations": [["op": "replace", "path": "title", "value": "T"]],
        ])
      let selection = ReplaySelection.events(from: Position(1), through: try test.ledger.head())
      let report = try test.ledger.whatIf(.profile(.tolerant), selection)
      #expect(report.matrix[.init(operation: .modify, was: .disabled, wouldBe: .disabled)] == 1)
      #expect(report.matrix[.init(operation: .modify, was: .unchanged, wouldBe: .unchanged)] == 1)
      #expect(report.matrix[.init(operation: .modify, was: .modified, wouldBe: .modified)] == 1)
      let strict = try test.ledger.whatIf(.profile(.rfc), selection)
      #expect(strict.differences.first?.was == .disabled)
      #expect(strict.differences.first?.wouldBe.description.hasPrefix("refuse 400") ?? false)
    }
  }

  @Test("another schema: what would be kept of a request")
  func schema() async throws {
    try await withTestLedger { test in
      await tell(test)
      let document: JSONValue = [
        "schemas": [
          [
            "id": "urn:example:2.0:Ext", "name": "Ext",
            "attributes": [["name": "badge", "type": "string", "multiValued": false]],
          ]
        ],
        "resourceTypes": [
          [
            "name": "User", "endpoint": "/Users", "schema": .string(Self.user),
            "schemaExtensions": [["schema": "urn:example:2.0:Ext", "required": false]],
          ]
        ],
      ]
      let selection = ReplaySelection.events(from: Position(1), through: try test.ledger.head())
      let report = try test.ledger.whatIf(.schema(document), selection)
      let difference = try #require(report.differences.first)
      #expect(report.differences.count == 1 && difference.event.position == Position(4))
      #expect(difference.was == .created && difference.wouldBe == .created)
      #expect(difference.properties.contains { $0.path == "urn:example:2.0:Ext:badge" && $0.new == "7" })
      #expect(throws: SCIMError.self) { try test.ledger.whatIf(.schema(["schemas": 1]), selection) }
    }
  }

  @Test("neither a replay nor a what-if changes a byte of the ledger's directory")
  func nothingWritten() async throws {
    try await withTemporaryDirectory { path in
      let directory = path + "/ledger"
      let options = testOptions()
      try ProvisioningLedger.create(at: directory, options: options)
      let written = try ProvisioningLedger(opening: directory, options: options)
      await tell(TestLedger(written))
      await written.close()
      let before = try contents(of: directory)
      let ledger = try ProvisioningLedger(opening: directory, access: .readOnly, options: options)
      let selection = ReplaySelection.events(from: Position(1), through: try ledger.head())
      #expect(try ledger.replay(selection).identical == 6)
      _ = try ledger.whatIf(.profile(.rfc), selection)
      await ledger.close()
      #expect(try contents(of: directory) == before)
      #expect(before.count > 1)
    }
  }

  /// Every file but LMDB's table of readers, which says who reads.
  private func contents(of directory: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: directory)
    where !name.hasSuffix("lock.mdb") {
      files[name] = FileManager.default.contents(atPath: directory + "/" + name)
    }
    return files
  }
}
