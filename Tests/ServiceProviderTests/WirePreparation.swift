import LedgerTestKit
import ScimLedger

/// What must be in the directory before a recorded request makes sense, and the request in its terms.
struct WirePreparation {
  let line: WireLine
  let test: TestLedger
  /// Ids of the recording and those that take their place.
  private(set) var ids: [String: String] = [:]
  /// The members that the group has before the request.
  private(set) var members: Set<String> = []
  private(set) var target: String

  static let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

  init(_ line: WireLine, _ test: TestLedger) {
    self.line = line
    self.test = test
    target = line.endpoint
  }

  mutating func prepare() async throws {
    try await createMembers()
    if line.statuses == [409] {
      var first = line.body?.objectValue ?? JSONObject()
      first["userName"] = first["userName"]?.stringValue.map { .string($0.uppercased()) }
      first["externalId"] = nil
      try await create(first)
    }
    if let id = line.id {
      if line.statuses != [404] { ids[id] = try await create(seed()) }
      target += "/" + replaced(id)
    } else if line.method == "GET", line.expected?["totalResults"]?.intValue == 1 {
      try await createMatch()
    }
    if !line.query.isEmpty { target += "?" + replaced(line.query) }
  }

  /// A text of the recording with the ids that are in the directory.
  func replaced(_ text: String) -> String {
    ids.reduce(text) { $0.replacing($1.key, with: $1.value) }
  }

  func replaced(_ value: JSONValue) throws -> JSONValue {
    try JSONValue(parsing: Array(replaced(value.description).utf8))
  }

  private mutating func createMembers() async throws {
    guard line.isGroup else { return }
    for (operation, path, value) in line.assignments {
      for id in WireLine.members(path: path, value: value) where ids[id] == nil {
        let member = try await create(["userName": .string("member \(ids.count)")], at: "/Users")
        ids[id] = member
        if operation == "remove" { members.insert(member) }
      }
    }
    members.insert(try await create(["userName": "bystander"], at: "/Users"))
  }

  private mutating func createMatch() async throws {
    var image = JSONObject()
    if let shown = line.expected?["Resources"]?.arrayValue?.first?.objectValue {
      image = settable(shown)
      if let filtered = line.query.firstMatch(of: #/manager eq ([0-9A-Za-z-]+)/#) {
        let manager = try await create(["userName": "manager"], at: "/Users")
        ids[String(filtered.1)] = manager
        image[WirePreparation.enterprise] = ["manager": ["value": .string(manager)]]
      }
    }
    if image["userName"] == nil && !line.isGroup { image["userName"] = "match" }
    let id = try await create(image)
    if let shown = line.expected?["Resources"]?.arrayValue?.first?.objectValue?["id"]?.stringValue {
      ids[shown] = id
    }
  }

  /// The resource as the client expects it afterwards, but for what the request changes.
  private func seed() -> JSONObject {
    var image = settable(line.expected ?? JSONObject())
    if line.isGroup {
      if image["displayName"] == nil { image["displayName"] = "Before" }
    } else if image["userName"] == nil {
      image["userName"] = "someone@example.com"
    }
    for (operation, path, value) in line.assignments {
      let names = path.split(separator: ".").map(String.init)
      switch path {
      case "active": image["active"] = .bool(value?.wireBool == false)
      case "displayName", "userName": image[path] = "Before"
      case _ where path.hasPrefix("emails["):
        let before: JSONValue = [["value": "before@example.com", "type": "work", "primary": true]]
        image["emails"] = operation == "add" ? nil : before
      case _ where names.count == 2 && names[0] == "name":
        var name = image["name"]?.objectValue ?? JSONObject()
        name[names[1]] = "Before"
        image["name"] = .object(name)
      default: image[path] = nil
      }
    }
    return image
  }

  private func settable(_ shown: JSONObject) -> JSONObject {
    JSONObject(
      shown.filter { !["id", "meta", "groups", "members", "schemas"].contains($0.name) }.map {
        ($0.name, $0.value)
      })
  }

  @discardableResult
  private func create(_ image: JSONObject, at endpoint: String? = nil) async throws -> String {
    var body = image
    let endpoint = endpoint ?? line.endpoint
    if endpoint == "/Groups" { body["members"] = .array(members.sorted().map { ["value": .string($0)] }) }
    let answer = await test.send("POST", endpoint, .object(body))
    guard answer.status == 201 else { throw WireError(detail: "\(body): \(answer.detail ?? "")") }
    return answer.id
  }
}

struct WireError: Error {
  var detail: String
}

extension JSONValue {
  /// A boolean, also as the text that Entra sends.
  var wireBool: Bool? { boolValue ?? stringValue.flatMap { Bool($0.lowercased()) } }
}
