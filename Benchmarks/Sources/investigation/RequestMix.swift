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

  /// The request with this number, the same for the same seed.
  func request(_ index: Int, in cycle: Identifier) -> SCIMRequest {
    var generator = SplitMix64(state: seed ^ (UInt64(index) &* 0xD6E8_FEB8_6659_FD93))
    let person = person(&generator)
    var request =
      switch generator.next() % 1000 {
      case 0..<290: RequestMix.search(for: people.userName(person))
      case 290..<500: SCIMRequest(method: "GET", path: path(person))
      case 500..<840: patch(path(person), change(&generator))
      case 840..<880: replacement(person)
      case 880..<900: patch(path(person), RequestMix.operation("Replace", "active", true))
      case 900..<920: patch(path(person), RequestMix.operation("Replace", "favouriteColour", "blue"))
      case 920..<930: creation(people[person])
      case 930..<932: SCIMRequest(method: "DELETE", path: path(person))
      case 932..<980: membership(person, &generator)
      default:
        SCIMRequest(method: "GET", path: path(ofGroup: &generator), query: "excludedAttributes=members")
      }
    request.requestID = "investigation-\(index)"
    request.cycle = cycle
    return request
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
