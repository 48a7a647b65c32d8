import Directory
import EventLog
import JSONTape
import SCIM

extension EventFixtures {
  static let credentials: [(name: String, event: Event)] = [
    ("issueCredential", issueCredential), ("revokeCredential", revokeCredential),
    ("issueToken to an OAuth client", issueAccessToken), ("configure", configure),
    ("registerSchema", registerSchema), ("configure as a whole", configureAsAWhole),
    ("create in a cycle", createInCycle),
  ]

  private static let secret = Identifier(high: 0x0190_0000_0005_7000, low: 1 << 63)

  private static var issueCredential: Event {
    var event = event(17, .issueCredential, status: 201, by: .local)
    event.details = [
      "id": .string(user.description), "name": "okta", "client": "okta", "scope": "scim.read scim.write",
      "secret": .string(secret.description), "hash": "00ff",
    ]
    return event
  }

  private static var revokeCredential: Event {
    var event = event(18, .revokeCredential, status: 200, by: .local)
    event.details = [
      "id": .string(user.description), "name": "okta", "secrets": [.string(secret.description)],
    ]
    return event
  }

  private static var issueAccessToken: Event {
    let oauthClient = Client(name: "okta", client: "okta", tokenID: user)
    var event = event(19, .issueToken, status: 200, by: oauthClient)
    event.protocolVersion = nil
    event.details = [
      "id": .string(group.description), "name": "okta", "client": "okta", "scope": "scim.read",
      "oauthClient": .string(user.description), "expires": 1_770_003_600_000_019, "hash": "00ff",
    ]
    return event
  }

  /// As it was written while `uniqueExternalId` stood there only where it was off.
  static var configure: Event {
    var event = event(20, .configure, status: 200, by: .local)
    event.details = [
      "profile": "rfc", "restoresOnCreate": false, "recordedReads": "all", "requestsPerSecond": 100,
    ]
    return event
  }

  static var configureAsAWhole: Event {
    var event = event(22, .configure, status: 200, by: .local)
    event.details = LedgerConfiguration(profile: "rfc", requestsPerSecond: 100).json
    return event
  }

  private static var createInCycle: Event {
    var event = event(23, .create, status: 409, scimType: "uniqueness", detail: "Taken.")
    event.resourceType = "User"
    event.cycle = Identifier(high: 0x0190_0000_0006_7000, low: 1 << 63)
    event.request = Event.Request(id: "r-10", method: "POST", path: "/Users")
    return event
  }

  private static var registerSchema: Event {
    var event = event(21, .registerSchema, status: 201, by: .local)
    event.details = ["document": ["schemas": [], "resourceTypes": []]]
    return event
  }
}
