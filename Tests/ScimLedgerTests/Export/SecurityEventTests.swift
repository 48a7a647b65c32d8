import Foundation
import LedgerTestKit
import ScimLedger
import Testing

@Suite struct SecurityEventTests {
  /// The parts of a token, decoded without the code that wrote it.
  private struct Token {
    var header: JSONObject
    var claims: JSONObject
    var signature: String

    init(_ text: String) throws {
      let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      try #require(parts.count == 3)
      header = try Token.object(parts[0])
      claims = try Token.object(parts[1])
      signature = parts[2]
    }

    private static func object(_ part: String) throws -> JSONObject {
      #expect(!part.contains { $0 == "+" || $0 == "/" || $0 == "=" })
      var base64 = part.replacing("-", with: "+").replacing("_", with: "/")
      while base64.count % 4 != 0 { base64 += "=" }
      let data = try #require(Data(base64Encoded: base64))
      return try #require(try JSONValue(parsing: Array(data)).objectValue)
    }

    var events: JSONObject { claims["events"]?.objectValue ?? [:] }
  }

  private func token(_ asked: AskedLedger, _ step: String) throws -> Token? {
    try ExportTests.lines(asked, .scimSet, step).first.map { try Token($0) }
  }

  private static let prefix = "urn:ietf:params:scim:event:prov:"

  static let steps: [(step: String, events: [String])] = [
    ("createAna", ["create:full"]), ("refused", []), ("createStaff", ["create:full"]), ("search", []),
    ("promote", ["patch:full"]), ("disable", ["patch:full", "deactivate"]), ("again", []), ("badPath", []),
    ("deleteBen", ["delete"]), ("leave", ["patch:full"]),
  ]

  @Test("what changed the directory is a token with its events, and nothing else is", arguments: steps)
  func events(_ step: String, _ events: [String]) async throws {
    try await AskedLedger.with { asked in
      let token = try token(asked, step)
      #expect((token?.events.map(\.name) ?? []) == events.map { Self.prefix + $0 })
      guard let token else { return }
      #expect(token.header == ["typ": "secevent+jwt", "alg": "none"])
      #expect(token.signature.isEmpty)
      #expect(token.claims["sub"] == nil)
      let subject = try #require(token.claims["sub_id"]?.objectValue)
      #expect(subject["format"] == "scim")
      let event = try #require(try asked.ledger.event(at: asked.position(step)))
      let id = try #require(event.resource)
      #expect(
        subject["uri"]?.stringValue == (event.resourceType == "User" ? "/Users/\(id)" : "/Groups/\(id)"))
      #expect(token.claims["jti"]?.stringValue == event.id.description)
      #expect(token.claims["toe"]?.intValue == Int(event.time.microseconds / 1_000_000))
      for payload in token.events.compactMap(\.value.objectValue) {
        #expect(!(payload["data"] != nil && payload["attributes"] != nil))
      }
    }
  }

  @Test("a consequence is of its cause's transaction, and goes by an id of its own")
  func transactions() async throws {
    try await AskedLedger.with { asked in
      let deletion = try #require(try token(asked, "deleteBen"))
      let leave = try #require(try token(asked, "leave"))
      #expect(leave.claims["txn"] == deletion.claims["txn"])
      #expect(leave.claims["jti"] != deletion.claims["jti"])
    }
  }

  @Test("a patch event's data, sent to another server, has the same effect")
  func patches() async throws {
    try await AskedLedger.with { asked in
      await asked.test.send(
        "PATCH", "/Users/\(asked.ana)",
        AskedLedger.patch([
          ["op": "remove", "path": "name.givenName"], ["op": "remove", "path": "title"],
          ["op": "add", "path": "emails", "value": [["value": "a@home.example", "type": "home"]]],
          [
            "op": "remove",
            "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
          ],
        ]))
      let source = asked
      try await withTestLedger(seed: 7) { copy in
        var ids: [String: String] = [:]
        for line in try ExportTests.lines(source, .scimSet) {
          let token = try Token(line)
          let uri = try #require(token.claims["sub_id"]?.objectValue?["uri"]?.stringValue)
          guard uri.hasPrefix("/Users/") else { continue }
          for event in token.events {
            switch String(event.name.dropFirst(Self.prefix.count)) {
            case "create:full":
              let answer = await copy.send("POST", "/Users", event.value.objectValue?["data"])
              #expect(answer.status == 201)
              ids[uri] = answer.id
            case "patch:full":
              let target = "/Users/\(ids[uri] ?? "")"
              let answer = await copy.send("PATCH", target, event.value.objectValue?["data"])
              #expect(answer.status == 200, "\(event.value): \(answer.detail ?? "")")
              #expect(answer.tolerances.isEmpty, "\(answer.tolerances)")
            case "delete":
              #expect(await copy.send("DELETE", "/Users/\(ids[uri] ?? "")").status == 204)
            default: break
            }
          }
        }
        let original = try source.ledger.resource(Selector("ana@example.com"))
        #expect(try copy.ledger.resource(Selector("ana@example.com"))?.image == original?.image)
        #expect(try copy.ledger.resource(Selector("ben@example.com")) == nil)
      }
    }
  }

  @Test("a key signs with HS256; one that is too short is refused")
  func signatures() async throws {
    try await AskedLedger.with { asked in
      var options = ExportOptions()
      options.key = Array(0..<32)
      options.source = "https://scim.example.com"
      options.audience = ["https://receiver.example.com"]
      let lines = try ExportTests.lines(asked, .scimSet, "deleteBen", options: options)
      let token = try Token(try #require(lines.first))
      #expect(token.header["alg"] == "HS256")
      #expect(token.signature.count == 43)
      #expect(token.claims["iss"] == "https://scim.example.com")
      #expect(token.claims["aud"] == ["https://receiver.example.com"])
      options.key = Array(repeating: 9, count: 32)
      let other = try ExportTests.lines(asked, .scimSet, "deleteBen", options: options)
      #expect(try Token(try #require(other.first)).signature != token.signature)
      options.key = Array(0..<31)
      #expect(throws: ExportError.shortKey(bytes: 31)) {
        try asked.ledger.export(EventQuery(), as: .scimSet, options: options) { _ in }
      }
    }
  }
}
