import BenchmarkKit
import ScimLedger

/// Takes all measurements, a round at a time.
struct InvestigationRun {
  /// A filter over facts that hardly any event fits, as no index helps with.
  static let filter = #"status ge 400 and scimType pr and scimType ne "invalidPath""#

  private let ledger: ProvisioningLedger
  private let reading: BareReading
  private let only: [String]
  private let cycle: ProvisioningCycle
  let people: [Questions]
  let events: Int
  let cycleEvents: Int
  private(set) var bytes = 0
  private(set) var selected = 0
  private(set) var notReproducible = 0

  private(set) var bare: Measurements
  private(set) var bareHashing: Measurements
  /// For each person, and for each question.
  private(set) var questions: [[Measurements]]
  private(set) var filtering: Measurements
  private(set) var counting: Measurements
  private(set) var folding: Measurements
  private(set) var replaying: Measurements

  init(_ ledger: ProvisioningLedger, bare: BareReading, people: PersonBodies, only: [String]) throws {
    self.ledger = ledger
    reading = bare
    self.only = only
    events = Int(try ledger.head().rawValue)
    guard let cycle = try ledger.cycles(limit: 2).max(by: { $0.counts.events < $1.counts.events }) else {
      throw NothingToAsk()
    }
    self.cycle = cycle
    cycleEvents = cycle.counts.events
    self.people = [
      try .ordinary(in: ledger, people),
      try Questions(.userName(people.userName(RequestMix.busiestPerson)), "the longest history", in: ledger),
    ]
    questions = self.people.map { person in
      Questions.names.map { Measurements(name: $0, text: "\($0), \(person.whose)", count: 1) }
    }
    self.bare = Measurements(name: "bareRead", text: "bare read", count: events)
    bareHashing = Measurements(name: "bareReadHashing", text: "bare read with SHA-256", count: events)
    filtering = Measurements(name: "filter", text: "log --where", count: events)
    counting = Measurements(name: "count", text: "stats -k operation -k scimType", count: events)
    folding = Measurements(
      name: "fold", text: "replay: what was before", count: max(Int(cycle.first.rawValue) - 1, 1))
    replaying = Measurements(name: "replay", text: "replay: the cycle", count: cycleEvents)
  }

  private func measures(_ name: String) -> Bool { only.isEmpty || only.contains(name) }

  mutating func measureRound() async throws {
    if measures("bare") {
      bare.timings.append(try await Timing.of { bytes = try reading.read(hashing: false).bytes })
      bareHashing.timings.append(try await Timing.of { _ = try reading.read(hashing: true) })
    }
    if measures("questions") {
      for (index, person) in people.enumerated() {
        for (question, timing) in try await person.measure(in: ledger).enumerated() {
          questions[index][question].timings.append(timing)
        }
      }
    }
    if measures("filter") {
      filtering.timings.append(
        try await Timing.of { selected = try Streams.filter(InvestigationRun.filter, in: ledger) })
    }
    if measures("count") {
      counting.timings.append(
        try await Timing.of {
          guard try Streams.count(in: ledger) == events else { throw NothingToAsk() }
        })
    }
    if measures("replay") {
      let (fold, replay, report) = try await Streams.replay(cycle, in: ledger)
      notReproducible = report.notReproducible.count
      folding.timings.append(fold)
      replaying.timings.append(replay)
    }
  }
}
