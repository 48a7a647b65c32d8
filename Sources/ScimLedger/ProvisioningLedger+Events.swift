import LMDB

extension ProvisioningLedger {
  /// The event at a position; nil beyond the head.
  ///
  /// - Throws: `EventLogError.damagedRecord` if its hash does not hold.
  public func event(at position: Position) throws -> Event? {
    try log.record(at: position).map { try EventCodec.event($0) }
  }

  /// Up to `limit` events from a position on, oldest first.
  public func events(from position: Position, limit: Int) throws -> [Event] {
    try log.records(from: position, limit: limit).map { try EventCodec.event($0) }
  }

  /// Up to `limit` events at and before a position, newest first.
  public func events(backFrom position: Position, limit: Int) throws -> [Event] {
    try log.records(backFrom: position, limit: limit).map { try EventCodec.event($0) }
  }

  /// Every event from a position on, then each new one as it becomes durable, until the ledger is closed or
  /// the task that follows is cancelled.
  ///
  /// Beside a writer in another process the log is looked at several times a second.
  public func follow(from position: Position = Position(1)) -> AsyncThrowingStream<Event, any Error> {
    let heads = access == .readWrite ? log.heads() : nil
    let cursor = LogCursor(ledger: self, next: position, heads: heads)
    return AsyncThrowingStream { try await cursor.next() }
  }

  /// Every event of one resource, refused and read ones too, oldest first; also of one that is gone, by
  /// its id or by a userName, externalId or displayName it had.
  public func history(_ selector: Selector) throws -> [Event] {
    guard let id = try identifier(selector) else { return [] }
    let positions = try log.environment.read { transaction in
      try AuditReader(tables: tables, view: transaction.view).positions(of: id)
    }
    return try positions.compactMap { try event(at: $0) }
  }

  private func identifier(_ selector: Selector) throws -> Identifier? {
    if case .id(let id) = selector { return id }
    if let live = try resource(selector) { return live.id }
    // What has been removed stands in no index; its last image is found by walking the log backwards.
    var position = try head()
    while position > .start {
      let events = try events(backFrom: position, limit: 1000)
      for event in events {
        if let image = event.effect?.image, selector.names(image, type: event.resourceType) {
          return event.resource
        }
      }
      guard let last = events.last, last.position.rawValue > 1 else { return nil }
      position = Position(last.position.rawValue - 1)
    }
    return nil
  }

  /// What an event changed: attribute, old and new value. Empty for one that changed nothing.
  public func modifiedProperties(of event: Event) throws -> [ModifiedProperty] {
    try provider.modifiedProperties(of: event)
  }
}

extension Selector {
  fileprivate func names(_ image: JSONObject, type: String?) -> Bool {
    switch self {
    case .id: false
    case .userName(let value):
      type == "User"
        && image["userName"]?.stringValue.map { CaselessValue.fold($0) } == CaselessValue.fold(value)
    case .externalID(let value): image["externalId"]?.stringValue == value
    case .displayName(let value):
      type == "Group"
        && image["displayName"]?.stringValue.map { CaselessValue.fold($0) } == CaselessValue.fold(value)
    }
  }
}
