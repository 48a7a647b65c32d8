import JSONTape
import NIOCore
import NIOHTTP1
import Provisioning
import Synchronization
import Testing

@testable import ProvisioningConnectors

@Suite("SCIM source")
struct SCIMSourceTests {
  /// A SCIM server of few words over resources that a test changes.
  final class Directory: Sendable {
    struct State {
      var users: [JSONObject] = []
      var groups: [JSONObject] = []
      var filters = true
      var cursors = false
      var clock = 0
    }

    let state = Mutex(State())

    init(users: Int, cursors: Bool = false, filters: Bool = true) {
      state.withLock {
        $0.cursors = cursors
        $0.filters = filters
      }
      for number in 0..<users { put("u\(number)") }
      state.withLock { $0.groups = [Self.resource("g1", time: "2026-01-01T00:00:00Z")] }
    }

    private static func resource(_ id: String, time: String) -> JSONObject {
      [
        "id": .string(id), "userName": .string(id),
        "meta": ["created": .string(time), "lastModified": .string(time)],
      ]
    }

    func put(_ id: String) {
      state.withLock { state in
        state.clock += 1
        let time =
          "2026-01-01T00:0\(state.clock / 60):\(state.clock % 60 < 10 ? "0" : "")\(state.clock % 60)Z"
        if let index = state.users.firstIndex(where: { $0["id"]?.stringValue == id }) {
          var meta = state.users[index]["meta"]?.objectValue ?? [:]
          meta["lastModified"] = .string(time)
          state.users[index]["meta"] = .object(meta)
        } else {
          state.users.append(Self.resource(id, time: time))
        }
      }
    }

    func remove(_ id: String) {
      state.withLock { $0.users.removeAll { $0["id"]?.stringValue == id } }
    }

