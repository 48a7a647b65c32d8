import Foundation
import Testing

/// The rules that no compiler checks, read off the source text.
@Suite struct SourceTextTests {
  /// Who may import whom, downwards only.
  static let rooms: [String: Set<String>] = [
    "CLMDB": [],
    "LMDB": ["CLMDB"],
    "Merkle": [],
    "JSONTape": [],
    "Spelling": [],
    "SCIM": ["JSONTape"],
    "EventLog": ["LMDB", "Merkle"],
    "Directory": ["SCIM", "JSONTape", "EventLog"],
    "Projections": ["Directory", "SCIM", "JSONTape", "EventLog", "LMDB"],
    "ServiceProvider": ["Projections", "Directory", "SCIM", "JSONTape", "EventLog", "LMDB"],
    "MappingExpressions": ["JSONTape", "Spelling"],
    "Provisioning": ["MappingExpressions", "SCIM", "JSONTape", "EventLog", "Spelling"],
    "ProvisioningConnectors": ["Provisioning", "ServiceProvider", "SCIM", "JSONTape", "EventLog"],
    "ProvisioningJobs": [
      "Replay", "Provisioning", "MappingExpressions", "SCIM", "JSONTape", "EventLog", "LMDB",
    ],
    "Replay": ["ServiceProvider", "Projections", "Directory", "SCIM", "JSONTape", "EventLog", "LMDB"],
    "ScimLedger": [
      "Replay",
      "ProvisioningJobs", "ProvisioningConnectors", "Provisioning", "MappingExpressions", "ServiceProvider",
      "Projections", "Directory", "SCIM", "JSONTape", "EventLog", "LMDB", "Merkle", "Spelling",
    ],
    "SCIMServer": ["ScimLedger"],
    "scim-ledger": ["SCIMServer", "ScimLedger", "Spelling"],
  ]

  /// Modules of others, and the rooms they may be used in; everything else keeps to the standard library.
  static let libraries: [String: Set<String>] = [
    "Crypto": [
      "Merkle", "Directory", "Projections", "ScimLedger", "Provisioning", "ProvisioningJobs",
      "ProvisioningConnectors",
    ],
    "Foundation": [
      "Replay", "SCIM", "Projections", "ScimLedger", "SCIMServer", "scim-ledger", "ProvisioningJobs",
      "ProvisioningConnectors",
    ],
    "FoundationEssentials": [
      "EventLog", "SCIM", "Projections", "ScimLedger", "SCIMServer", "scim-ledger", "Provisioning",
      "ProvisioningConnectors",
    ],
    "Dispatch": ["EventLog", "SCIMServer", "scim-ledger"],
    "Glibc": ["LMDB", "SCIMServer", "scim-ledger", "ProvisioningConnectors"],
    "Synchronization": Set(rooms.keys),
    "Yams": ["Provisioning"],
    "Hummingbird": ["SCIMServer"], "HummingbirdCore": ["SCIMServer"],
    "HummingbirdTLS": ["SCIMServer"], "NIOSSL": ["SCIMServer", "ProvisioningConnectors"],
    "ArgumentParser": ["scim-ledger"],
    "AsyncHTTPClient": ["SCIMServer", "scim-ledger", "ProvisioningConnectors"],
    "HTTPTypes": ["SCIMServer", "scim-ledger"],
    "Logging": ["SCIMServer", "scim-ledger"], "Metrics": ["SCIMServer", "scim-ledger"],
    "CoreMetrics": ["SCIMServer", "scim-ledger"],
    "NIOCore": ["SCIMServer", "scim-ledger", "ProvisioningConnectors"],
    "NIOPosix": ["SCIMServer", "scim-ledger", "ProvisioningConnectors"],
    "NIOHTTP1": ["SCIMServer", "scim-ledger", "ProvisioningConnectors"], "NIOHTTPTypes": ["SCIMServer"],
    "ServiceLifecycle": ["SCIMServer", "scim-ledger"], "UnixSignals": ["SCIMServer", "scim-ledger"],
  ]

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  struct File: Sendable, CustomStringConvertible {
    var path: String
    var room: String
    var lines: [String]
    var description: String { path }
  }

  static func files(under folder: String) -> [File] {
    let base = root.appending(path: folder)
    let found = FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String } ?? []
    return found.filter { $0.hasSuffix(".swift") }.sorted().map { path in
      let text = (try? String(contentsOf: base.appending(path: path), encoding: .utf8)) ?? ""
      return File(
        path: "\(folder)/\(path)", room: path.split(separator: "/").first.map(String.init) ?? "",
        lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    }
  }

