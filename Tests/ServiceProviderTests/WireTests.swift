import LedgerTestKit
import ScimLedger
import Testing

/// The requests that Entra and Okta really send, where their recordings are at hand.
@Suite struct WireTests {
  @Test("the recordings are read", .enabled(if: WireLine.isPresent))
  func recordings() {
    #expect(WireLine.all.count > 40)
    #expect(Set(WireLine.all.map(\.method)) == ["GET", "POST", "PUT", "PATCH", "DELETE"])
  }

  @Test(
    "a recorded request has the effect and the answer that its client expects",
    .enabled(if: WireLine.isPresent), arguments: WireLine.all)
  func recorded(_ line: WireLine) async throws {
    try await withTestLedger { ledger in
      let test = line.client == "okta" ? ledger.asOkta : ledger
      var preparation = WirePreparation(line, test)
      try await preparation.prepare()
      let body = try line.body.map { try preparation.replaced($0) }
      let answer = await test.send(line.method, preparation.target, body)
      #expect(line.statuses.contains(answer.status), "\(answer.status): \(answer.detail ?? "")")
      if let expected = try expected(of: line, preparation), answer.status != 204 {
        let problems = differences(expected, answer.json ?? .null, at: "")
        #expect(problems == [], "\(answer.json?.description ?? "")")
      }
      if line.query.contains("excludedAttributes=members") {
        #expect(answer["members"] == nil)
        #expect(answer.resources.allSatisfy { $0.objectValue?["members"] == nil })
      }
      if line.method == "DELETE" {
        #expect(await test.send("GET", preparation.target).status == 404)
      }
      if line.method == "PATCH" || line.method == "PUT" {
        let after = await test.send("GET", preparation.target)
        try checkEffect(of: line, preparation, on: after)
      }
      let status = try test.ledger.status()
      #expect(status.projectionPosition == status.head)
    }
  }

  /// The answer in the recording, with the ids of this directory and with what the request itself sets.
  private func expected(of line: WireLine, _ preparation: WirePreparation) throws -> JSONValue? {
    guard var expected = line.expected else { return nil }
    for (_, path, value) in line.assignments where expected[path]?.stringValue != nil {
      if let text = value?.stringValue { expected[path] = .string(text) }
    }
    return try preparation.replaced(.object(expected))
  }

  /// Ids, dates, page sizes and prose are the service provider's own.
  private static let free: Set<String> = ["id", "meta", "itemsPerPage", "detail"]

  private func differences(_ expected: JSONValue, _ actual: JSONValue, at path: String) -> [String] {
    switch expected {
    case .null, .string(""), .array([]): return []
    case .string(let text) where text.hasPrefix("<"): return []
    case .object(let object):
      return object.filter { !WireTests.free.contains($0.name) }.flatMap { member in
        differences(member.value, actual.objectValue?[member.name] ?? .null, at: "\(path)/\(member.name)")
      }
    case .array(let elements):
      let found = actual.arrayValue ?? []
      return elements.filter { element in
        !found.contains { differences(element, $0, at: path).isEmpty }
          && !differences(element, .null, at: path).isEmpty
      }.map { "\(path) lacks \($0)" }
    case .number(let number) where path == "/status":
      return actual.stringValue == number.text ? [] : ["\(path) is \(actual)"]
    default: return expected == actual ? [] : ["\(path) is \(actual), not \(expected)"]
    }
  }

  private func checkEffect(of line: WireLine, _ preparation: WirePreparation, on after: Answer) throws {
    var members = preparation.members
    for (operation, path, value) in line.assignments {
      let named = Set(WireLine.members(path: path, value: value).map { preparation.replaced($0) })
      switch operation {
      case _ where !path.hasPrefix("members"): break
      case "add": members.formUnion(named)
      case "remove": members.subtract(named)
      default: members = named
      }
      guard !path.hasPrefix("members"), operation != "remove", let value else { continue }
      let stored = read(path, in: after)
      switch value {
      case .string(let text) where path == "active":
        #expect(stored?.boolValue == Bool(text.lowercased()), "\(path)")
      case .string, .bool, .number:
        if path != "id" { #expect(stored == value, "\(path)") }
      case .array(let values) where !values.isEmpty && path != "manager":
        #expect((stored?.arrayValue?.count ?? 0) >= values.count, "\(path)")
      case .array(let values) where path == "manager":
        #expect(stored == values.first?.objectValue?["value"], "\(path)")
      default: break
      }
    }
    if line.isGroup { #expect(Set(after.values("members")) == members) }
  }

  /// The value at a path as the clients write it.
  private func read(_ path: String, in answer: Answer) -> JSONValue? {
    let enterprise = WirePreparation.enterprise
    if path == "manager" || path == "\(enterprise):manager" {
      return answer[enterprise]?.objectValue?["manager"]?.objectValue?["value"]
    }
    if path.hasPrefix(enterprise + ":") {
      return answer[enterprise]?.objectValue?[String(path.dropFirst(enterprise.count + 1))]
    }
    if let match = path.firstMatch(of: #/^(\w+)\[type eq "(\w+)"\]\.(\w+)$/#) {
      return answer[String(match.1)]?.arrayValue?.compactMap(\.objectValue)
        .first { $0["type"] == .string(String(match.2)) }?[String(match.3)]
    }
    let names = path.split(separator: ".").map(String.init)
    guard names.count == 2 else { return answer[path] }
    return answer[names[0]]?.objectValue?[names[1]]
  }
}
