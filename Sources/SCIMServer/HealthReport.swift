import ScimLedger
import ServiceLifecycle

/// What `/health/live` and `/health/ready` say.
enum HealthReport {
  case live
  case ready(head: Position)
  case unready(reason: String)

  /// Whether the ledger takes requests now.
  static func readiness(of ledger: ProvisioningLedger) -> HealthReport {
    if Task.isShuttingDownGracefully { return .unready(reason: "The server is shutting down.") }
    if let reason = ledger.writerStopReason { return .unready(reason: "The writer has stopped: \(reason)") }
    do {
      return .ready(head: try ledger.head())
    } catch {
      return .unready(reason: "The ledger cannot be read: \(error)")
    }
  }

  var response: SCIMResponse {
    let status: Int
    let body: JSONValue
    switch self {
    case .live:
      status = 200
      body = ["status": "live"]
    case .ready(let head):
      status = 200
      body = ["status": "ready", "head": .string(head.description)]
    case .unready(let reason):
      status = 503
      body = ["status": "unready", "reason": .string(reason)]
    }
    return .plain(
      status, contentType: "application/json", body: body.serialized(),
      headers: [(name: "Cache-Control", value: "no-store")])
  }
}
