import JSONTape
import Provisioning
import SCIM
import Testing

@Suite("An update leaves nothing to be changed")
struct ConvergenceTests {
  static let seeds = Array(UInt64(0)..<500)

  @Test("A PATCH, applied by the rules of RFC 7644")
  func patch() throws {
    try check(TargetDialect()) { request, current in
      let body = try PatchRequest(.object(try #require(request.body)), type: .user)
      #expect(body.tolerances == [])
      let result = try body.applied(to: current, as: .user, id: "1")
      #expect(result.tolerances == [])
      return result.image
    }
  }

  @Test("A PUT, in both versions", arguments: ProtocolVersion.allCases)
  func put(_ version: ProtocolVersion) throws {
    try check(TargetDialect(version: version, updates: .put)) { request, _ in
      try #require(request.body)
    }
  }

  @Test("A PUT, read by the rules of RFC 7644")
  func putRead() throws {
    try check(TargetDialect(updates: .put)) { request, current in
      let read = try ResourceReader.read(
        .object(try #require(request.body)), as: .user, replacing: current)
      #expect(read.tolerances == [])
      return read.image
    }
  }

  @Test("A partial resource of SCIM 1.1")
  func partial() throws {
    try check(TargetDialect(version: .v1, updates: .patch)) { request, current in
      Version1Merge.applying(try #require(request.body), to: current)
    }
  }

  @Test("Creation leaves nothing to be changed", arguments: ProtocolVersion.allCases)
  func creation(_ version: ProtocolVersion) throws {
    let dialect = TargetDialect(version: version, updates: .patch)
    for seed in Self.seeds {
      var random = RandomUser(seed: seed, version: version)
      let values = try random.wanted()
      let created = try #require(dialect.createRequest(type: "User", values: values).body)
      #expect(dialect.changes(from: created, to: values) == [], "seed \(seed)")
    }
  }

  private func check(
    _ dialect: TargetDialect, applying: (TargetRequest, JSONObject) throws -> JSONObject
  ) throws {
    var updates = 0
    for seed in Self.seeds {
      var random = RandomUser(seed: seed, version: dialect.version)
      let current = random.current()
      let values = try random.wanted()
      let changes = dialect.changes(from: current, to: values)
      guard !changes.isEmpty else { continue }
      updates += 1
      let request = dialect.updateRequest(type: "User", id: "1", changes: changes, current: current)
      let after = try applying(request, current)
      let left = dialect.changes(from: after, to: values)
      #expect(
        left == [],
        "seed \(seed)\n\(current)\n\(request.body ?? [:])\n\(after)\n\(left.map(\.json))")
    }
    #expect(updates > Self.seeds.count / 2)
  }
}
