import HTTPTypes
public import Hummingbird
import HummingbirdCore
public import Logging
public import ScimLedger

/// A provisioning ledger inside a Hummingbird application of one's own: answers what is asked of the SCIM
/// service and its token endpoint, and leaves every other request to the application.
///
/// ```swift
/// let router = Router()
/// router.add(middleware: SCIMMiddleware(ledger: ledger, logger: logger))
/// router.get("hello") { _, _ in "Hello" }
/// ```
///
/// Add it before the routes: Hummingbird applies a middleware to those that are added after it. It takes
/// `/scim/v2`, `/scim/v1`, `/oauth/token` and, with tenants, the same below `/NAME`. Health, metrics, TLS and
/// the address are the application's own; of the configuration, what concerns single requests holds.
///
/// Requests are authenticated by the ledger's own tokens. The ledger stays open: whoever opened it closes it
/// after the application has ended.
public struct SCIMMiddleware<Context: RequestContext>: RouterMiddleware {
  private let responder: LedgerResponder

  /// Answers for one ledger alone.
  public init(
    ledger: ProvisioningLedger, configuration: SCIMServer.Configuration = .init(), logger: Logger,
    metrics: PrometheusRegistry? = nil
  ) {
    self.init(
      tenants: TenantRegistry(only: ledger), configuration: configuration, logger: logger, metrics: metrics)
  }

  /// Answers for a ledger and its tenants' ones, each under a path that starts with the tenant's name.
  ///
  /// - Parameter metrics: Where requests are counted; showing it is the application's own.
  public init(
    tenants: TenantRegistry, configuration: SCIMServer.Configuration = .init(), logger: Logger,
    metrics: PrometheusRegistry? = nil
  ) {
    responder = LedgerResponder(
      tenants: tenants, configuration: configuration, logger: logger,
      metrics: metrics.map(ServerMetrics.init(registry:)))
  }

  @concurrent public func handle(
    _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
  ) async throws -> Response {
    switch Route(target: request.head.path ?? "") {
    case .scim, .token: try await responder.respond(to: request, context: ConnectionContext())
    case .live, .ready, .metrics, .unknown: try await next(request, context)
    }
  }
}
