import Foundation
import LedgerTestKit
import ScimLedger
import Testing

/// The recorded requests of validators, and those that are not about one resource.
@Suite struct WireValidatorTests {
  /// One line that neither of the other suites takes.
  struct Line: Sendable, CustomTestStringConvertible {
    var client: String
    var name: String
    var method: String
    var path: String
    var body: JSONValue?
    var statuses: [Int]
    var expected: JSONValue?

    var testDescription: String { "\(client): \(name)" }

    init?(_ row: JSONObject) {
      guard let client = row["client"]?.stringValue, let name = row["case"]?.stringValue,
        let method = row["method"]?.stringValue, let path = row["path"]?.stringValue,
        let status = row["expected_status"]?.intValue
      else { return nil }
      self.client = client
      self.name = name
      self.method = method
      self.path = path
      body = row["body"]?.isNull == false ? row["body"] : JSONValue?.none
      statuses = [status] + (row["also_accepted_status"]?.arrayValue ?? []).compactMap(\.intValue)
      expected = row["expected_body"]?.isNull == false ? row["expected_body"] : JSONValue?.none
    }
  }

  static let rows: [Line] = {
    guard let data = try? Data(contentsOf: WireLine.file) else { return [] }
    return data.split(separator: UInt8(ascii: "\n")).compactMap { line in
      (try? JSONValue(parsing: Array(line)))?.objectValue.flatMap { Line($0) }
    }
  }()

  /// Who may ask, and how often, is the server's matter and tested there.
  static let ofTheServer = [401, 429]

  static let lines: [Line] = {
    let others = Set(WireLine.all.map(\.testDescription))
    let version1 = Set(Version1Line.all.map(\.name))
    return rows.filter { line in
      !others.contains(line.testDescription) && !version1.contains(line.name)
        && !line.statuses.contains(where: ofTheServer.contains)
    }
  }()

  @Test("every recorded request is in one suite or the other", .enabled(if: WireLine.isPresent))
  func complete() {
    let elsewhere = Self.rows.filter { $0.statuses.contains(where: Self.ofTheServer.contains) }
    #expect(elsewhere.count == 2)
    #expect(
      WireLine.all.count + Version1Line.all.count + Self.lines.count + elsewhere.count == Self.rows.count)
    #expect(Self.lines.count >= 11)
  }

  @Test(
    "a validator's request has the effect and the answer that it expects", .enabled(if: WireLine.isPresent),
    arguments: lines)
  func recorded(_ line: Line) async throws {
    try await withTestLedger { test in
      // Twelve people, so that there is a second page of five, and one to be changed.
      for index in 0..<10 { await test.createUser("person \(index)") }
      let id = await test.createUser(
        "someone",
        [
          "title": "Dr", "active": true,
          "name": ["givenName": "Some", "familyName": "One", "middleName": "M"],
          "emails": [["value": "someone@example.com", "type": "home"]],
          WirePreparation.enterprise: ["department": "Sales", "manager": ["value": "m"], "division": "D"],
        ])
      let segments = line.path.split(separator: "/").map(String.init)
      var target = line.path
      if segments.count == 2, segments[0] == "Users", !line.statuses.contains(404) { target = "/Users/\(id)" }
      if line.method == "DELETE" {
        target = "/Users/\(id)"
        #expect(await test.send("DELETE", target).status == 204)
      }
      let events = try await test.events {
        let answer = await test.send(line.method, target, line.body)
        #expect(line.statuses.contains(answer.status), "\(answer.status): \(answer.detail ?? "")")
        if let expected = line.expected { check(answer, against: expected, of: line) }
      }
      let rules = Set(events.flatMap(\.tolerances).map(\.rule))
      #expect(rules.isSubset(of: ToleranceRule.all.map(\.name)))
      if line.method == "PATCH" {
        try checkEffect(of: line, on: await test.send("GET", target))
      }
      if line.method == "POST", let body = line.body?.objectValue {
        let stored = try #require(await test.send("GET", "/Users").resources.last?.objectValue)
        #expect(stored["userName"] == body["userName"])
        #expect(stored["roles"]?.arrayValue?.first?.objectValue?["primary"] == true)
        for name in ["emails", "addresses", "phoneNumbers", "name", "locale", "profileUrl"] {
          #expect(stored[name] == body[name], "\(name)")
        }
      }
    }
  }

  private func check(_ answer: Answer, against expected: JSONValue, of line: Line) {
    let body = expected.objectValue ?? JSONObject()
    #expect(answer["schemas"] == body["schemas"])
    if body["detail"] != nil { #expect(answer.detail?.isEmpty == false) }
    if body["status"] != nil { #expect(answer["status"] == body["status"]) }
    for name in ["itemsPerPage", "startIndex", "totalResults"] where body[name] != nil {
      #expect(answer[name]?.intValue != nil, "\(name) is a number")
    }
    guard line.path.hasPrefix("/Users?") else {
      let wanted = (body["Resources"]?.arrayValue ?? []).compactMap { $0.objectValue?["id"]?.stringValue }
      #expect(Set(wanted).isSubset(of: answer.ids))
      return
    }
    #expect(answer["startIndex"]?.intValue == (line.path.contains("startIndex=6") ? 6 : 1))
    #expect(answer["itemsPerPage"]?.intValue == (line.path.contains("count=5") ? 5 : 1))
    #expect(answer.totalResults == 11)
    for user in answer.resources.compactMap(\.objectValue) {
      #expect(user["id"]?.stringValue?.isEmpty == false && user["userName"]?.stringValue?.isEmpty == false)
      #expect(user["active"]?.boolValue != nil)
    }
  }

  private func checkEffect(of line: Line, on after: Answer) throws {
    let enterprise = after[WirePreparation.enterprise]?.objectValue
    for operation in line.body?.objectValue?["Operations"]?.arrayValue?.compactMap(\.objectValue) ?? [] {
      guard let path = operation["path"]?.stringValue, let value = operation["value"] else {
        // The form without a path clears what it names.
        #expect(after["title"] == nil && enterprise?["department"] == nil)
        #expect(after["name"] == ["givenName": "Some", "familyName": "One"])
        continue
      }
      let stored: JSONValue?
      if path.hasPrefix(WirePreparation.enterprise) {
        stored = enterprise?[String(path.dropFirst(WirePreparation.enterprise.count + 1))]
      } else if let match = path.firstMatch(of: #/^(\w+)\[.*\]\.(\w+)$/#) {
        stored = after[String(match.1)]?.arrayValue?.last?.objectValue?[String(match.2)]
      } else {
        let names = path.split(separator: ".").map(String.init)
        stored = names.count == 2 ? after[names[0]]?.objectValue?[names[1]] : after[path]
      }
      switch value {
      case .string(""), .null: #expect(stored == nil, "\(path)")
      case .object(let object): #expect(stored?.objectValue?["value"] == object["value"], "\(path)")
      default: #expect(stored == value, "\(path)")
      }
    }
    if line.name.contains("roles") {
      #expect(after["roles"]?.arrayValue?.count == 1)
      #expect(after["roles"]?.arrayValue?.first?.objectValue?["primary"] == true)
    }
  }
}
