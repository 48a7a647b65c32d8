import LedgerTestKit
import ScimLedger

/// A random history: requests as Entra and Okta write them, sent to a ledger and told to a model.
struct History {
  let seed: UInt64
  let entra: TestLedger
  let okta: TestLedger
  private let time: SettableTime?
  var generator: SeededGenerator
  var model: DirectoryModel
  private(set) var requests = 0
  /// Answers that were not what the model expected.
  private(set) var surprises: [String] = []

  static let userNames = (0..<40).map { "person\($0)@example.com" }
  static let externalIDs = (0..<14).map { "ext-\($0)" }
  static let displayNames = (0..<12).map { "Group \($0)" }
  static let cycles = (0..<4).map { Identifier(high: 0xC, low: $0) }
  static let oktaClient = Client(name: "okta", client: "okta", tokenID: Identifier(high: 7, low: 7))

  /// - Parameter time: The ledger's clock, which then moves.
  init(_ ledger: ProvisioningLedger, seed: UInt64, time: SettableTime? = nil) {
    self.time = time
    self.seed = seed
    entra = TestLedger(ledger)
    okta = TestLedger(ledger, as: History.oktaClient)
    generator = SeededGenerator(seed: seed)
    model = DirectoryModel(uniqueExternalID: ledger.configuration.uniqueExternalID)
  }

  mutating func run(_ steps: Int) async {
    for _ in 0..<steps {
      if chance(4) { time?.advance(seconds: Int64(number(below: 600))) }
      switch number(below: 20) {
      case 0...3: await createUser()
      case 4: await replaceUser()
      case 5...8: await modifyUser()
      case 9: await deleteResource()
      case 10, 11: await createGroup()
      case 12: await replaceGroup()
      case 13...16: await modifyMembers()
      case 17: await refused()
      default: await look()
      }
    }
  }

  /// Sends one request and notes an answer with another status than the model expects.
  @discardableResult
  mutating func send(
    _ client: TestLedger, _ method: String, _ target: String, _ body: JSONValue? = nil, expecting status: Int,
    ifMatch: String? = nil
  ) async -> Answer {
    requests += 1
    let client = chance(25) ? client.inCycle(pick(History.cycles)) : client
    let answer = await client.send(method, target, body, ifMatch: ifMatch)
    if answer.status != status {
      surprises.append(
        "seed \(seed), request \(requests): \(method) \(target) \(body?.description ?? "") gave "
          + "\(answer.status) instead of \(status): \(answer.detail ?? "")")
    }
    return answer
  }

  mutating func sendText(_ method: String, _ target: String, _ text: String, expecting status: Int) async {
    requests += 1
    let answer = await entra.send(method, target, text: text)
    if answer.status != status {
      surprises.append("seed \(seed), request \(requests): \(text) gave \(answer.status), not \(status)")
    }
  }

  // MARK: - Choices

  mutating func number(below bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }
  mutating func chance(_ percent: Int) -> Bool { number(below: 100) < percent }
  mutating func pick<T>(_ values: [T]) -> T? { values.randomElement(using: &generator) }
  mutating func client() -> TestLedger { chance(60) ? entra : okta }

  mutating func userName() -> String {
    let name = pick(History.userNames) ?? ""
    return chance(30) ? name.uppercased() : name
  }

  mutating func displayName() -> String {
    let name = pick(History.displayNames) ?? ""
    return chance(30) ? name.lowercased() : name
  }

  mutating func externalID() -> String? { chance(40) ? pick(History.externalIDs) : nil }

  /// Some live ids, of groups too.
  mutating func memberIDs() -> [String] {
    var ids: [String] = []
    for _ in 0..<number(below: 5) {
      if let id = chance(20) ? pick(model.groupIDs) : pick(model.userIDs) { ids.append(id) }
    }
    return ids
  }

  static func patch(_ operations: [JSONValue]) -> JSONValue {
    ["schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": .array(operations)]
  }

  static func members(_ ids: [String]) -> JSONValue { .array(ids.map { ["value": .string($0)] }) }
}
