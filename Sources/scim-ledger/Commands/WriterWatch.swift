import ScimLedger
import ServiceLifecycle

/// Ends the server when a ledger has stopped taking writes: it must be opened anew, by whoever restarts the
/// process.
struct WriterWatch: Service {
  private static let interval = Duration.milliseconds(500)

  let tenants: TenantRegistry

  func run() async throws {
    try await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        if let reason = tenants.ledgers.lazy.compactMap(\.ledger.writerStopReason).first {
          throw CommandFailure(
            .writerStopped, "The server has stopped, since the ledger no longer takes writes: \(reason).",
            next: "Check the disk, then start the server again.")
        }
        do { try await Task.sleep(for: Self.interval) } catch { return }
      }
    }
  }
}
