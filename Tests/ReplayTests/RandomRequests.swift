import LedgerTestKit
import ScimLedger

/// Random requests of two clients, in both versions of the protocol, right and wrong ones.
struct RandomRequests {
  let test: TestLedger
  private let time: SettableTime
  private var generator: SeededGenerator
  private var users: [String] = []
  private var groups: [String] = []
  private var gone: [String] = []

  private static let okta = Client(name: "okta", client: "okta", tokenID: Identifier(high: 7, low: 7))
  private static let cycles = (0..<3).map { Identifier(high: 0xC, low: $0) }
  static let patchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
  static let userSchema = "urn:ietf:params:scim:schemas:core:2.0:User"

  init(_ test: TestLedger, seed: UInt64, time: SettableTime) {
    self.test = test
    self.time = time
    generator = SeededGenerator(seed: seed)
  }

  mutating func run(_ count: Int) async throws {
    for _ in 0..<count {
      if chance(5) { time.advance(seconds: Int64(number(below: 500))) }
      switch number(below: 24) {
      case 0...4: await createUser()
      case 5: await createGroup()
      case 6...9: await modifyUser()
      case 10, 11: await modifyGroup()
      case 12: await replaceUser()
      case 13: await remove()
      case 14, 15: await bulk()
      case 16, 17: await refused()
      case 18...22: await look()
      default: try await configure()
      }
    }
    // Once a change is durable, so is all that was queued before it.
    await test.send("DELETE", "/Users/none")
  }

  // MARK: - Choices

  mutating func number(below bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }
  mutating func chance(_ percent: Int) -> Bool { number(below: 100) < percent }
  mutating func pick(_ values: [String]) -> String? { values.randomElement(using: &generator) }

  private mutating func client() -> TestLedger {
    var client = chance(70) ? test : TestLedger(test.ledger, as: RandomRequests.okta)
    if chance(25) { client = client.inCycle(RandomRequests.cycles.randomElement(using: &generator)) }
    return chance(30) ? client.speaking(.v1) : client
  }

  private mutating func userName() -> JSONValue {
    let name = "person\(number(below: 12))@example.com"
    return .string(chance(30) ? name.uppercased() : name)
  }

  // MARK: - Changes

  private mutating func user(_ version: ProtocolVersion) -> JSONValue {
    var user: JSONObject = [
      "schemas": [
        version == .v1 ? "urn:scim:schemas:core:1.0" : .string(RandomRequests.userSchema)
      ],
      "userName": userName(),
    ]
    if chance(20) { user["schemas"] = nil }
    if chance(50) { user["password"] = .string("never kept \(number(below: 9))") }
    if chance(40) { user["externalId"] = .string("ext-\(number(below: 6))") }
    if chance(60) { user["active"] = chance(30) ? .string(chance(50) ? "True" : "False") : .bool(chance(70)) }
    if chance(50) { user["name"] = ["givenName": .string("Given \(number(below: 9))"), "familyName": "F"] }
    if chance(30) { user["name.familyName"] = "Dotted" }
    if chance(30) { user["shoeSize"] = .number(JSONNumber(number(below: 50))) }
    if chance(40) {
      user["emails"] = [
        ["value": .string("m\(number(below: 9))@example.com"), "type": "work", "primary": true]
      ]
    }
    return .object(user)
  }

  private mutating func createUser() async {
    let client = client()
    let answer = await client.send("POST", "/Users", user(client.version))
    if answer.status == 201 { users.append(answer.id) }
  }

  private mutating func replaceUser() async {
    guard let id = pick(users) else { return }
    let client = client()
    await client.send("PUT", "/Users/\(id)", user(client.version), ifMatch: chance(20) ? "W/\"3\"" : nil)
  }

  private mutating func members() -> JSONValue {
    var members: [JSONValue] = []
    for _ in 0..<number(below: 4) {
      if let id = pick(chance(85) ? users : groups) { members.append(["value": .string(id)]) }
    }
    if chance(10), let id = pick(gone) { members.append(["value": .string(id)]) }
    return .array(members)
  }

