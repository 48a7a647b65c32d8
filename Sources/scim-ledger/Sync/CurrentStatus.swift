import ScimLedger

/// Current Status of a provisioning job.
struct CurrentStatus {
  private static let cells = 30

  let status: SynchronizationStatus
  private let job: Job
  private var cycle: CycleSummary?
  private var isInitialDone = false
  private var totals: [(name: String, count: Int)] = []
  private var escrows = 0
  private var staged = 0
  private var reason: String?

  /// Of a job without a ledger.
  init(job: Job, status: SynchronizationStatus) {
    self.job = job
    self.status = status
  }

  init(_ read: ReadJob) throws {
    job = read.job
    status = try read.ledger.state().status
    escrows = try read.ledger.escrowCount()
    staged = try read.ledger.stagedDeletions().count
    let cycles = try read.ledger.cycles(limit: .max)
    cycle = cycles.first { $0.kind != .onDemand }
    var sums: [String: Int] = [:]
    for cycle in cycles {
      for (name, count) in CycleFigures.named(cycle.counts) { sums[name, default: 0] += count }
    }
    totals = ["created", "updated", "disabled", "deleted", "failed"].map { ($0, sums[$0] ?? 0) }
  }

  func show(as format: OutputFormat) {
    switch format {
    case .json: Console.line(JSONValue.object(status.json).pretty())
    case .jsonl: Console.line(JSONValue.object(status.json).description.visibleJSON)
    case .csv:
      var writer = RecordWriter(
        columns: status.json.map { Column($0.name) }, format: .csv)
      writer.write(status.json.map { Cell($0.value) })
      writer.end()
    case .table: show()
    }
  }

  private func show() {
    Console.write(current().rendered())
    guard cycle != nil else { return }
    Console.write("\n" + statistics().rendered())
    Console.write("\n" + details().rendered())
  }

  private func current() -> Listing {
    var listing = Listing("Current Status")
    listing.add("Job", job.document.name)
    listing.add("Status", Self.text(status.code))
    if let cycle {
      let title = CycleFigures.title(cycle.kind)
      if let outcome = cycle.outcome {
        listing.add("Cycle", "\(title) \(Self.text(outcome))")
        if outcome == .succeeded || outcome == .entryLevelErrors { listing.add("", bar(100)) }
      } else {
        listing.add("Cycle", "\(title) under way")
        let progress = status.progress.first
        let all = max(progress?.totalUnits ?? 0, 1)
        listing.add("", bar((progress?.completedUnits ?? 0) * 100 / all))
      }
    }
    for (type, count) in status.synchronizedEntryCountByType.sorted(by: { $0.key > $1.key }) {
      listing.add("\(type)s", count)
    }
    if let quarantine = status.quarantine {
      listing.add("Quarantine", quarantine.reason.rawValue)
      listing.add("Why", quarantine.message)
      listing.add("Since", DateTime(microseconds: quarantine.seriesBegan).longText)
      listing.add("Next attempt", Self.time(quarantine.nextAttempt))
    }
    listing.add("Waiting", escrows == 0 ? nil : "\(escrows) failures to be tried again (sync escrows)")
    listing.add("To be decided", staged == 0 ? nil : "\(staged) disables and deletions (sync deletes list)")
    return listing
  }

  private func statistics() -> Listing {
    var listing = Listing("Statistics to date")
    for (name, count) in totals { listing.add(name.prefix(1).uppercased() + name.dropFirst(), count) }
    return listing
  }

  private func details() -> Listing {
    var listing = Listing("Details")
    if let last = status.lastExecution {
      let counts = last.counts
      listing.add("Completed", DateTime(microseconds: last.timeEnded).longText)
      listing.add("Duration", cycle.map { CycleFigures.duration($0) })
      listing.add("Last cycle", CycleFigures.text(of: counts))
      listing.add(
        "Counters",
        "\(counts.imported) imported, \(counts.importedDeltas) deltas, \(counts.exports) exports, "
          + "\(counts.escrowed) escrowed")
      listing.add("Error", last.error.map { "\($0.code): \($0.message)" })
    }
    listing.add(
      "Steady state", Self.time(status.steadyStateFirstAchievedTime).map { "since \($0)" } ?? "not yet")
    listing.add("Interval", JobInterval.text(seconds: job.document.interval))
    listing.add("Target", job.document.target.url)
    listing.add("Cycle id", status.lastExecution?.activityIdentifier)
    return listing
  }

  private func bar(_ percent: Int) -> String {
    let percent = min(max(percent, 0), 100)
    let filled = percent * Self.cells / 100
    return String(repeating: "█", count: filled) + String(repeating: "░", count: Self.cells - filled)
      + "  \(percent) % complete"
  }

  private static func time(_ time: Int64?) -> String? { time.map { DateTime(microseconds: $0).longText } }

  private static func text(_ code: SynchronizationStatus.Code) -> String {
    switch code {
    case .notConfigured: "Not configured"
    case .notRun: "Not run yet"
    case .active: "Active"
    case .paused: "Paused"
    case .quarantine: "Quarantine"
    }
  }

  private static func text(_ outcome: CycleOutcome) -> String {
    switch outcome {
    case .succeeded: "completed"
    case .failed: "failed"
    case .entryLevelErrors: "completed, with failures"
    case .interrupted: "broken off"
    }
  }
}
