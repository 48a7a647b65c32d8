public import Directory
public import EventLog
import JSONTape
import LMDB
public import Projections
import SCIM

/// One SCIM request in, one response out, on one ledger; each leaves exactly one event of its own in the log.
public final class ServiceProvider: Sendable {
  /// What a page holds where the client does not say, and at the most.
  static let defaultPage = 100
  static let largestPage = 1000
  /// A PATCH of a group with more members than this answers 204, so that adding one member to a large
  /// group does not send them all back.
  static let mostMembersInAnswer = 1000

  let log: LMDBEventLog
  let tables: ProjectionTables
  let reader: DirectoryReader
  let projector: Projector
  let clock: LedgerClock
  let random: @Sendable () -> UInt64
  let cursors: CursorSeal
  let present = Locked(ProviderSettings())

  public init(
    log: LMDBEventLog, tables: ProjectionTables, clock: LedgerClock, cursors: CursorSeal,
    random: @escaping @Sendable () -> UInt64
  ) throws {
    self.log = log
    self.tables = tables
    reader = DirectoryReader(log: log, tables: tables)
    projector = Projector(log: log, tables: tables)
    self.clock = clock
    self.random = random
    self.cursors = cursors
    try loadSettings()
  }

  /// Answers a request on behalf of an authenticated client.
  ///
  /// A change is durable when this returns; a read's event is written without waiting for it. Whatever
  /// goes wrong is a response: 503 with `Retry-After` where the writer is busy, 507 where the disk is full.
  public func handle(_ request: SCIMRequest, as client: Client) async -> SCIMResponse {
    if request.version == .v1, request.received == nil { return await handleVersion1(request, as: client) }
    let target = RequestTarget(path: request.path, registry: settings.offered)
    do {
      guard log.writer != nil else { throw EventLogError.readOnly }
      switch (target, request.method) {
      case (.collection, "POST"), (.resource, "PUT"), (.resource, "PATCH"), (.resource, "DELETE"):
        return try await change(target, request, client)
      case (.bulk, "POST"):
        return try await bulk(request, client)
      default:
        return try record(observation(of: target, request, client), request, client)
      }
    } catch {
      return ServiceProvider.response(to: error)
    }
  }

  /// What a request comes to that changes nothing.
  func observation(
    of target: RequestTarget, _ request: SCIMRequest, _ client: Client
  ) throws -> Observation {
    switch (target, request.method) {
    case (.collection(let type), "GET"):
      try query([type], request, client)
    case (.root, "GET"):
      try query(settings.offered.types, request, client)
    case (.search(let types), "POST"):
      try search(types, request, client)
    case (.history(let type, let id), "GET"):
      try history(type, id, request)
    case (.resource(let type, let id, let text), "GET"):
      try read(type, id, text, request)
    case (.serviceProviderConfig, "GET"), (.resourceTypes, "GET"), (.resourceType, "GET"), (.schemas, "GET"),
      (.schema, "GET"):
      discover(target, request)
    default:
      unsupported(target, request)
    }
  }

  /// Appends an event and folds it, in the writer's transaction.
  @discardableResult
  func append(
    _ event: Event, in transaction: borrowing WriteTransaction, _ appender: inout LogAppender
  ) throws -> Position {
    var event = event
    let appended = try appender.append(EventCodec.draft(event), in: transaction)
    event.position = appended.position
    if appended.isNew { try projector.fold(event, in: transaction) }
    return appended.position
  }

  func identifier(at time: Int64) -> Identifier {
    Identifier(microseconds: time, random: random())
  }

  /// The response to what is no refusal: the event could not be written.
  static func response(to error: any Error) -> SCIMResponse {
    switch error {
    case let error as SCIMError:
      return .error(error)
    case EventLogError.recordTooLarge:
      return .error(SCIMError(status: 413, detail: "The request is too large to be kept."))
    case let error as EventLogError:
      switch error {
      case .queueFull, .closed, .writerStopped, .readOnly:
        let seconds = if case .queueFull = error { "1" } else { "30" }
        return .error(SCIMError(status: 503, detail: error.description), headers: [("Retry-After", seconds)])
      default:
        return .error(SCIMError(status: 500, detail: error.description))
      }
    case let error as LMDBError
    where error.code == .freeSpaceBelowReserve || error.code == .mapFull
      || error.code == .diskFull:
      return .error(
        SCIMError(status: 507, detail: "The ledger's disk is almost full, so nothing can be recorded."),
        headers: [("Retry-After", "60")])
    default:
      return .error(
        SCIMError(status: 500, detail: "The request could not be carried out; nothing was changed."))
    }
  }
}
