import JSONTape
import NIOCore
import NIOHTTP1
import Provisioning
import Synchronization
import Testing

@testable import ProvisioningConnectors

@Suite("Microsoft Graph source")
struct GraphSourceTests {
  /// Answers with recorded pages, by the token in the request's target.
  final class Recording: Sendable {
    struct State {
      var assignments: [(principal: String, role: String)] = [("u1", "r-admin"), ("g1", "r-reader")]
      /// Answers to be given first, whatever is asked of the directory.
      var first: [LoopbackServer.Action] = []
      var origin = ""
      var waits: [Int] = []
    }

    let state = Mutex(State())

    func answer(_ request: LoopbackServer.Request) -> LoopbackServer.Action {
      state.withLock { state in
        if request.path.hasSuffix("/oauth2/v2.0/token") { return .answer(200, [], GraphPages.token) }
        if !state.first.isEmpty { return state.first.removeFirst() }
        guard let page = page(request.target, state) else { return .answer(404, [], "{}") }
        return .answer(
          200, [("Content-Type", "application/json;odata.metadata=minimal")],
          page.replacing("ORIGIN", with: "http://" + (request.header("Host") ?? "")))
      }
    }

    private func page(_ target: String, _ state: State) -> String? {
      switch target {
      case "/v1.0/servicePrincipals/sp1?$select=id,appRoles": GraphPages.servicePrincipal
      case "/v1.0/servicePrincipals/sp1/appRoleAssignedTo?$top=999":
        GraphPages.assignments(
          Array(state.assignments.prefix(1)),
          next: "/v1.0/servicePrincipals/sp1/appRoleAssignedTo?$skiptoken=2")
      case "/v1.0/servicePrincipals/sp1/appRoleAssignedTo?$skiptoken=2":
        GraphPages.assignments(Array(state.assignments.dropFirst()))
      case let text where text.hasPrefix("/v1.0/users/delta?$select="): GraphPages.users1
      case "/v1.0/users/delta?$skiptoken=u-page-2": GraphPages.users2
      case let text where text.hasPrefix("/v1.0/groups/delta?$select="): GraphPages.groups1
      case "/v1.0/groups/delta?$skiptoken=g-page-2": GraphPages.groups2
      case "/v1.0/users/delta?$deltatoken=u-1": GraphPages.usersDelta
      case "/v1.0/groups/delta?$deltatoken=g-1": GraphPages.groupsDelta
      default: nil
      }
    }
  }

  private static let attributes = [
    "displayName", "mail", "telephoneNumber", "mobile", "extensionAttribute1", "extensionAttribute2",
    "objectId",
    "IsSoftDeleted", "appRoleAssignments",
  ]

  private func run(
    _ recording: Recording = Recording(), attributes: [String] = attributes,
    _ body: (LoopbackServer, () throws -> GraphSource) async throws -> Void
  ) async throws {
    try await LoopbackServer.run {
      recording.answer($0)
    } _: { server, client in
      var settings = GraphSource.Settings(
        tenant: "contoso.example", clientID: "job", clientSecret: "s&cret", servicePrincipal: "sp1",
        userAttributes: attributes, groupAttributes: ["displayName"])
      settings.baseURL = server.origin + "/v1.0"
      settings.loginURL = server.origin
      let ready = settings
      try await body(server) {
        try GraphSource(ready, client: client) { wait in recording.state.withLock { $0.waits.append(wait) } }
      }
    }
  }