  private mutating func createGroup() async {
    let answer = await client().send(
      "POST", "/Groups", ["displayName": .string("Group \(number(below: 8))"), "members": members()])
    if answer.status == 201 { groups.append(answer.id) }
  }

  private mutating func operation() -> JSONValue {
    switch number(below: 9) {
    case 0: ["op": "Replace", "path": "active", "value": .string(chance(50) ? "True" : "False")]
    case 1: ["op": "replace", "value": ["active": .bool(chance(50)), "title": "T"]]
    case 2:
      [
        "op": "Add", "path": "emails[type eq \"work\"].value",
        "value": .string("m\(number(below: 9))@example.com"),
      ]
    case 3: ["op": "remove", "path": "title"]
    case 4: ["op": "add", "path": "userName", "value": userName()]
    case 5: ["op": "replace", "path": "password", "value": "never kept"]
    case 6: ["op": "replace", "path": "noSuchAttribute", "value": 1]
    case 7: ["op": "replace", "value": ["name.givenName": .string("G\(number(below: 9))")]]
    default: ["op": "add", "path": "externalId", "value": .string("ext-\(number(below: 6))")]
    }
  }

  private mutating func patch() -> JSONValue {
    var operations: [JSONValue] = []
    for _ in 0...number(below: 3) { operations.append(operation()) }
    return ["schemas": [.string(RandomRequests.patchOp)], "Operations": .array(operations)]
  }

  private mutating func modifyUser() async {
    guard let id = pick(users) else { return }
    let client = client()
    if client.version == .v1 {
      await client.send(
        "PATCH", "/Users/\(id)",
        ["schemas": ["urn:scim:schemas:core:1.0"], "title": "One", "meta": ["attributes": ["nickName"]]])
    } else {
      await client.send(
        "PATCH", "/Users/\(id)" + (chance(20) ? "?attributes=title" : ""), patch(),
        ifMatch: chance(10) ? "*" : nil)
    }
  }

  private mutating func modifyGroup() async {
    guard let id = pick(groups) else { return }
    let operation: JSONValue =
      switch number(below: 5) {
      case 0, 1: ["op": "Add", "path": "members", "value": members()]
      case 2: ["op": "Remove", "path": "members", "value": members()]
      case 3: ["op": "replace", "path": "members", "value": members()]
      default: ["op": "replace", "value": ["displayName": .string("Group \(number(below: 8))")]]
      }
    await client().speaking(.v2).send(
      "PATCH", "/Groups/\(id)", ["schemas": [.string(RandomRequests.patchOp)], "Operations": [operation]])
  }

  private mutating func remove() async {
    let isGroup = chance(30)
    guard let id = pick(isGroup ? groups : users) else { return }
    let answer = await client().send("DELETE", (isGroup ? "/Groups/" : "/Users/") + id)
    guard answer.status == 204 else { return }
    users.removeAll { $0 == id }
    groups.removeAll { $0 == id }
    gone.append(id)
  }

  private mutating func bulk() async {
    var operations: [JSONValue] = []
    let client = client()
    for index in 0...number(below: 5) {
      switch number(below: 7) {
      case 0, 1:
        operations.append([
          "method": "POST", "path": "/Users", "bulkId": .string("u\(index)"), "data": user(client.version),
        ])
      case 2:
        operations.append([
          "method": "post", "path": "/Groups", "bulkId": .string("g\(index)"),
          "data": [
            "displayName": .string("Group \(number(below: 8))"),
            "members": [["value": .string("bulkId:u\(number(below: 5))")]],
          ],
        ])
      case 3:
        let other = chance(50) ? index : number(below: 5)
        operations.append([
          "method": "POST", "path": "/Groups", "bulkId": .string("c\(index)"),
          "data": [
            "displayName": .string("Circle \(index)"), "members": [["value": .string("bulkId:c\(other)")]],
          ],
        ])
      case 4:
        guard let id = pick(users) else { continue }
        operations.append(["method": "PATCH", "path": .string("/Users/\(id)"), "data": [operation()]])
      case 5:
        guard let id = pick(gone) else { continue }
        operations.append(["method": "DELETE", "path": .string("/Users/\(id)")])
      default: operations.append(["method": "GET", "path": "/Users"])
      }
    }
    var body: JSONObject = [
      "schemas": [
        client.version == .v1
          ? "urn:scim:schemas:core:1.0" : "urn:ietf:params:scim:api:messages:2.0:BulkRequest"
      ], "Operations": .array(operations),
    ]
    if chance(20) { body["failOnErrors"] = 1 }
    let answer = await client.send("POST", "/Bulk", .object(body))
    for operation in answer["Operations"]?.arrayValue ?? [] {
      guard let object = operation.objectValue, object["method"] == "POST",
        let location = object["location"]?.stringValue, let id = location.split(separator: "/").last
      else { continue }
      if location.contains("/Users/") { users.append(String(id)) } else { groups.append(String(id)) }
    }
  }

