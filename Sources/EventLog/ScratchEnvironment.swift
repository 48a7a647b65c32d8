import FoundationEssentials
package import LMDB

/// An environment in the system's temporary directory, for one piece of work and thrown away with it. Nothing in it
/// is durable.
package struct ScratchEnvironment: Sendable {
  package let environment: Environment

  /// - Parameters:
  ///   - purpose: What it is for, as its directory is called.
  ///   - tables: The named databases it has.
  /// - Throws: `LMDBError`.
  package init(for purpose: String, tables: [String]) throws {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("scim-ledger-\(purpose)-\(UUID().uuidString)").path
    var options = Environment.Options()
    options.durability = .rebuilding
    options.maxReaders = 16
    try Environment.create(at: directory, options: options, tables: tables) { _ in }
    do {
      environment = try Environment(opening: directory, options: options)
    } catch {
      try? FileManager.default.removeItem(atPath: directory)
      throw error
    }
  }

  /// Throws it away; nothing may use it any more.
  package func remove() {
    environment.close()
    try? FileManager.default.removeItem(atPath: environment.directory)
  }
}
