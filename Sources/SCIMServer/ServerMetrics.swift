import FoundationEssentials
import Logging
import Metrics
import ScimLedger

/// The measurements of one server.
struct ServerMetrics: Sendable {
  private let registry: PrometheusRegistry
  private let underWay: Meter

  init(registry: PrometheusRegistry) {
    self.registry = registry
    for (name, help) in Self.help { registry.describe(name, as: help) }
    underWay = Meter(label: "scim_http_requests_under_way", dimensions: [], factory: registry)
    underWay.set(0)
    for name in [
      "scim_http_unauthenticated_total", "scim_http_rate_limited_total", "scim_oauth_tokens_total",
      "scim_http_unreadable_cycles_total",
    ] {
      Counter(label: name, factory: registry).increment(by: 0)
    }
    Gauge(label: "process_start_time_seconds", factory: registry).record(Self.processStart)
  }

  private static let help = [
    ("scim_http_requests_total", "Requests answered, by method, route and status."),
    ("scim_http_request_duration_seconds", "Time from a request's header to its answer, by route."),
    ("scim_http_requests_under_way", "Requests being answered now."),
    ("scim_http_unauthenticated_total", "Requests without a token that is known and not revoked."),
    ("scim_http_rate_limited_total", "Requests answered 429, since their token makes too many."),
    ("scim_http_unreadable_cycles_total", "Requests whose \(SCIMRequest.cycleHeader) was no UUID."),
    ("scim_oauth_tokens_total", "Access tokens issued to OAuth clients."),
    ("scim_tolerances_total", "Departures from the standard that were accepted, by rule."),
    ("scim_ledger_head", "The position of the log's last event."),
    ("scim_ledger_waiting_operations", "Operations that wait for the writer."),
    ("scim_ledger_writer_stopped", "1 when the writer has stopped after a failed commit, else 0."),
    ("scim_ledger_file_bytes", "The size of the ledger's data file."),
    ("scim_ledger_users", "Users in the directory, by whether they are active."),
    ("scim_ledger_groups", "Groups in the directory."),
    ("process_start_time_seconds", "When this process was first measured, in seconds since 1970."),
  ]

  private static let processStart = Date().timeIntervalSince1970

  func requestStarted() { underWay.increment(by: 1) }

  func requestFinished() { underWay.decrement(by: 1) }

  func requestUnauthenticated() {
    Counter(label: "scim_http_unauthenticated_total", factory: registry).increment()
  }

  func requestRateLimited() {
    Counter(label: "scim_http_rate_limited_total", factory: registry).increment()
  }

  func cycleUnreadable() {
    Counter(label: "scim_http_unreadable_cycles_total", factory: registry).increment()
  }

  func accessTokenIssued() {
    Counter(label: "scim_oauth_tokens_total", factory: registry).increment()
  }

  /// - Parameter tenant: nil for the default tenant, whose series have no such label.
  func requestAnswered(
    method: String, route: String, tenant: String?, status: Int, duration: Duration, tolerances: [Tolerance]
  ) {
    Counter(
      label: "scim_http_requests_total",
      dimensions: [("method", method), ("route", route), ("status", String(status))] + label(tenant),
      factory: registry
    ).increment()
    Timer(
      label: "scim_http_request_duration_seconds", dimensions: [("route", route)], factory: registry
    ).record(duration: duration)
    for tolerance in tolerances {
      Counter(
        label: "scim_tolerances_total", dimensions: [("rule", tolerance.rule)], factory: registry
      ).increment()
    }
  }

  /// All measurements, with the ledger's own taken now.
  func response(observing tenants: TenantRegistry, logger: Logger) -> SCIMResponse {
    for (tenant, ledger) in tenants.ledgers { measure(ledger, label(tenant), logger: logger) }
    return .plain(
      200, contentType: "text/plain; version=0.0.4; charset=utf-8", body: Array(registry.text().utf8))
  }

  private func measure(_ ledger: ProvisioningLedger, _ label: [(String, String)], logger: Logger) {
    set("scim_ledger_waiting_operations", to: ledger.waitingOperations, label)
    set("scim_ledger_writer_stopped", to: ledger.writerStopReason == nil ? 0 : 1, label)
    do {
      let status = try ledger.status()
      set("scim_ledger_head", to: status.head.rawValue, label)
      set("scim_ledger_file_bytes", to: status.fileBytes, label)
      set("scim_ledger_users", to: status.activeUsers, [("active", "true")] + label)
      set("scim_ledger_users", to: status.users - status.activeUsers, [("active", "false")] + label)
      set("scim_ledger_groups", to: status.groups, label)
    } catch {
      logger.error("A ledger could not be measured", metadata: ["error": "\(error)"])
    }
  }

  private func label(_ tenant: String?) -> [(String, String)] { tenant.map { [("tenant", $0)] } ?? [] }

  private func set(_ name: String, to value: some BinaryInteger, _ dimensions: [(String, String)] = []) {
    Gauge(label: name, dimensions: dimensions, factory: registry).record(Double(value))
  }
}