  @Test("the first read gives all users and groups with managers, members and assignments")
  func first() async throws {
    try await run { server, make in
      let read = try await make().readAll()
      #expect(read.isSnapshot)
      #expect(read.ids == ["u1", "u9", "u2", "g1", "g1", "g2"])
      let admin: JSONValue = ["id": "r-admin", "displayName": "Administrator", "value": "Admin"]
      #expect(
        read.change("u1")
          == SourceChange(
            key: SourceKey(type: "User", id: "u1"), kind: .full,
            attributes: [
              "id": "u1", "objectId": "u1", "displayName": "Babs Jensen", "mail": "babs@example.com",
              "accountEnabled": true, "businessPhones": ["+1 555 0100", "+1 555 0101"],
              "telephoneNumber": "+1 555 0100", "extensionAttribute1": "cost-1",
              "appRoleAssignments": [admin],
            ], references: ["manager": .all(["u2"])]))
      #expect(read.change("u9") == SourceChange(key: SourceKey(type: "User", id: "u9"), kind: .softDeleted))
      #expect(read.change("u2")?.attributes["accountEnabled"] == false)
      #expect(read.places == [server.origin + "/v1.0/users/delta, value 2"])
      // A group's members go on where it occurs again.
      #expect(read.changes[3].kind == .full)
      #expect(read.changes[3].references == ["members": .all(["u1", "u2"])])
      #expect(
        read.changes[3].attributes["appRoleAssignments"] == [["id": "r-reader", "displayName": "Reader"]])
      #expect(read.changes[4].kind == .partial)
      #expect(read.changes[4].references == ["members": .delta(added: ["u3"], removed: [])])
      #expect(read.change("g2")?.attributes["description"] == nil)
    }
  }

  @Test("the token is fetched once, and what the mappings read is selected by Graph's names")
  func requests() async throws {
    try await run { server, make in
      _ = try await make().readAll()
      let tokens = server.requests.filter { $0.method == "POST" }
      #expect(tokens.map(\.target) == ["/contoso.example/oauth2/v2.0/token"])
      let form = try #require(tokens.first?.text)
      #expect(
        form.hasPrefix("grant_type=client_credentials&client_id=job&client_secret=s%26cret&scope=http%3A"))
      #expect(form.hasSuffix("%2F.default"))
      #expect(
        server.requests.contains {
          $0.target == "/v1.0/users/delta?$select=accountEnabled,businessPhones,displayName,id,mail,manager,"
            + "mobilePhone,onPremisesExtensionAttributes"
        })
      #expect(server.requests.contains { $0.target == "/v1.0/groups/delta?$select=displayName,id,members" })
      #expect(
        server.requests.allSatisfy {
          $0.method == "POST" || $0.header("Authorization") == "Bearer graph-token"
        })
    }
  }

  @Test("an incremental read follows the delta links")
  func incremental() async throws {
    try await run { _, make in
      let first = try await make().readAll()
      let next = try await make().readAll(watermark: first.watermark)
      #expect(!next.isSnapshot)
      #expect(next.ids == ["u1", "u9", "g1"])
      let change = try #require(next.change("u1"))
      #expect(change.kind == .partial)
      #expect(change.attributes["mail"] == .some(.null))
      #expect(change.attributes["displayName"] == "Barbara Jensen")
      #expect(change.references == ["manager": .all([])])
      #expect(next.change("u9")?.kind == .deleted)
      #expect(next.change("g1")?.references == ["members": .delta(added: ["u4"], removed: ["u1"])])
      #expect(next.watermark?.contains("u-2") == true)
      #expect(next.watermark?.contains("g-2") == true)
    }
  }

  @Test("other assignments or other selected attributes are a read of everything")
  func snapshotAgain() async throws {
    let recording = Recording()
    try await run(recording) { _, make in
      let first = try await make().readAll()
      recording.state.withLock { $0.assignments.swapAt(0, 1) }
      let swapped = try await make().readAll(watermark: first.watermark)
      #expect(!swapped.isSnapshot)
      _ = recording.state.withLock { $0.assignments.removeLast() }
      let next = try await make().readAll(watermark: first.watermark)
      #expect(next.isSnapshot)
      #expect(next.change("u1")?.attributes["appRoleAssignments"] == nil)
    }
    var watermark: String?
    try await run { _, make in watermark = try await make().readAll().watermark }
    let known = watermark
    try await run(attributes: ["jobTitle"]) { _, make in
      let read = try await make().readAll(watermark: known)
      #expect(read.isSnapshot)
    }
  }

  @Test("a busy service is asked again after the time it names; too long a time is the caller's to wait")
  func throttling() async throws {
    let recording = Recording()
    recording.state.withLock {
      $0.first = [.answer(429, [("Retry-After", "5")]), .answer(503, [("Retry-After", "7")]), .close]
    }
    try await run(recording) { _, make in
      let read = try await make().readAll()
      #expect(read.changes.count == 6)
      #expect(recording.state.withLock { $0.waits } == [5, 7, 4])
    }
    for (answers, retryAfter) in [
      ([LoopbackServer.Action.answer(429, [("Retry-After", "300")])], 300),
      (Array(repeating: .answer(503, [("Retry-After", "3")]), count: 4), 3),
    ] {
      recording.state.withLock { $0.first = answers }
      try await run(recording) { _, make in
        let error = await #expect(throws: SourceError.self) { try await make().readAll() }
        #expect(error?.code == .unavailable)
        #expect(error?.retryAfter == retryAfter)
      }
    }
  }

  @Test("a first read goes on after a busy service was waited for, also amid the groups")
  func waiting() async throws {
    let recording = Recording()
    try await run(recording) { _, make in
      let whole = try await make().readAll()
      let source = try make()
      var changes: [SourceChange] = []
      var continuation: String?
      repeat {
        let request = SourceRequest(watermark: nil, continuation: continuation)
        if continuation != nil {
          recording.state.withLock { $0.first = [.answer(429, [("Retry-After", "300")])] }
          await #expect(throws: SourceError.self) { try await source.page(request) }
        }
        let page = try await source.page(request)
        changes += page.changes
        continuation = page.continuation
      } while continuation != nil
      #expect(changes == whole.changes)
    }
  }

  @Test("a delta link that Graph no longer knows has expired", arguments: [410, 400])
  func expired(_ status: Int) async throws {
    let recording = Recording()
    try await run(recording) { _, make in
      let first = try await make().readAll()
      let source = try make()
      let page = try await source.page(SourceRequest(watermark: first.watermark))
      recording.state.withLock { $0.first = [.answer(status, [], GraphPages.resyncRequired)] }
      let error = await #expect(throws: SourceError.self) {
        try await source.page(SourceRequest(watermark: first.watermark, continuation: page.continuation))
      }
      #expect(error?.code == .watermarkExpired)
      #expect(error?.reason.contains("resyncRequired") == true)
    }
  }

  @Test("a read goes on in another process, but not amid the groups of a first read")
  func restarts() async throws {
    try await run { _, make in
      let whole = try await make().readAll()
      let page = try await make().page(SourceRequest(watermark: nil))
      let second = try await make().page(SourceRequest(watermark: nil, continuation: page.continuation))
      #expect(page.changes + second.changes == Array(whole.changes.prefix(3)))
      let error = await #expect(throws: SourceError.self) {
        try await make().page(SourceRequest(watermark: nil, continuation: second.continuation))
      }
      #expect(error?.code == .watermarkExpired)
      let parts = try await WholeRead.of(watermark: whole.watermark, limits: { 10 }, source: { try make() })
      #expect(parts.changes.count == 3)
    }
  }

  @Test("a token goes to no other server, and a refused one is told")
  func refusals() async throws {
    let recording = Recording()
    recording.state.withLock {
      $0.assignments = []
      $0.first = [
        .answer(200, [], #"{"id":"sp1","appRoles":[]}"#),
        .answer(200, [], #"{"value":[],"@odata.nextLink":"https://graph.example.com/v1.0/x?token=1"}"#),
      ]
    }
    try await run(recording) { _, make in
      let error = await #expect(throws: SourceError.self) { try await make().readAll() }
      #expect(error?.code == .unreadable)
      #expect(error?.reason.contains("another server: https://graph.example.com/v1.0/x") == true)
      recording.state.withLock { $0.first = [.answer(403, [], GraphPages.resyncRequired)] }
      let refused = await #expect(throws: SourceError.self) { try await make().readAll() }
      #expect(refused?.code == .unauthorized)
    }
  }
}
