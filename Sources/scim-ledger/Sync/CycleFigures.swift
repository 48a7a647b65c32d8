import ScimLedger

/// What a cycle of the engine came to, as a row and as a page.
enum CycleFigures {
  static let columns: [Column] = [
    .fixed("began", heading: "began (UTC)"), .fixed("kind"), .fixed("state"),
    .fixed("seconds", heading: "duration"),
    Column("counts"), .detail("ended"), .detail("error"), .detail("configuration"), .detail("watermark"),
    .detail("firstEvent"), .detail("lastEvent"), .detail("id"),
  ]

  static func cells(_ cycle: CycleSummary) -> [Cell] {
    let ended = cycle.ended.map { DateTime(microseconds: $0) }
    let seconds = cycle.ended.flatMap { JSONNumber(Double(($0 &- cycle.began) / 1000) / 1000) }
    return [
      Cell(DateTime(microseconds: cycle.began)), Cell(cycle.kind.rawValue),
      Cell(cycle.outcome?.rawValue, shownAs: cycle.outcome?.rawValue ?? "under way"),
      Cell(seconds.map { .number($0) } ?? .null, shownAs: duration(cycle)),
      Cell(.object(cycle.counts.json), shownAs: text(of: cycle.counts)), Cell(ended),
      Cell(cycle.error.map { .object($0.json) } ?? .null), Cell(cycle.configurationHash),
      Cell(cycle.watermarkAfter), Cell(cycle.start), Cell(cycle.end), Cell(cycle.id),
    ]
  }

  /// `1.9 s`, `3 min 5 s`; empty while it runs.
  static func duration(_ cycle: CycleSummary) -> String {
    guard let ended = cycle.ended else { return "" }
    let milliseconds = max(ended &- cycle.began, 0) / 1000
    if milliseconds < 60_000 { return "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s" }
    let seconds = milliseconds / 1000
    return seconds < 3600
      ? "\(seconds / 60) min \(seconds % 60) s" : "\(seconds / 3600) h \(seconds % 3600 / 60) min"
  }

  /// What was done, in words and numbers, without the zeros.
  static func named(_ counts: CycleCounts) -> [(name: String, count: Int)] {
    let all: [(name: String, count: Int)] = [
      ("created", counts.count(.create, .success)), ("updated", counts.count(.update, .success)),
      ("disabled", counts.count(.disable, .success)), ("deleted", counts.count(.delete, .success)),
      ("staged", counts.count(.stagedDelete, .skipped)), ("skipped", counts.count(.skip, .skipped)),
      ("failed", counts.count(.failure)),
    ]
    return all.filter { $0.count > 0 }
  }

  static func text(of counts: CycleCounts) -> String {
    let parts = named(counts).map { "\($0.count) \($0.name)" }
    return parts.isEmpty ? "nothing to do" : parts.joined(separator: ", ")
  }

  /// `Initial cycle`, as the page of Current Status calls it.
  static func title(_ kind: CycleKind) -> String {
    switch kind {
    case .initial: "Initial cycle"
    case .incremental: "Incremental cycle"
    case .onDemand: "Provisioning on demand"
    }
  }

  static func listing(_ cycle: CycleSummary) -> Listing {
    let counts = cycle.counts
    var listing = Listing("\(title(cycle.kind)): \(cycle.outcome?.rawValue ?? "stopped, to be continued")")
    listing.add("Read", "\(counts.imported) objects, \(counts.importedDeltas) of them new, changed or gone")
    listing.add("In scope", "\(counts.entitledForProvisioning) of \(counts.entitled) entitled")
    for (name, count) in named(counts) { listing.add(name.prefix(1).uppercased() + name.dropFirst(), count) }
    listing.add("Requests", "\(counts.exports) that changed the target")
    listing.add("Waiting", counts.escrowed == 0 ? nil : "\(counts.escrowed) failures, to be tried again")
    listing.add("Duration", duration(cycle))
    listing.add("Error", cycle.error.map { "\($0.code): \($0.message)" })
    listing.add("Cycle", cycle.id.description)
    return listing
  }

  /// What could not be read of the source, on standard error.
  static func show(_ problems: [SourceProblem]) {
    for problem in problems.prefix(20) { Console.note("\(problem)".visible) }
    if problems.count > 20 { Console.note("… and \(problems.count - 20) more that could not be read") }
  }
}
