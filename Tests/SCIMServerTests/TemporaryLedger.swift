import FoundationEssentials
import ScimLedger

/// A ledger in a directory that is gone after the test.
enum TemporaryLedger {
  static func withDirectory<Value>(
    named suffix: String = "", _ body: (String) async throws -> Value
  ) async throws -> Value {
    let base = FileManager.default.temporaryDirectory.path
    let root = base + (base.hasSuffix("/") ? "" : "/") + "scim-server-" + UUID().uuidString
    let directory = suffix.isEmpty ? root : root + "/" + suffix
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: root) }
    return try await body(directory)
  }

  static func with<Value>(
    named suffix: String = "", options: ProvisioningLedger.Options = .init(),
    _ body: (ProvisioningLedger) async throws -> Value
  ) async throws -> Value {
    try await withDirectory(named: suffix) { directory in
      try ProvisioningLedger.create(at: directory, options: options)
      let ledger = try ProvisioningLedger(opening: directory, options: options)
      do {
        let value = try await body(ledger)
        await ledger.close()
        return value
      } catch {
        await ledger.close()
        throw error
      }
    }
  }
}