    func answer(_ request: LoopbackServer.Request) -> LoopbackServer.Action {
      state.withLock { state in
        switch request.path {
        case "/scim/ServiceProviderConfig":
          let config: JSONObject = [
            "filter": ["supported": .bool(state.filters)], "pagination": ["cursor": .bool(state.cursors)],
          ]
          return .answer(200, [], config.description)
        case "/scim/Users": return list(state.users, request)
        case "/scim/Groups": return list(state.groups, request)
        default: return .answer(404, [], #"{"detail":"no such place"}"#)
        }
      }
    }

    private func list(_ all: [JSONObject], _ request: LoopbackServer.Request) -> LoopbackServer.Action {
      var query: [String: String] = [:]
      for pair in request.target.drop(while: { $0 != "?" }).dropFirst().split(separator: "&") {
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        query[String(parts[0])] = String(parts[1]).replacing("%20", with: " ").replacing("%22", with: "\"")
          .replacing("%3A", with: ":")
      }
      var matching = all
      if let filter = query["filter"] {
        let words = filter.split(separator: " ").map { $0.replacing("\"", with: "") }
        let name = words[0] == "meta.created" ? "created" : "lastModified"
        matching = all.filter { resource in
          let time = resource["meta"]?.objectValue?[name]?.stringValue ?? ""
          return words[1] == "gt" ? time > words[2] : time >= words[2]
        }
      }
      if query["cursor"] == "old" { return .answer(400, [], #"{"scimType":"expiredCursor"}"#) }
      let start = query["cursor"].map { Int($0) ?? 0 } ?? (Int(query["startIndex"] ?? "1") ?? 1) - 1
      // A page is never as large as was asked for.
      let page = Array(matching.dropFirst(start).prefix(min(Int(query["count"] ?? "") ?? 10, 10)))
      var body: JSONObject = [
        "totalResults": .number(JSONNumber(matching.count)), "Resources": .array(page.map { .object($0) }),
      ]
      if query["cursor"] != nil, start + page.count < matching.count {
        body["nextCursor"] = .string(String(start + page.count))
      }
      return .answer(200, [("Content-Type", "application/scim+json")], body.description)
    }
  }

  private func run(
    _ directory: Directory, _ body: (LoopbackServer, SCIMSource) async throws -> Void
  ) async throws {
    try await LoopbackServer.run {
      directory.answer($0)
    } _: { server, client in
      try await body(
        server, try SCIMSource(url: server.origin + "/scim", authorization: .bearer("t"), client: client))
    }
  }

  @Test("everything is read page by page, users first, by index or by cursor", arguments: [false, true])
  func paging(_ cursors: Bool) async throws {
    try await run(Directory(users: 35, cursors: cursors)) { server, source in
      let read = try await source.readAll(limit: 20)
      #expect(read.ids == (0..<35).map { "u\($0)" } + ["g1"])
      #expect(read.changes.last?.key.type == "Group")
      #expect(read.isSnapshot)
      #expect(read.problems == [])
      #expect(read.pages == 5)
      #expect(server.requests.contains { $0.target.contains("cursor=") } == cursors)
      #expect(server.requests.allSatisfy { $0.header("Authorization") == "Bearer t" })
    }
  }

  @Test("an incremental read gives what was created and changed since")
  func incremental() async throws {
    let directory = Directory(users: 35)
    try await run(directory) { _, source in
      let first = try await source.readAll()
      directory.put("u3")
      directory.put("u99")
      let next = try await source.readAll(watermark: first.watermark)
      #expect(!next.isSnapshot)
      // The last one of before is read again, since another may have its time.
      #expect(next.ids == ["u3", "u34", "u99", "g1"])
      let last = try await source.readAll(watermark: next.watermark)
      #expect(!last.isSnapshot)
      #expect(last.ids == ["u99", "g1"])
    }
  }

  @Test("where something was deleted, everything is read")
  func deletion() async throws {
    let directory = Directory(users: 35)
    try await run(directory) { _, source in
      let first = try await source.readAll()
      directory.remove("u3")
      directory.put("u99")
      let next = try await source.readAll(watermark: first.watermark)
      #expect(next.isSnapshot)
      #expect(next.changes.count == 36)
      #expect(next.change("u3") == nil)
    }
  }

  @Test("a server that can't filter is read whole each time")
  func unfiltered() async throws {
    try await run(Directory(users: 12, filters: false)) { server, source in
      let first = try await source.readAll()
      let next = try await source.readAll(watermark: first.watermark)
      #expect(next.isSnapshot)
      #expect(next.changes == first.changes)
      #expect(!server.requests.contains { $0.target.contains("filter") })
    }
  }

  @Test("objects that were deleted amid the paging make the read prove nothing")
  func drift() async throws {
    let directory = Directory(users: 35)
    try await run(directory) { _, source in
      let page = try await source.page(SourceRequest(watermark: nil))
      directory.remove("u0")
      var continuation = page.continuation
      var problems: [SourceProblem] = []
      while let next = continuation {
        let page = try await source.page(SourceRequest(watermark: nil, continuation: next))
        problems += page.problems
        continuation = page.continuation
      }
      #expect(problems.count == 1)
      #expect(problems.first?.reason.contains("35 results at first and 34 came") == true)
    }
  }

  @Test("an expired cursor means that the read begins again")
  func expiredCursor() async throws {
    try await run(Directory(users: 35, cursors: true)) { _, source in
      let page = try await source.page(SourceRequest(watermark: nil))
      let old = page.continuation?.replacing(#""cursor":"10""#, with: #""cursor":"old""#)
      let error = await #expect(throws: SourceError.self) {
        try await source.page(SourceRequest(watermark: nil, continuation: old))
      }
      #expect(error?.code == .watermarkExpired)
    }
  }

  @Test(
    "what the server refuses is told",
    arguments: [
      (401, SourceError.Code.unauthorized), (403, .unauthorized), (404, .unreadable), (500, .unavailable),
    ])
  func errors(_ status: Int, _ code: SourceError.Code) async throws {
    try await LoopbackServer.run { request in
      request.path == "/Users"
        ? .answer(status, [("Retry-After", "60")], #"{"detail":"not today"}"#) : .answer(404)
    } _: { server, client in
      let source = try SCIMSource(url: server.origin, authorization: .none, client: client)
      let error = await #expect(throws: SourceError.self) {
        try await source.page(SourceRequest(watermark: nil))
      }
      #expect(error?.code == code)
      #expect(error?.place == server.origin + "/Users")
      #expect(error?.retryAfter == (status == 500 ? 60 : nil))
    }
  }

  @Test("a resource becomes flat attributes, named by their paths")
  func flattening() throws {
    let resource = try JSONValue(
      parsing: Array(
        #"""
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"2819c223","externalId":"701984",
         "userName":"bjensen","name":{"givenName":"Barbara","formatted":null},"active":false,
         "emails":[{"value":"b@example.com","type":"work","primary":true},{"value":"c@example.com","type":"home"},
                   {"value":"d@example.com","type":"work"}],
         "addresses":[{"type":"work","locality":"Hollywood"}],"tags":["a","b"],"groups":[{"value":"g1"}],
         "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
           {"department":"Tours","manager":{"value":"26118915","displayName":"John"}},
         "meta":{"resourceType":"User"}}
        """#.utf8)
    ).objectValue
    let change = try SCIMResourceForm(type: "User").change(try #require(resource))
    #expect(
      change
        == SourceChange(
          key: SourceKey(type: "User", id: "2819c223"), kind: .full,
          attributes: [
            "id": "2819c223", "externalId": "701984", "userName": "bjensen", "name.givenName": "Barbara",
            "active": false, "accountEnabled": "False",
            "emails": ["b@example.com", "c@example.com", "d@example.com"],
            #"emails[type eq "work"].value"#: "b@example.com",
            #"emails[type eq "home"].value"#: "c@example.com",
            "emails[primary eq true].value": "b@example.com",
            "addresses": [["type": "work", "locality": "Hollywood"]],
            #"addresses[type eq "work"].locality"#: "Hollywood", "tags": ["a", "b"],
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department": "Tours",
          ], references: ["manager": .all(["26118915"])]))
    let group = try SCIMResourceForm(type: "Group").change([
      "id": "g1", "members": [["value": "u1"], ["value": "u2"], ["value": "u1"]],
    ])
    #expect(group.references == ["members": .all(["u1", "u2"])])
    #expect(throws: SCIMResourceForm.Problem.self) {
      try SCIMResourceForm(type: "User").change(["userName": "nobody"])
    }
  }
}