  // MARK: - Everything else

  private mutating func refused() async {
    let client = client()
    switch number(below: 9) {
    case 0: await client.send("POST", "/Users", text: "{\"userName\":")
    case 1: await client.send("PUT", "/Users/\(pick(gone) ?? "x")", ["userName": "x"])
    case 2: await client.send("POST", "/Bulk", ["Operations": []])
    case 3: await client.send("POST", "/Users", ["displayName": "nobody"])
    case 4: await client.send("GET", "/Me")
    case 5: await client.send("POST", "/ServiceProviderConfig", [:])
    case 6: await client.send("PATCH", "/Users/\(pick(users) ?? "x")", text: nil)
    case 7: await client.send("GET", "/Users", accept: "application/xml")
    default: await client.send("GET", "/Nothing/here?password=x")
    }
  }

  private mutating func look() async {
    let client = client()
    switch number(below: 13) {
    case 0, 1:
      let id = pick(chance(70) ? users : gone) ?? "none"
      await client.send("GET", "/Users/\(id)?attributes=userName", ifNoneMatch: chance(30) ? "*" : nil)
    case 2: await client.send("GET", "/Groups/\(pick(groups) ?? "none")")
    case 3: await client.send("GET", "/Users?filter=userName+eq+%22person\(number(below: 12))@example.com%22")
    case 4: await client.send("GET", "/Groups?filter=displayName+sw+%22group%22&sortBy=displayName&count=2")
    case 5: await client.send("GET", "/Users?startIndex=2&count=3&password=never")
    case 6: await client.send("GET", "/Users?filter=userName+xx+1")
    case 7: await client.send("GET", chance(50) ? "/Schemas" : "/ResourceTypes/User")
    case 8:
      await client.send(
        "POST", "/.search", ["filter": "active eq true and password eq \"never\"", "count": 2])
    case 9:
      let page = await test.send("GET", "/Users?cursor=&count=1")
      if let next = page["nextCursor"]?.stringValue {
        await test.send("GET", "/Users?count=1&cursor=\(next)")
      }
    case 10: await client.send("GET", "/Users?asOf=\(1 + number(below: 30))")
    case 11: await client.send("GET", "/Users/\(pick(users + gone) ?? "none")/history")
    default: await client.send("GET", "/")
    }
  }

  private mutating func configure() async throws {
    if chance(15) {
      try await test.ledger.registerSchemas([
        "schemas": [
          [
            "id": "urn:example:2.0:Ext", "name": "Ext",
            "attributes": [
              ["name": "badge", "type": "string", "multiValued": false],
              ["name": "pin", "type": "string", "mutability": "writeOnly", "returned": "never"],
            ],
          ]
        ],
        "resourceTypes": [
          [
            "name": "User", "endpoint": "/Users", "schema": .string(RandomRequests.userSchema),
            "schemaExtensions": [["schema": "urn:example:2.0:Ext", "required": false]],
          ]
        ],
      ])
      return
    }
    try await test.ledger.configure(
      LedgerConfiguration(
        profile: chance(15) ? "thousandeyes" : chance(20) ? "rfc" : "tolerant", restoresOnCreate: chance(40),
        uniqueExternalID: chance(40)))
  }
}
