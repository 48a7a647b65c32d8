import ScimLedger

/// One provisioning cycle as a row.
enum CycleReport {
  static let columns: [Column] = [
    .fixed("started", heading: "started (UTC)"), .fixed("seconds", heading: "duration"), Column("client"),
    .fixed("kind"), .number("first"), .number("last"), Column("counts"), .detail("ended"),
    .detail("beganWithProbe"), .detail("id"),
  ]

  static func cells(_ cycle: ProvisioningCycle) -> [Cell] {
    let seconds = Int(
      clamping: (cycle.ended.microseconds &- cycle.started.microseconds) / 1_000_000)
    return [
      Cell(cycle.started), Cell(.number(JSONNumber(seconds)), shownAs: duration(seconds)),
      Cell(cycle.client), Cell(cycle.kind.rawValue), Cell(cycle.first), Cell(cycle.last),
      Cell(.object(json(cycle.counts)), shownAs: text(of: cycle)), Cell(cycle.ended),
      Cell(cycle.beganWithProbe), Cell(cycle.id),
    ]
  }

  /// `42 s`, `3 min 5 s`, `2 h 10 min`.
  private static func duration(_ seconds: Int) -> String {
    let (minutes, rest) = seconds.quotientAndRemainder(dividingBy: 60)
    if minutes == 0 { return "\(seconds) s" }
    return minutes < 60 ? "\(minutes) min \(rest) s" : "\(minutes / 60) h \(minutes % 60) min"
  }

  private static func named(_ counts: ProvisioningCycle.Counts) -> [(name: String, count: Int)] {
    [
      ("created", counts.created), ("replaced", counts.replaced), ("modified", counts.modified),
      ("deleted", counts.deleted), ("disabled", counts.disabled), ("enabled", counts.enabled),
      ("unchanged", counts.unchanged), ("read", counts.read), ("queried", counts.queried),
      ("discovered", counts.discovered), ("refused", counts.refused), ("left", counts.left),
    ]
  }

  private static func json(_ counts: ProvisioningCycle.Counts) -> JSONObject {
    JSONObject(named(counts).map { ($0.name, .number(JSONNumber($0.count))) })
  }

  private static func text(of cycle: ProvisioningCycle) -> String {
    let counts = named(cycle.counts).filter { $0.count > 0 }.map { "\($0.count) \($0.name)" }
    return ((cycle.beganWithProbe ? ["after a probe"] : []) + counts).joined(separator: ", ")
  }
}
