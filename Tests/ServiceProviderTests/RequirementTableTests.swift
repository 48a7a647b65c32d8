import Foundation
import LedgerTestKit
import ScimLedger
import Testing

@Suite struct RequirementTableTests {
  /// A collection of requirements that may lie beside the package and is no part of it.
  static let file = ["accept", "corpus", "requirements.jsonl"].reduce(
    WireLine.file.deletingLastPathComponent().deletingLastPathComponent()
  ) { $0.appendingPathComponent($1) }

  static let isPresent = FileManager.default.fileExists(atPath: file.path)

  /// The text of all tests but for the table.
  static let tests: String = {
    let folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .deletingLastPathComponent()
    let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return paths.filter { $0.hasSuffix(".swift") && !$0.hasSuffix("RequirementTable.swift") }
      .compactMap { try? String(contentsOf: folder.appending(path: $0), encoding: .utf8) }.joined()
  }()

  @Test("every testable requirement has a test", .enabled(if: isPresent))
  func complete() throws {
    let known = Set(RequirementTable.requirements.values.joined())
    let rows = try Data(contentsOf: Self.file).split(separator: UInt8(ascii: "\n")).compactMap {
      try JSONValue(parsing: Array($0)).objectValue
    }
    let wanted = Set(rows.filter { $0["testable"] == true }.compactMap { $0["id"]?.stringValue })
    #expect(wanted.count > 130)
    #expect(wanted.subtracting(known) == [], "without a test")
    #expect(known.subtracting(wanted) == [], "unknown")
  }

  /// The resource type that such a collection brings with it.
  static let type = file.deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("data").appendingPathComponent("testresource.json")

  @Test(
    "the collection's own resource type is served",
    .enabled(if: FileManager.default.fileExists(atPath: type.path)))
  func ownType() async throws {
    let document = try JSONValue(parsing: Array(Data(contentsOf: Self.type)))
    try await withTestLedger { test in
      try await test.ledger.registerSchemas(document)
      let type = try #require(document.objectValue?["resourceTypes"]?.arrayValue?.first?.objectValue)
      let endpoint = try #require(type["endpoint"]?.stringValue)
      #expect(await test.send("GET", endpoint).status == 200)
      #expect(await test.send("GET", "/ResourceTypes/\(type["name"]?.stringValue ?? "")").status == 200)
      let served = await test.send("GET", "/Schemas").resources.compactMap(\.objectValue)
      for schema in (document.objectValue?["schemas"]?.arrayValue ?? []).compactMap(\.objectValue) {
        let same = try #require(served.first { $0["id"] == schema["id"] })
        #expect(same["attributes"]?.arrayValue?.count == schema["attributes"]?.arrayValue?.count)
      }
    }
  }

  @Test("a requirement has one test", arguments: RequirementTable.requirements.keys.sorted())
  func named(_ test: String) {
    #expect(Self.tests.contains("\"\(test)\""), "no such test")
    let ids = RequirementTable.requirements[test] ?? []
    #expect(!ids.isEmpty)
    for id in ids {
      #expect(RequirementTable.requirements.values.joined().filter { $0 == id }.count == 1, "\(id)")
    }
  }
}
