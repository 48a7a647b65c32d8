import Directory
import EventLog
import JSONTape
import SCIM

/// One event of every shape, with fixed ids and times.
enum EventFixtures {
  static let user = Identifier(high: 0x0190_0000_0001_7000, low: 0x8000_0000_0000_0001)
  static let group = Identifier(high: 0x0190_0000_0002_7000, low: 0x8000_0000_0000_0002)
  static let client = Client(
    name: "entra-2026", client: "entra", tokenID: Identifier(high: 0x0190_0000_0000_7000, low: 1 << 63))

  static let image: JSONObject = [
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "Zoë@example.com",
    "externalId": "e-1", "active": true,
    "emails": [["value": "zoe@example.com", "type": "work", "primary": true]],
  ]

  static let all: [(name: String, event: Event)] =
    [
      ("create", create), ("modify", modify), ("replace", replace), ("delete", delete),
      ("leaveGroup", leaveGroup), ("group with members", groupWithMembers), ("unchanged", unchanged),
      ("refused", refused), ("read", read), ("query", query), ("discover", discover),
      ("unsupported", unsupported), ("createLedger", createLedger), ("issueToken", issueToken),
      ("revokeToken", revokeToken), ("operation of a bulk request", bulkOperation), ("bulk", bulk),
    ] + credentials + [("importLogRecord", importLogRecord)]

  static func event(
    _ number: UInt64, _ operation: Event.Operation, status: Int, scimType: String? = nil,
    detail: String? = nil, by actor: Client = client
  ) -> Event {
    var event = Event(
      id: Identifier(high: 0x0190_0000_0003_7000, low: 1 << 63 | number),
      time: DateTime(microseconds: 1_770_000_000_000_000 + Int64(number)), operation: operation,
      actor: actor, outcome: .init(status: status, scimType: scimType, detail: detail))
    event.position = Position(number)
    if actor != .local { event.protocolVersion = "2.0" }
    return event
  }

  static var create: Event {
    var event = event(2, .create, status: 201)
    event.resourceType = "User"
    event.resource = user
    event.tolerances = [
      Tolerance(rule: "booleanAsString", path: "active", detail: "\"True\" read as true"),
      Tolerance(rule: "unknownAttributeIgnored", path: "shoeSize", detail: "not in the schema"),
    ]
    event.request = Event.Request(
      id: "r-1", method: "POST", path: "/Users", query: "attributes=userName", userAgent: "fixture/1",
      ifMatch: "*", body: Array("{\"userName\":\"Zoë@example.com\",\"password\":\"[redacted]\"}".utf8))
    event.effect = Event.Effect(
      image: image, created: DateTime(microseconds: 1_770_000_000_000_002), owner: "entra")
    return event
  }

  static var modify: Event {
    var event = event(3, .modify, status: 200)
    event.resourceType = "User"
    event.resource = user
    event.previous = Position(2)
    event.request = Event.Request(id: "", method: "PATCH", path: "/Users/x", body: Array("{}".utf8))
    var changed = image
    changed["active"] = false
    event.effect = Event.Effect(
      image: changed, created: DateTime(microseconds: 1_770_000_000_000_002), owner: "entra")
    return event
  }

  static var replace: Event {
    var event = modify
    event.operation = .replace
    event.request?.method = "PUT"
    event.effect?.owner = "okta"
    return event
  }

  static var delete: Event {
    var event = event(4, .delete, status: 204)
    event.resourceType = "User"
    event.resource = user
    event.previous = Position(3)
    event.request = Event.Request(id: "r-2", method: "DELETE", path: "/Users/x")
    event.effect = Event.Effect(
      image: nil, created: DateTime(microseconds: 1_770_000_000_000_002), owner: "entra")
    return event
  }

  static var leaveGroup: Event {
    var event = event(5, .leaveGroup, status: 204)
    event.resourceType = "Group"
    event.resource = group
    event.previous = Position(1)
    event.cause = Position(4)
    event.effect = Event.Effect(
      image: ["displayName": "Crew"], created: DateTime(microseconds: 5), owner: "entra",
      membersRemoved: [user.description])
    return event
  }

  static var groupWithMembers: Event {
    var event = event(6, .create, status: 201)
    event.resourceType = "Group"
    event.resource = group
    event.effect = Event.Effect(
      image: ["displayName": "Crew"], created: DateTime(microseconds: -5), owner: "okta",
      membersAdded: [
        GroupMember(value: user.description, type: "User", display: "Zoë"),
        GroupMember(value: group.description, type: "Group"), GroupMember(value: "bare"),
      ], membersRemoved: ["gone-1", "gone-2"])
    return event
  }

  static var unchanged: Event {
    var event = event(7, .modify, status: 200)
    event.resourceType = "User"
    event.resource = user
    event.previous = Position(3)
    event.isUnchanged = true
    return event
  }

  static var refused: Event {
    var event = event(
      8, .create, status: 409, scimType: "uniqueness", detail: "Another User has this userName.")
    event.resourceType = "User"
    event.request = Event.Request(id: "r-3", method: "POST", path: "/Users", body: Array("[1,2]".utf8))
    return event
  }

  static var read: Event {
    var event = event(9, .read, status: 304)
    event.resourceType = "User"
    event.resource = user
    event.previous = Position(3)
    event.snapshot = Position(8)
    event.request = Event.Request(id: "r-4", method: "GET", path: "/Users/x", ifMatch: "W/\"3\"")
    return event
  }

  static var query: Event {
    var event = event(10, .query, status: 200)
    event.resourceType = "Group"
    event.snapshot = Position(9)
    event.results = 0
    event.request = Event.Request(
      id: "r-5", method: "GET", path: "/Groups", query: "filter=displayName+eq+%22x%22")
    event.tolerances = [
      Tolerance(rule: "unquotedFilterValue", path: "members", detail: "read as a string")
    ]
    return event
  }

  static var discover: Event {
    var event = event(11, .discover, status: 200)
    event.request = Event.Request(id: "r-6", method: "GET", path: "/Schemas")
    return event
  }

  static var unsupported: Event {
    var event = event(12, .unsupported, status: 501, detail: "/Bulk is not offered here.")
    event.request = Event.Request(id: "r-7", method: "POST", path: "/Bulk")
    return event
  }

  static var bulkOperation: Event {
    var event = event(15, .delete, status: 404, detail: "There is no User with this id.")
    event.resourceType = "User"
    event.bulk = Event.Bulk(
      id: Identifier(high: 0x0190_0000_0004_7000, low: 1 << 63), index: 7, bulkID: "zoë")
    event.request = Event.Request(id: "r-8", method: "DELETE", path: "/Users/x")
    return event
  }

  static var bulk: Event {
    var event = event(16, .bulk, status: 413, detail: "The bulk request has too many operations.")
    event.request = Event.Request(id: "r-9", method: "POST", path: "/Bulk")
    return event
  }

  static var createLedger: Event {
    var event = event(1, .createLedger, status: 201, by: .local)
    event.details = ["ledger": "01900000-0000-7000-8000-000000000009"]
    return event
  }

  static var issueToken: Event {
    var event = event(13, .issueToken, status: 201, by: .local)
    event.details = [
      "id": .string(user.description), "name": "entra-2026", "client": "entra", "hash": "00ff",
    ]
    return event
  }

  static var revokeToken: Event {
    var event = event(14, .revokeToken, status: 200, by: .local)
    event.details = ["id": .string(user.description), "name": "entra-2026"]
    return event
  }
}
