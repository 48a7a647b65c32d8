import Foundation
import LedgerTestKit
import Testing

@Suite struct EmbeddingExampleTests {
  private static let file = URL(filePath: #filePath).deletingLastPathComponent()
  private static let readme = file.deletingLastPathComponent().deletingLastPathComponent().appending(
    path: "README.md")

  @Test("README's embedding example is the one compiled here, and short")
  func isTheSame() throws {
    let example = try String(contentsOf: Self.file.appending(path: "EmbeddingExample.swift"), encoding: .utf8)
    let readme = try String(contentsOf: Self.readme, encoding: .utf8)
    #expect(readme.contains("```swift\n\(example)```"))
    #expect(example.split(separator: "\n").count <= 15)
  }

  @Test("README's embedding example runs and tells what happened")
  func runs() async throws {
    try await withTemporaryDirectory { directory in
      let lines = try await embed(in: directory + "/ledger")
      #expect(
        lines == [
          "1 createLedger []", #"2 create ["booleanAsString", "schemasMissing"]"#, "answered 201",
        ])
    }
  }
}
