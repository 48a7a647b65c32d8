/// Walks the log and then waits for what is appended.
actor LogCursor {
  private static let chunk = 500
  private static let pause = Duration.milliseconds(200)

  private let ledger: ProvisioningLedger
  private var position: Position
  private var waiting: [Event] = []
  private var heads: AsyncStream<Position>.Iterator?

  init(ledger: ProvisioningLedger, next position: Position, heads: AsyncStream<Position>?) {
    self.ledger = ledger
    self.position = max(position, Position(1))
    self.heads = heads?.makeAsyncIterator()
  }

  func next() async throws -> Event? {
    while waiting.isEmpty {
      if Task.isCancelled { return nil }
      waiting = try ledger.events(from: position, limit: LogCursor.chunk).reversed()
      if let newest = waiting.first {
        position = newest.position.next
        break
      }
      guard try await somethingMayBeNew() else { return nil }
    }
    return waiting.popLast()
  }

  private func somethingMayBeNew() async throws -> Bool {
    guard var iterator = heads else {
      try await Task.sleep(for: LogCursor.pause)
      return true
    }
    let head = await iterator.next(isolation: self)
    heads = iterator
    return head != nil
  }
}
