import Foundation
import LedgerTestKit
import ScimLedger
import Testing

/// One recorded request of SCIM 1.1, from a collection that may lie beside the package and is no part of it.
struct Version1Line: Sendable, CustomTestStringConvertible {
  var name: String
  var method: String
  var path: String
  var query: String
  var body: JSONValue?
  var statuses: [Int]
  var expected: JSONValue?

  var testDescription: String { name }

  static let all: [Version1Line] = {
    guard let data = try? Data(contentsOf: WireLine.file) else { return [] }
    return data.split(separator: UInt8(ascii: "\n")).compactMap { line in
      (try? JSONValue(parsing: Array(line)))?.objectValue.flatMap { Version1Line($0) }
    }
  }()

  private init?(_ row: JSONObject) {
    guard let name = row["case"]?.stringValue, name.hasPrefix("1.1 "),
      let method = row["method"]?.stringValue, var target = row["path"]?.stringValue,
      let status = row["expected_status"]?.intValue
    else { return nil }
    for base in ["/scim/v1/", "/v1/"] where target.hasPrefix(base) {
      target = String(target.dropFirst(base.count - 1))
    }
    let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
    self.name = name
    self.method = method
    path = parts.first ?? ""
    query = parts.count > 1 ? parts[1] : ""
    body = row["body"]?.isNull == false ? row["body"] : JSONValue?.none
    statuses = [status] + (row["also_accepted_status"]?.arrayValue ?? []).compactMap(\.intValue)
    expected = row["expected_body"]?.isNull == false ? row["expected_body"] : JSONValue?.none
  }
}

@Suite struct Version1WireTests {
  @Test("the recordings of 1.1 are read", .enabled(if: WireLine.isPresent))
  func recordings() { #expect(Version1Line.all.count == 18) }

  @Test(
    "a recorded request of 1.1 has the answer that its client expects", .enabled(if: WireLine.isPresent),
    arguments: Version1Line.all)
  func recorded(_ line: Version1Line) async throws {
    try await withTestLedger { ledger in
      let test = TestLedger(ledger.ledger, as: TestLedger.okta)
      var line = line
      try await prepare(&line, test)
      let answer = await test.speaking(.v1).send(
        line.method, line.path + (line.query.isEmpty ? "" : "?" + line.query),
        text: line.body?.stringValue ?? line.body?.description)
      #expect(line.statuses.contains(answer.status), "\(answer.status): \(answer.detail ?? "")")
      if let expected = line.expected, answer.status != 204 {
        #expect(differences(expected, answer.json ?? .null, at: "") == [], "\(answer.json ?? .null)")
      }
      if line.method == "PATCH" {
        let after = await test.speaking(.v1).send("GET", line.path)
        if let expected = line.expected {
          #expect(differences(expected, after.json ?? .null, at: "") == [])
        }
        if line.name.contains("remove group member") { #expect(after.values("members").count == 1) }
      }
      if line.method == "DELETE" { #expect(await test.send("GET", line.path).status == 404) }
      #expect(try test.ledger.checkProjections().wereEqual)
    }
  }

  /// Puts into the directory what the request speaks of, and its ids into the request.
  private func prepare(_ line: inout Version1Line, _ test: TestLedger) async throws {
    var ids: [String: String] = [:]
    let given = line.body?.objectValue ?? JSONObject()
    var members: [JSONValue] = []
    let shown = line.expected?.objectValue?["members"]?.arrayValue ?? []
    for member in (given["members"]?.arrayValue ?? []) + shown {
      guard let old = member.objectValue?["value"]?.stringValue, ids[old] == nil else { continue }
      let id = await test.createUser("member \(ids.count)")
      ids[old] = id
      let isAdded = given["members"]?.arrayValue?.contains {
        $0.objectValue?["value"] == .string(old) && $0.objectValue?["operation"] == nil
      }
      if isAdded != true {
        members.append(["value": .string(id), "display": member.objectValue?["display"] ?? "Someone"])
      }
    }
    if line.statuses == [409] {
      #expect(await test.speaking(.v1).send("POST", line.path, line.body).status == 201)
    }
    let segments = line.path.split(separator: "/").map(String.init)
    if let endpoint = segments.first, segments.count == 2, line.statuses != [404] {
      var seed = JSONObject(
        (line.expected?.objectValue ?? JSONObject()).filter {
          !["id", "schemas", "meta", "groups", "members"].contains($0.name)
        }.map { ($0.name, $0.value) })
      for member in given where seed[member.name]?.stringValue != nil { seed[member.name] = "Before" }
      if let active = given["active"]?.boolValue { seed["active"] = .bool(!active) }
      seed[endpoint == "Users" ? "userName" : "displayName"] = "Before"
      if endpoint == "Users", given["userName"] == nil, let name = line.expected?.objectValue?["userName"] {
        seed["userName"] = name
      }
      if endpoint == "Groups", given["displayName"] == nil,
        let name = line.expected?.objectValue?["displayName"]
      {
        seed["displayName"] = name
      }
      if endpoint == "Groups" { seed["members"] = .array(members) }
      let created = await test.send("POST", "/\(endpoint)", .object(seed))
      #expect(created.status == 201, "\(created.detail ?? "")")
      ids[segments[1]] = created.id
    }
    func replaced(_ text: String) -> String { ids.reduce(text) { $0.replacing($1.key, with: $1.value) } }
    line.path = replaced(line.path)
    line.body = try line.body.map { try JSONValue(parsing: Array(replaced($0.description).utf8)) }
    line.expected = try line.expected.map { try JSONValue(parsing: Array(replaced($0.description).utf8)) }
  }

  /// Dates, versions, prose and page sizes are the service provider's own; so are the ids it gives.
  private static let free: Set<String> = ["id", "meta", "itemsPerPage", "detail", "description"]

  private func differences(_ expected: JSONValue, _ actual: JSONValue, at path: String) -> [String] {
    switch expected {
    case .null, .string(""), .array([]): return []
    case .string(let text) where text.hasPrefix("<"):
      return actual.stringValue?.isEmpty == false ? [] : ["\(path) is missing"]
    case .object(let object):
      return object.flatMap { member -> [String] in
        let found = actual.objectValue?[member.name]
        let place = "\(path)/\(member.name)"
        if Version1WireTests.free.contains(member.name) { return found == nil ? ["\(place) is missing"] : [] }
        return differences(member.value, found ?? .null, at: place)
      }
    case .array(let elements):
      let found = actual.arrayValue ?? []
      return elements.filter { element in
        !found.contains { differences(element, $0, at: path).isEmpty }
      }.map { "\(path) lacks \($0)" }
    case .number(let number) where path.hasSuffix("/code"):
      return actual.stringValue == number.text ? [] : ["\(path) is \(actual)"]
    default: return expected == actual ? [] : ["\(path) is \(actual), not \(expected)"]
    }
  }
}