  static let sources = files(under: "Sources")
  static let tests = files(under: "Tests")

  /// A line's code, without its comment and without the texts in it.
  static func code(_ line: String) -> String {
    if line.drop(while: { $0 == " " }).hasPrefix("//") { return "" }
    var result = line
    result.replace(#/"(?:[^"\\]|\\.)*"/#, with: "\"\"")
    if let comment = result.firstRange(of: " // ") { result.removeSubrange(comment.lowerBound...) }
    return result
  }

  @Test("there is source text to check")
  func thereIsText() {
    #expect(Self.sources.count > 100)
    #expect(Set(Self.sources.map(\.room)).isSubset(of: Self.rooms.keys))
  }

  @Test("imports run downwards only, and libraries stay in their rooms", arguments: sources)
  func imports(_ file: File) {
    for line in file.lines {
      guard
        let match = line.firstMatch(of: #/^(?:@\w+ )*(?:public |internal |package |private )?import (\w+)/#)
      else {
        continue
      }
      let name = String(match.1)
      if Self.rooms[name] != nil {
        #expect(Self.rooms[file.room]?.contains(name) == true, "\(file.path) imports \(name)")
      } else {
        #expect(Self.libraries[name]?.contains(file.room) == true, "\(file.path) imports \(name)")
      }
    }
  }

  @Test("files are short, and so are lines", arguments: sources + tests)
  func lengths(_ file: File) {
    #expect(file.lines.count <= 400, "\(file.path) has \(file.lines.count) lines")
    for (index, line) in file.lines.enumerated() {
      #expect(line.count <= 140, "\(file.path):\(index + 1) has \(line.count) characters")
    }
  }

  @Test("unsafe code stands in LMDB alone", arguments: sources)
  func unsafe(_ file: File) {
    guard file.room != "LMDB" else { return }
    for (index, line) in file.lines.enumerated() {
      let code = Self.code(line)
      #expect(
        code.firstMatch(of: #/\bunsafe\b|@unsafe|Unsafe\w*Pointer/#) == nil, "\(file.path):\(index + 1)")
    }
  }

  @Test("nothing that came from outside is unwrapped by force", arguments: sources)
  func traps(_ file: File) {
    let trap =
      #/try!|\bas!|fatalError\(|preconditionFailure\(|\bprecondition\(|\bassert\(|[\w\])]!(?=[.,)\]\s\[?]|$)/#
    for (index, line) in file.lines.enumerated() {
      #expect(Self.code(line).firstMatch(of: trap) == nil, "\(file.path):\(index + 1): \(line)")
    }
  }

  @Test("what the compiler can't prove is proved in a comment", arguments: sources)
  func unproved(_ file: File) {
    for (index, line) in file.lines.enumerated()
    where Self.code(line).contains(#/@unchecked Sendable|nonisolated\(unsafe\)/#) {
      let before = file.lines[max(0, index - 4)..<index]
      #expect(before.contains { $0.drop { $0 == " " }.hasPrefix("//") }, "\(file.path):\(index + 1)")
    }
  }

  @Test("no work is left marked as undone", arguments: sources + tests)
  func leftovers(_ file: File) {
    let words = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]
    for (index, line) in file.lines.enumerated() {
      #expect(!words.contains { line.contains($0) }, "\(file.path):\(index + 1)")
    }
  }

  @Test("the package reaches for nothing outside itself", arguments: sources)
  func outside(_ file: File) {
    let outside = ".." + "/shared"
    #expect(!file.lines.contains { $0.contains(outside) }, "\(file.path)")
  }

  @Test("every suite that README names is there")
  func suites() throws {
    let readme = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
    let named = Set(readme.matches(of: #/\b\w+Tests\b/#).map { String($0.output) })
    // A suite has a struct of that name, or a file whose suite is a sentence.
    var declared: Set<String> = []
    for file in Self.tests {
      for line in file.lines {
        if let match = line.firstMatch(of: #/struct (\w+Tests)\b/#) { declared.insert(String(match.1)) }
        if line.hasPrefix("@Suite"), let name = file.path.split(separator: "/").last {
          declared.insert(String(name.dropLast(".swift".count)))
        }
      }
    }
    #expect(named.count > 20)
    #expect(named.subtracting(declared) == [])
  }

  @Test(
    "the stored formats are described beside the code",
    arguments: [
      "Sources/EventLog/RECORD_FORMAT.md", "Sources/Directory/EVENT_FORMAT.md",
      "Sources/Projections/PROJECTION_FORMAT.md",
    ])
  func formats(_ path: String) {
    #expect(FileManager.default.fileExists(atPath: Self.root.appending(path: path).path))
  }
}
