import LedgerTestKit
import ScimLedger

extension TestLedger {
  static let okta = Client(
    name: "okta", client: "okta", tokenID: Identifier(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0002)
  )

  var asOkta: TestLedger { TestLedger(ledger, as: TestLedger.okta) }

  /// The head once all that was sent before is in the log: the writer keeps the order, so a change that is
  /// durable has everything before it durable too.
  func drainedHead() async throws -> Position {
    let answer = await send("DELETE", "/Users/barrier")
    guard answer.status == 404 else { throw EventLogError.closed }
    return try ledger.head()
  }

  /// The events that some requests leave, and no others.
  func events<R>(of requests: () async throws -> R) async throws -> [Event] {
    let before = try await drainedHead()
    _ = try await requests()
    let after = try await drainedHead()
    return try ledger.events(from: before.next, limit: Int(after.rawValue - before.rawValue)).dropLast()
  }

  /// Creates a user and gives its id.
  @discardableResult
  func createUser(_ userName: String, _ more: JSONObject = [:]) async -> String {
    var body: JSONObject = [
      "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": .string(userName),
    ]
    for member in more { body[member.name] = member.value }
    return await send("POST", "/Users", .object(body)).id
  }

  /// Creates a group and gives its id.
  @discardableResult
  func createGroup(_ displayName: String, of members: [String] = []) async -> String {
    await send(
      "POST", "/Groups",
      [
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": .string(displayName),
        "members": .array(members.map { ["value": .string($0)] }),
      ]
    ).id
  }

  @discardableResult
  func patch(_ target: String, _ operations: JSONValue..., ifMatch: String? = nil) async -> Answer {
    await send(
      "PATCH", target,
      ["schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": .array(operations)],
      ifMatch: ifMatch)
  }
}

extension Answer {
  var etag: String? { headers["ETag"] }

  /// The values of the sub-attribute `value` of a multi-valued attribute.
  func values(_ attribute: String) -> [String] {
    (self[attribute]?.arrayValue ?? []).compactMap { $0.objectValue?["value"]?.stringValue }
  }

  var ids: [String] { resources.compactMap { $0.objectValue?["id"]?.stringValue } }
}
