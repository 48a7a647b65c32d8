import ScimLedger
import UnixSignals

/// Runs a job's cycles, and lets signals and administrators in between.
struct JobLoop {
  private static let interval = Duration.milliseconds(200)

  let job: ProvisioningJob
  let format: OutputFormat
  let suggestion: String

  /// One cycle.
  ///
  /// - Returns: The status to end with; nil for success.
  func once() async throws -> ExitStatus? {
    try await attended { attendant in
      let (cycle, problems) = try await cycle(attendant)
      guard let cycle else { return nil }
      switch format {
      case .table: Console.write(CycleFigures.listing(cycle).rendered())
      case .json: Console.line(JSONValue.object(cycle.json).pretty())
      case .jsonl, .csv:
        var writer = RecordWriter(columns: CycleFigures.columns, format: format)
        writer.write(CycleFigures.cells(cycle))
        writer.end()
      }
      return try status(cycle, problems)
    }
  }

  /// Cycles so many seconds apart, from start to start, until somebody says stop.
  func run(every seconds: Int) async throws {
    try await attended { attendant in
      say("Cycles every \(JobInterval.text(seconds: seconds)) until SIGTERM.")
      var writer = RecordWriter(columns: CycleFigures.columns, format: format == .json ? .jsonl : format)
      var next = try quarantineEnd() ?? 0
      while !attendant.isEnding {
        try await wait(until: next, attendant)
        if attendant.isEnding { break }
        let began = JobSurroundings.system.clock()
        let cycle: CycleSummary?
        do {
          cycle = try await self.cycle(attendant).0
        } catch let error as JobRunError {
          // Paused meanwhile, by an administrator or by itself: it waits for its resumption.
          say("\(error)")
          continue
        }
        if let cycle {
          if format == .table {
            Console.line(line(cycle))
          } else {
            writer.write(CycleFigures.cells(cycle))
            writer.flush()
          }
        }
        next = began &+ Int64(seconds) &* 1_000_000
        if cycle?.outcome == nil { next = 0 }
        if let end = try quarantineEnd() { next = max(next, end) }
      }
      say("Ended.")
    }
  }

  // MARK: - Cycles

  private func cycle(_ attendant: JobAttendant) async throws -> (CycleSummary?, [SourceProblem]) {
    let bar = CycleBar()
    defer { bar.clear() }
    let runner = job.runner
    let report = try await runner.runCycle { progress in
      // A signal that came between two cycles is meant for this one.
      if attendant.isEnding { runner.stop() }
      bar.show(progress)
    }
    bar.clear()
    CycleFigures.show(report.problems)
    if report.outcome == nil { say("Stopped; the next run goes on with this cycle.") }
    if let quarantine = report.quarantine { explain(quarantine) }
    return (try job.ledger.cycle(report.id), report.problems)
  }

  private func status(_ cycle: CycleSummary, _ problems: [SourceProblem]) throws -> ExitStatus? {
    if let error = cycle.error, error.code != "Unauthorized", error.code != "InvalidCredentials" {
      return .unavailable
    }
    if try job.ledger.state().quarantine != nil { return .quarantine }
    if try nobodyAnswered(cycle) { return .unavailable }
    let isWhole = cycle.outcome != .entryLevelErrors && problems.isEmpty
    return isWhole ? nil : .partialFailure
  }

  /// Whether nothing went through, and all for want of an answer; a small job is not in quarantine then.
  private func nobodyAnswered(_ cycle: CycleSummary) throws -> Bool {
    guard cycle.counts.count(.failure) > 0, cycle.counts.exports == 0 else { return false }
    let codes = try job.ledger.escrows(limit: 100).map(\.code)
    return !codes.isEmpty && codes.allSatisfy { $0 == "WebExceptionProtocolError" || $0 == "Timeout" }
  }

  private func line(_ cycle: CycleSummary) -> String {
    let state = cycle.outcome?.rawValue ?? "Stopped"
    let parts = [
      DateTime(microseconds: cycle.began).shortText, cycle.kind.rawValue, state, CycleFigures.duration(cycle),
      CycleFigures.text(of: cycle.counts),
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "  ")
  }

  // MARK: - Waiting

  /// Waits for the time and for a paused job to be resumed; an administrator's request may end the wait.
  private func wait(until time: Int64, _ attendant: JobAttendant) async throws {
    var hasSaidPaused = false
    while !attendant.isEnding {
      let mustStart = attendant.takeStart()
      if try job.ledger.state().isPaused {
        if !hasSaidPaused { say("Paused. Resume with: scim-ledger sync resume\(suggestion)") }
        hasSaidPaused = true
      } else if mustStart || hasSaidPaused || JobSurroundings.system.clock() >= time {
        return
      }
      try await Task.sleep(for: Self.interval)
    }
  }

  /// When a job in quarantine runs again; nil where it is in none.
  private func quarantineEnd() throws -> Int64? {
    try job.ledger.state().quarantine.map { $0.nextAttempt ?? .max }
  }

  private func explain(_ quarantine: Quarantine) {
    let next = quarantine.nextAttempt.map { " Next attempt: \(DateTime(microseconds: $0).longText)." } ?? ""
    say("In quarantine (\(quarantine.reason.rawValue)): \(quarantine.message)\(next)")
  }

  private func say(_ text: String) { Console.note(text.visible) }

  private func attended<Value: Sendable>(
    _ body: (JobAttendant) async throws -> Value
  ) async throws -> Value {
    let attendant = JobAttendant(job)
    let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await attendant.attend() }
      group.addTask { for await _ in signals { attendant.end() } }
      defer { group.cancelAll() }
      return try await body(attendant)
    }
  }
}
