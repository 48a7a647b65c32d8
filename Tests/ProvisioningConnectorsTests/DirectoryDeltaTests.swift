import JSONTape
import Provisioning
import ProvisioningConnectors
import Testing

@Suite("Directory deltas")
struct DirectoryDeltaTests {
  private static let files = [
    "users.jsonl": #"{"id":"u1","mail":"a@example.com"}"#,
    "deltas/001.jsonl": #"{"type":"User","id":"u1","mail":"b@example.com"}"#,
  ]

  @Test(
    "the first read gives the snapshot and all deltas; the next ones only later deltas, in their names' order"
  )
  func order() async throws {
    try await TemporaryFolder.with(Self.files) { folder in
      let first = try await DirectorySource(path: folder.path).readAll()
      #expect(first.isSnapshot)
      #expect(first.changes.map(\.kind) == [.full, .partial])

      let nothing = try await DirectorySource(path: folder.path).readAll(watermark: first.watermark)
      #expect(!nothing.isSnapshot)
      #expect(nothing.changes == [])
      #expect(nothing.watermark == first.watermark)

      try folder.write("deltas/010.jsonl", #"{"type":"User","id":"u3"}"#)
      try folder.write("deltas/002.jsonl", #"{"type":"user","id":"u2"}"#)
      try folder.write("deltas/003.jsonl.new", #"{"type":"User","id":"unfinished"}"#)
      let next = try await DirectorySource(path: folder.path).readAll(watermark: first.watermark, limit: 1)
      #expect(!next.isSnapshot)
      #expect(next.ids == ["u2", "u3"])
      #expect(next.changes.allSatisfy { $0.kind == .partial && $0.key.type == "User" })
      let after = try await DirectorySource(path: folder.path).readAll(watermark: next.watermark)
      #expect(after.changes == [])
    }
  }

  @Test("a new snapshot is read whole, and supersedes the deltas that were read before")
  func superseded() async throws {
    try await TemporaryFolder.with(Self.files) { folder in
      let first = try await DirectorySource(path: folder.path).readAll()
      try folder.write("users.jsonl", #"{"id":"u1","mail":"c@example.com"}"#)
      try folder.write("deltas/002.jsonl", #"{"type":"User","id":"u2"}"#)
      let next = try await DirectorySource(path: folder.path).readAll(watermark: first.watermark)
      #expect(next.isSnapshot)
      #expect(next.ids == ["u1", "u2"])
      #expect(next.change("u1")?.attributes["mail"] == "c@example.com")
    }
  }

  @Test("another group, membership or assignment is another snapshot; touching a file is none")
  func digests() async throws {
    try await TemporaryFolder.with(Self.files) { folder in
      var watermark = try await DirectorySource(path: folder.path).readAll().watermark
      for (name, text) in [
        ("groups.jsonl", #"{"id":"g1"}"#), ("memberships.csv", "group,member\ng1,u1\n"),
        ("assignments.csv", "principal\nu1\n"), ("assignments.csv", "principal\n\n"),
      ] {
        try folder.write(name, text)
        let read = try await DirectorySource(path: folder.path).readAll(watermark: watermark)
        #expect(read.isSnapshot)
        watermark = read.watermark
      }
      try folder.write("groups.jsonl", #"{"id":"g1"}"#)
      let touched = try await DirectorySource(path: folder.path).readAll(watermark: watermark)
      #expect(!touched.isSnapshot)
    }
  }

  @Test("a delta says what came, what went and what lost its value")
  func contents() async throws {
    let delta = """
      {"type":"User","id":"u1","mail":null,"manager":"u2","@odata.type":"#microsoft.graph.user"}
      {"type":"User","id":"u2","manager":null,"isSoftDeleted":false}
      {"type":"User","id":"u3","manager@delta":[{"id":"u1","@removed":{"reason":"changed"}}]}
      {"type":"User","id":"u4","manager@delta":[{"id":"u9","@removed":{"reason":"changed"}},{"id":"u1"}]}
      {"type":"Group","id":"g1","members@delta":[{"id":"u1"},{"id":"u2","@removed":{"reason":"changed"}}]}
      {"type":"User","id":"u5","@removed":{"reason":"changed"}}
      {"type":"User","id":"u6","@removed":{"reason":"deleted"}}
      {"type":"User","id":"u7","@removed":{"reason":"lost"}}
      {"type":"Device","id":"d1"}
      {"id":"u8"}
      {"type":"Group","id":"g2","members@delta":{"id":"u1"}}
      """
    try await TemporaryFolder.with(["deltas/1.jsonl": delta]) { folder in
      let read = try await DirectorySource(path: folder.path).readAll()
      #expect(!read.isSnapshot)
      #expect(
        read.places == ["deltas/1.jsonl:8", "deltas/1.jsonl:9", "deltas/1.jsonl:10", "deltas/1.jsonl:11"])
      #expect(read.change("u1")?.attributes == ["mail": nil, "id": "u1", "objectId": "u1"])
      #expect(read.change("u1")?.references == ["manager": .all(["u2"])])
      #expect(read.change("u2")?.references == ["manager": .all([])])
      #expect(read.change("u2")?.kind == .partial)
      #expect(read.change("u3")?.references == ["manager": .all([])])
      #expect(read.change("u4")?.references == ["manager": .all(["u1"])])
      #expect(read.change("g1")?.references == ["members": .delta(added: ["u1"], removed: ["u2"])])
      #expect(read.change("u5") == SourceChange(key: SourceKey(type: "User", id: "u5"), kind: .softDeleted))
      #expect(read.change("u6") == SourceChange(key: SourceKey(type: "User", id: "u6"), kind: .deleted))
    }
  }

  @Test("a snapshot that is replaced while it is read makes the read begin again", arguments: [false, true])
  func replaced(_ restarts: Bool) async throws {
    try await TemporaryFolder.with([
      "users.jsonl": #"{"id":"u1"}"# + "\n" + #"{"id":"u2"}"#
    ]) { folder in
      let source = DirectorySource(path: folder.path)
      let page = try await source.page(SourceRequest(watermark: nil, limit: 1))
      try folder.write("users.jsonl", #"{"id":"u3"}"# + "\n" + #"{"id":"u4"}"# + "\n")
      let next = restarts ? DirectorySource(path: folder.path) : source
      let error = await #expect(throws: SourceError.self) {
        try await next.page(SourceRequest(watermark: nil, continuation: page.continuation, limit: 1))
      }
      #expect(error?.code == .watermarkExpired)
    }
  }

  @Test("a snapshot that vanished is no directory without users")
  func vanished() async throws {
    try await TemporaryFolder.with(Self.files) { folder in
      let first = try await DirectorySource(path: folder.path).readAll()
      try folder.remove("users.jsonl")
      let error = await #expect(throws: SourceError.self) {
        try await DirectorySource(path: folder.path).readAll(watermark: first.watermark)
      }
      #expect(error?.code == .unreadable)
    }
  }

  @Test(
    "what is no watermark or continuation of this source's is expired",
    arguments: ["", "{", "[]", #"{"file":"../users.jsonl","offset":0,"line":1,"readsSnapshot":true}"#])
  func foreign(_ text: String) async throws {
    try await TemporaryFolder.with(Self.files) { folder in
      let source = DirectorySource(path: folder.path)
      let error = await #expect(throws: SourceError.self) {
        try await source.page(SourceRequest(watermark: nil, continuation: text))
      }
      #expect(error?.code == .watermarkExpired)
      if !text.contains("file") {
        let error = await #expect(throws: SourceError.self) { try await source.readAll(watermark: text) }
        #expect(error?.code == .watermarkExpired)
      }
    }
  }
}
