import Foundation
import Provisioning
import ProvisioningConnectors
import Testing

@Suite("Directory source, given anything")
struct DirectoryFuzzTests {
  private static let pieces: [[UInt8]] =
    [
      "\"", "\"\"", ",", "\n", "\r\n", "u1", "u2", "{\"id\":\"", "\"}", "{\"id\":\"u3\"}\n", "u4,a\n", ";",
      "[]", "é",
    ].map { Array($0.utf8) } + [[0xFF], [0x00], [0xEF, 0xBB, 0xBF]]

  @Test(
    "whatever a file holds, it is read to its end, and page by page as at once", arguments: ["jsonl", "csv"],
    Array(0..<40) as [UInt64])
  func anything(_ form: String, _ seed: UInt64) async throws {
    var generator = SeededGenerator(state: seed)
    var bytes = form == "csv" ? Array("id,name[]\n".utf8) : []
    for _ in 0..<Int.random(in: 0..<200, using: &generator) {
      bytes += Self.pieces.randomElement(using: &generator) ?? []
    }
    let content = Data(bytes)
    try await TemporaryFolder.with { folder in
      try content.write(to: URL(filePath: folder.path + "/users." + form))
      let whole = try await DirectorySource(path: folder.path).readAll(limit: 100_000)
      var parts = try await WholeRead.of(limits: { Int.random(in: 1..<5, using: &generator) }) {
        DirectorySource(path: folder.path)
      }
      parts.pages = whole.pages
      #expect(parts == whole)
      #expect(Set(whole.ids).count == whole.ids.count)
    }
  }

  @Test("a line longer than the limit costs itself only")
  func longLines() async throws {
    let long = String(repeating: "x", count: 17 << 20)
    try await TemporaryFolder.with([
      "users.jsonl": #"{"id":"u1"}"# + "\n{\"id\":\"" + long + "\"}\n" + #"{"id":"u2"}"#
    ]) { folder in
      let read = try await DirectorySource(path: folder.path).readAll(limit: 1)
      #expect(read.ids == ["u1", "u2"])
      #expect(read.places == ["users.jsonl:2"])
    }
  }
}
