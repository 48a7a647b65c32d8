import Foundation
import LedgerTestKit
import ScimLedger
import Testing

/// Every tolerance is one named rule with a case of its own, and no other names are used.
@Suite struct ToleranceRuleTests {
  @Test(
    "each rule is applied alone, recorded, and refused by the profile rfc where it departs from the standard",
    arguments: ToleranceCase.all)
  func rule(_ example: ToleranceCase) async throws {
    let rule = try #require(ToleranceRule.named(example.rule))
    try await withTestLedger { test in
      let prepared = try await example.prepared(on: test, profile: "tolerant")
      let events = try await prepared.test.events {
        let answer = await prepared.send()
        #expect((200..<300).contains(answer.status), "\(answer.status): \(answer.detail ?? "")")
        #expect(answer.operations.allSatisfy { $0["status"]?.stringValue?.first == "2" })
      }
      #expect(Set(events.flatMap(\.tolerances).map(\.rule)) == [example.rule])
      #expect(events.flatMap(\.tolerances).allSatisfy { !$0.path.isEmpty && !$0.detail.isEmpty })
    }
    try await withTestLedger { test in
      let prepared = try await example.prepared(on: test, profile: "rfc")
      let answer = await prepared.send()
      let shown = answer.operations.first?["response"]?.objectValue ?? answer.json?.objectValue
      guard !rule.isConforming else {
        #expect((200..<300).contains(answer.status), "\(answer.status): \(answer.detail ?? "")")
        #expect(answer.operations.allSatisfy { $0["status"]?.stringValue?.first == "2" })
        return
      }
      #expect(answer.status == 400 || shown?["status"] == "400", "\(answer.status)")
      #expect(shown?["detail"]?.stringValue?.contains(rule.name) == true, "\(shown?["detail"] ?? .null)")
      if prepared.test.version == .v2 { #expect(shown?["scimType"]?.stringValue == rule.refusal.rawValue) }
    }
  }

  @Test("every rule has a case, a meaning and a source, and one name")
  func complete() {
    #expect(ToleranceCase.all.map(\.rule).sorted() == ToleranceRule.all.map(\.name).sorted())
    #expect(Set(ToleranceRule.all.map(\.name)).count == ToleranceRule.all.count)
    for rule in ToleranceRule.all {
      #expect(!rule.accepts.isEmpty && !rule.source.isEmpty, "\(rule.name)")
      #expect(rule.name.wholeMatch(of: #/[a-z][A-Za-z0-9]*/#) != nil)
      #expect(Profile.rfc.refusedRules.contains(rule.name) != rule.isConforming)
    }
    #expect(Profile.tolerant.refusedRules.isEmpty)
    #expect(Profile.thousandEyes.refusedRules.isEmpty)
  }

  @Test("the source applies the rules of the table and no others")
  func listed() throws {
    let known = Set(ToleranceRule.all.map(\.name))
    var applied: Set<String> = []
    let sources = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")
    let paths = FileManager.default.enumerator(atPath: sources.path)?.compactMap { $0 as? String } ?? []
    for path in paths where path.hasSuffix(".swift") && !path.hasSuffix("ToleranceRule+All.swift") {
      let text = try String(contentsOf: sources.appending(path: path), encoding: .utf8)
      for match in text.matches(of: #/rule: "(\w+)"/#) {
        #expect(known.contains(String(match.1)), "\(path) applies the rule \(match.1), which is not listed")
        applied.insert(String(match.1))
      }
      for name in known where text.contains("\"\(name)\"") { applied.insert(name) }
    }
    #expect(!applied.isEmpty)
    #expect(known.subtracting(applied) == [], "listed but applied nowhere")
  }
}
