import ScimLedger

/// A provisioning job of the demo's identity provider: what it sends, and the ids it remembers.
///
/// Each step checks the answer; the first surprise ends the demo.
struct DemoJob {
  let client: DemoClient
  let ledger: ProvisioningLedger
  var screen = DemoScreen()
  /// The ids that the service provider gave, by the identity provider's own.
  var userIDs: [String: String] = [:]
  var groupIDs: [String: String] = [:]
  /// A change worth looking at afterwards.
  var telling: Position?

  init(client: DemoClient, ledger: ProvisioningLedger) {
    self.client = client
    self.ledger = ledger
  }

  /// Whether the service answers at all, asked for somebody who can't exist.
  mutating func testConnection() async throws {
    screen.chapter("Test Connection")
    let nobody = "6d1f1c6e-54a1-4c07-9d43-0b7c1a6fd0a2"
    let user = try await client.get(EntraDialect.match("userName", nobody, at: "/Users")).found(0)
    screen.done("\(user.request) → 200, nobody, as it must be")
    let group = try await client.get(EntraDialect.match("displayName", nobody, at: "/Groups")).found(0)
    screen.done("\(group.request) → 200, none")
  }

  func person(_ employeeNumber: String) throws -> DemoPerson {
    guard let person = DemoDirectory.people.first(where: { $0.employeeNumber == employeeNumber }) else {
      throw CommandFailure(.failure, "The demo's directory has no employee \(employeeNumber).")
    }
    return person
  }

  /// `/Users/ID` of a person who was provisioned.
  func target(_ person: DemoPerson) throws -> String {
    "/Users/" + (try id(person.objectID))
  }

  func id(_ objectID: String) throws -> String {
    guard let id = userIDs[objectID] ?? groupIDs[objectID] else {
      throw CommandFailure(.failure, "The demo has not provisioned \(objectID) yet.")
    }
    return id
  }
}
