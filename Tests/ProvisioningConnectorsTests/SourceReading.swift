import Foundation
import Provisioning

/// A whole read of a source.
struct WholeRead: Equatable {
  var changes: [SourceChange] = []
  var problems: [SourceProblem] = []
  var isSnapshot = false
  var watermark: String?
  var pages = 0

  var places: [String] { problems.map(\.place) }
  var ids: [String] { changes.map(\.key.id) }

  func change(_ id: String) -> SourceChange? { changes.last { $0.key.id == id } }
}

extension ProvisioningSource {
  /// Reads page after page.
  func readAll(watermark: String? = nil, limit: Int = 500) async throws -> WholeRead {
    try await WholeRead.of(watermark: watermark, limits: { limit }, source: { self })
  }
}

extension WholeRead {
  /// Reads page after page, each from a source that may be a new one, as after a restart of the process.
  static func of(
    watermark: String? = nil, limits: () -> Int, source: () throws -> any ProvisioningSource
  ) async throws -> WholeRead {
    var whole = WholeRead()
    var continuation: String?
    repeat {
      let page = try await source().page(
        SourceRequest(watermark: watermark, continuation: continuation, limit: limits()))
      whole.changes += page.changes
      whole.problems += page.problems
      whole.isSnapshot = page.isSnapshot
      whole.watermark = page.watermark
      whole.pages += 1
      continuation = page.continuation
    } while continuation != nil
    return whole
  }
}

/// A folder for one test.
struct TemporaryFolder {
  let path: String

  static func with<Value>(
    _ files: [String: String] = [:], _ body: (TemporaryFolder) async throws -> Value
  ) async throws -> Value {
    let path = NSTemporaryDirectory() + "connectors-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let folder = TemporaryFolder(path: path)
    for (name, text) in files { try folder.write(name, text) }
    return try await body(folder)
  }

  func write(_ name: String, _ text: String) throws {
    let url = URL(filePath: path + "/" + name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: path + "/" + name)
  }
}

/// Random numbers that are the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
