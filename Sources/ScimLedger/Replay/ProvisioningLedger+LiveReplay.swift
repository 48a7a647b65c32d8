import EventLog
public import Provisioning
public import Replay

extension ProvisioningLedger {
  /// Sends recorded requests to another SCIM 2.0 server, in their order, and compares its answers with the recorded
  /// ones. The other server is changed as the requests say; this ledger is only read.
  ///
  /// ```swift
  /// let report = try await ledger.replay(.cycle(cycle), against: target)
  /// print("\(report.equal) of \(report.compared) equal")
  /// ```
  ///
  /// - Parameters:
  ///   - rules: What is not compared.
  ///   - goesOn: Whether divergences after the first one are looked for as well.
  /// - Throws: `LiveReplayError` where the server does not answer, or does not take the token; `EventLogError` and
  ///   `EventCodecError` where an event can't be read.
  public func replay(
    _ selection: ReplaySelection, against target: any ProvisioningTarget, rules: LiveRules = .init(),
    goesOn: Bool = false, progress: (_ done: Int) -> Void = { _ in }
  ) async throws -> LiveReplayReport {
    let cycle = Identifier(microseconds: options.clock(), random: options.random())
    var current = selection.first
    var live = LiveReplay(provider, rules) { request in
      try await target.answer(to: request, cycle: cycle)
    }
    var report = LiveReplayReport(selection, rules)
    var done = 0
    let last = min(selection.last, try head())
    while current <= last {
      let events = try events(from: current, limit: ProvisioningLedger.liveChunk)
      guard let newest = events.last else { break }
      for event in events where event.position <= last && selection.includes(event) {
        do {
          if let step = try await live.step(event) { report.add(step) }
        } catch let failure as TransportFailure {
          throw LiveReplayError.noAnswer(event.position, reason: "\(failure)")
        }
        done += 1
        progress(done)
        report.rules = live.rules
        if !goesOn, report.divergence != nil { return report }
      }
      current = newest.position.next
    }
    return report
  }

  private static let liveChunk = 256
}

extension ProvisioningTarget {
  /// How often a server that asks to wait is asked again, and how long at most it is waited for.
  private var attempts: Int { 5 }
  private var longestWait: Int { 60 }

  /// Sends a request; where the server has too much to do (429, 503), again after the time that it names.
  fileprivate func answer(to request: LiveRequest, cycle: Identifier) async throws -> LiveAnswer {
    let sent = TargetRequest(
      method: request.method, path: request.path, query: request.query, body: request.body)
    for _ in 1..<attempts {
      let response = try await send(sent, cycle: cycle)
      guard response.status == 429 || response.status == 503, let wait = response.retryAfter else {
        return LiveAnswer(status: response.status, body: response.body)
      }
      try await Task.sleep(for: .seconds(min(wait, longestWait)))
    }
    let response = try await send(sent, cycle: cycle)
    return LiveAnswer(status: response.status, body: response.body)
  }
}
