import ScimLedger

/// One provisioning cycle as a row.
enum CycleReport {
  static let columns: [Column] = [
    .fixed("started", heading: "started (UTC)"), .fixed("seconds", heading: "duration"), Column("client"),
    .fixed("kind"), .number("first"), .number("last"), Column("counts"), .detail("ended"),
    .detail("beganWithProbe"), .detail("id"),
  ]

  static func cells(_ cycle: ProvisioningCycle) -> [Cell] {
    return [
      Cell(cycle.started), Cell(.number(JSONNumber(seconds(cycle))), shownAs: duration(cycle)),
      Cell(cycle.client), Cell(cycle.kind.rawValue), Cell(cycle.first), Cell(cycle.last),
      Cell(.object(json(cycle.counts)), shownAs: text(of: cycle)), Cell(cycle.ended),
      Cell(cycle.beganWithProbe), Cell(cycle.id),
    ]
  }

  private static func seconds(_ cycle: ProvisioningCycle) -> Int {
    Int(clamping: (cycle.ended.microseconds &- cycle.started.microseconds) / 1_000_000)
  }

  /// `42 s`, `3 min 5 s`, `2 h 10 min`.
  static func duration(_ cycle: ProvisioningCycle) -> String {
    let seconds = seconds(cycle)
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

  /// What it did to the directory, in words and numbers.
  static func changes(_ counts: ProvisioningCycle.Counts) -> String {
    let looks: Set = ["unchanged", "read", "queried", "discovered", "refused"]
    let parts = named(counts).filter { $0.count > 0 && !looks.contains($0.name) }.map {
      "\($0.count) \($0.name)"
    }
    return parts.isEmpty ? "none" : parts.joined(separator: ", ")
  }
}
