import Foundation
import Testing

/// The documentation's articles show code that is compiled here, and run in the other suites of this target.
@Suite struct ArticleTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
  private static let root = folder.deletingLastPathComponent().deletingLastPathComponent()
  private static let catalog = root.appending(path: "Sources/ScimLedger/ScimLedger.docc")

  private static func texts(in folder: URL, ending: String) throws -> [String: String] {
    var texts: [String: String] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.hasSuffix(ending)
    {
      texts[name] = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }
    return texts
  }

  private static func blocks(in article: String) -> [String] {
    article.matches(of: #/(?ms)^```swift\n(.*?)^```$/#).map { String($0.1) }
  }

  @Test(
    "each Swift block of an article is an example that is compiled, and each example stands in an article")
  func same() throws {
    var examples = try Self.texts(in: Self.folder.appending(path: "Examples"), ending: ".swift")
    let embedding = Self.root.appending(path: "Tests/ScimLedgerTests/EmbeddingExample.swift")
    examples["EmbeddingExample.swift"] = try String(contentsOf: embedding, encoding: .utf8)
    let articles = try Self.texts(in: Self.catalog, ending: ".md")
    #expect(articles.count >= 6)
    var shown: Set<String> = []
    for (name, article) in articles {
      for block in Self.blocks(in: article) {
        let example = examples.first { $0.value == block }
        #expect(example != nil, "\(name) has a block that is no example:\n\(block)")
        if let example { shown.insert(example.key) }
      }
    }
    #expect(shown == Set(examples.keys))
  }

  @Test("what the articles show fits a page")
  func short() throws {
    for (name, text) in try Self.texts(in: Self.folder.appending(path: "Examples"), ending: ".swift") {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count <= 26, "\(name)")
      #expect(lines.allSatisfy { $0.count <= 110 }, "\(name)")
    }
  }

  @Test("the landing page names every article")
  func landing() throws {
    let articles = try Self.texts(in: Self.catalog, ending: ".md")
    let landing = try #require(articles["ScimLedger.md"])
    for name in articles.keys where name != "ScimLedger.md" {
      #expect(landing.contains("<doc:\(name.dropLast(".md".count))>"), "\(name)")
    }
  }
}
