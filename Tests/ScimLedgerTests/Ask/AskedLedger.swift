import LedgerTestKit
import ScimLedger
import Testing

/// A ledger with a short history in two cycles, of which every question has a known answer.
struct AskedLedger {
  let test: TestLedger
  let time: SettableTime
  var ana = ""
  var ben = ""
  var staff = ""
  /// The event of each step, by its name.
  var events: [String: Position] = [:]

  static let firstCycle = Identifier(high: 0x0190_0000_0000_7001, low: 0x8000_0000_0000_0001)
  static let secondCycle = Identifier(high: 0x0190_0000_0000_7002, low: 0x8000_0000_0000_0002)
  /// When the ledger is created: 2026-02-02T02:40:00Z.
  static let start: Int64 = 1_770_000_000_000_000

  var ledger: ProvisioningLedger { test.ledger }

  func position(_ name: String) -> Position { events[name] ?? .start }

  static func with<R: Sendable>(_ body: (AskedLedger) async throws -> R) async throws -> R {
    let time = SettableTime(start)
    return try await withTestLedger(time: time) { test in
      var asked = AskedLedger(test: test, time: time)
      try await asked.live()
      return try await body(asked)
    }
  }

  private mutating func step(
    _ name: String, _ method: String, _ target: String, _ body: JSONValue? = nil, in cycle: Identifier?
  ) async throws -> Answer {
    time.advance(seconds: 60)
    let answer = await test.inCycle(cycle).send(method, target, body)
    var head = try ledger.head()
    // Reads are recorded behind the answer's back.
    for _ in 0..<200 where events.values.contains(head) || head == Position(1) {
      try await Task.sleep(for: .milliseconds(5))
      head = try ledger.head()
    }
    events[name] = head
    return answer
  }

  private mutating func live() async throws {
    let (first, second) = (AskedLedger.firstCycle, AskedLedger.secondCycle)
    let ana: JSONValue = [
      "schemas": [
        "urn:ietf:params:scim:schemas:core:2.0:User",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
      ],
      "userName": "ana@example.com", "externalId": "e-1", "displayName": "Ana", "active": "True",
      "name": ["givenName": "Ana", "familyName": "Silva"],
      "emails": [["value": "ana@example.com", "type": "work"]],
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": ["department": "Sales"],
    ]
    self.ana = try await step("createAna", "POST", "/Users", ana, in: first).id
    ben = try await step("createBen", "POST", "/Users", Self.user("ben@example.com", "e-2"), in: first).id
    _ = try await step("refused", "POST", "/Users", Self.user("ANA@example.com", "e-3"), in: first)
    staff = try await step(
      "createStaff", "POST", "/Groups",
      [
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Staff",
        "members": [["value": .string(self.ana)], ["value": .string(ben)]],
      ], in: first
    ).id
    _ = try await step("search", "GET", "/Users?filter=userName%20eq%20%22zoe@example.com%22", in: first)
    time.advance(seconds: 3600)
    _ = try await step(
      "promote", "PATCH", "/Users/\(self.ana)",
      Self.patch([
        ["op": "replace", "path": "title", "value": "Director"],
        ["op": "replace", "path": "name.familyName", "value": "Costa"],
        [
          "op": "replace",
          "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
          "value": "Board",
        ],
      ]), in: second)
    _ = try await step(
      "disable", "PATCH", "/Users/\(self.ana)",
      Self.patch([["op": "Replace", "path": "active", "value": "False"]]), in: second)
    _ = try await step(
      "again", "PATCH", "/Users/\(self.ana)",
      Self.patch([["op": "replace", "path": "active", "value": false]]), in: second)
    _ = try await step(
      "badPath", "PATCH", "/Users/\(self.ana)",
      Self.patch([["op": "replace", "path": "favouriteColour", "value": "red"]]), in: second)
    _ = try await step("deleteBen", "DELETE", "/Users/\(ben)", in: second)
    // The group's loss is an event of its own behind the deletion.
    let deletion = try #require(events["deleteBen"])
    let last = try #require(try ledger.event(at: deletion))
    if last.operation == .leaveGroup {
      events["leave"] = deletion
      events["deleteBen"] = last.cause
    }
  }

  static func user(_ name: String, _ externalID: String) -> JSONValue {
    [
      "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": .string(name),
      "externalId": .string(externalID), "active": true,
    ]
  }

  static func patch(_ operations: [JSONValue]) -> JSONValue {
    ["schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": .array(operations)]
  }
}
