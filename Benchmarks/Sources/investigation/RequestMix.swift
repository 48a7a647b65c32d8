import BenchmarkKit
import ScimLedger

/// The requests of provisioning clients that keep a directory in step: mostly looks and small changes.
struct RequestMix: Sendable {
  /// Everybody else has the history that chance gives.
  static let busiestPerson = 0
  /// Of so many requests about a person, one is about the busiest one.
  private static let busyShare: UInt64 = 500

  let people: PersonBodies
  let users: [Identifier]
  let groups: [Identifier]
  let seed: UInt64

  /// The request with this number, the same for the same seed: a look at a person or group, and behind it a
  /// change of the same one.
  func request(_ index: Int, in cycle: Identifier) -> SCIMRequest {
    var generator = SplitMix64(state: seed ^ (UInt64(index / 2) &* 0xD6E8_FEB8_6659_FD93))
    let person = person(&generator)
    let draw = generator.next() % 100
    var request =
      index.isMultiple(of: 2) ? look(at: person, draw, &generator) : change(of: person, draw, &generator)
    request.requestID = "investigation-\(index)"
    request.cycle = cycle
    return request
  }

  private func look(at person: Int, _ draw: UInt64, _ generator: inout SplitMix64) -> SCIMRequest {
    switch draw {
    case 0..<10:
      SCIMRequest(method: "GET", path: path(ofGroup: &generator), query: "excludedAttributes=members")
    case 10..<60: RequestMix.search(for: people.userName(person))
    default: SCIMRequest(method: "GET", path: path(person))
    }
  }

  private func change(of person: Int, _ draw: UInt64, _ generator: inout SplitMix64) -> SCIMRequest {
    switch draw {
    case 0..<10: membership(person, &generator)
    case 10..<18: replacement(person)
    case 18..<22: patch(path(person), RequestMix.operation("Replace", "active", true))
    case 22..<26: patch(path(person), RequestMix.operation("Replace", "favouriteColour", "blue"))
    case 26..<28: creation(people[person])
    case 28 where person != RequestMix.busiestPerson && generator.next().isMultiple(of: 2):
      SCIMRequest(method: "DELETE", path: path(person))
    default: patch(path(person), change(&generator))
    }
  }

  static func search(for userName: String) -> SCIMRequest {
    SCIMRequest(method: "GET", path: "/Users", query: "filter=userName%20eq%20%22\(userName)%22")
  }

  private func person(_ generator: inout SplitMix64) -> Int {
    let draw = generator.next()
    return draw % RequestMix.busyShare == 0
      ? RequestMix.busiestPerson : Int(truncatingIfNeeded: draw >> 32) % users.count
  }

  private func path(_ person: Int) -> String { "/Users/\(users[person])" }

  private func path(ofGroup generator: inout SplitMix64) -> String {
    "/Groups/\(groups[Int(truncatingIfNeeded: generator.next() >> 32) % groups.count])"
  }

  private func change(_ generator: inout SplitMix64) -> JSONValue {
    let number = generator.next() >> 40
    return switch generator.next() % 5 {
    case 0: RequestMix.operation("Replace", "active", number.isMultiple(of: 2) ? "False" : "True")
    case 1: RequestMix.operation("Replace", "title", .string("Level \(number % 20)"))
    case 2: RequestMix.operation("Replace", "displayName", .string("Person \(number)"))
    case 3:
      RequestMix.operation("Add", "phoneNumbers[type eq \"mobile\"].value", .string("+49 170 \(number)"))
    default:
      RequestMix.operation(
        "Replace", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
        .string("Department \(number % 300)"))
    }
  }

  private static func operation(_ op: String, _ path: String, _ value: JSONValue) -> JSONValue {
    ["op": .string(op), "path": .string(path), "value": value]
  }

  private func membership(_ person: Int, _ generator: inout SplitMix64) -> SCIMRequest {
    let path = path(ofGroup: &generator)
    let id = users[person].description
    let operation: JSONValue =
      generator.next() % 10 < 7
      ? RequestMix.operation("Add", "members", [["value": .string(id)]])
      : ["op": "Remove", "path": .string("members[value eq \"\(id)\"]")]
    var request = patch(path, operation)
    request.query = "excludedAttributes=members"
    return request
  }

  private func patch(_ path: String, _ operation: JSONValue) -> SCIMRequest {
    let body: JSONValue = [
      "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [operation],
    ]
    return SCIMRequest(
      method: "PATCH", path: path, body: body.serialized(), contentType: "application/scim+json")
  }

  private func replacement(_ person: Int) -> SCIMRequest {
    SCIMRequest(
      method: "PUT", path: path(person), body: people[person], contentType: "application/scim+json")
  }

  private func creation(_ body: [UInt8]) -> SCIMRequest {
    SCIMRequest(method: "POST", path: "/Users", body: body, contentType: "application/scim+json")
  }
}
