import EventLog
import LedgerTestKit
import Testing

/// A kind of event log that is put under the contract; a second one is one more entry of `all`.
struct EventLogImplementation: Sendable, CustomTestStringConvertible {
  struct Opened: Sendable {
    let log: any EventLog
    let close: @Sendable () async -> Void
  }

  let name: String
  /// Makes an empty log under a path.
  let create: @Sendable (_ path: String) async throws -> Void
  let open: @Sendable (_ path: String) async throws -> Opened

  static let all = [
    EventLogImplementation(
      name: "LMDB",
      create: { try LMDBEventLog.create(at: $0, options: logOptions()) },
      open: { path in
        let log = try LMDBEventLog(opening: path, options: logOptions())
        return Opened(log: log, close: { await log.close() })
      })
  ]

  var testDescription: String { name }

  /// Makes an empty log, gives it, closes it and removes it.
  func withLog<R: Sendable>(_ body: (any EventLog) async throws -> R) async throws -> R {
    try await withTemporaryDirectory { path in
      try await create(path + "/log")
      return try await withLog(opening: path + "/log", body)
    }
  }

  /// Opens a log that exists, gives it and closes it.
  func withLog<R: Sendable>(
    opening path: String, _ body: (any EventLog) async throws -> R
  ) async throws -> R {
    let opened = try await open(path)
    do {
      let result = try await body(opened.log)
      await opened.close()
      return result
    } catch {
      await opened.close()
      throw error
    }
  }
}
