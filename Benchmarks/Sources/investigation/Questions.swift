import BenchmarkKit
import ScimLedger

/// The questions that an investigator asks about one person.
struct Questions {
  var person: Selector
  /// For people: whose history it is.
  var whose: String
  /// The person's events, oldest first.
  var positions: [Position]

  private static let repetitions = 20

  var events: Int { positions.count }

  init(_ person: Selector, _ whose: String, in ledger: ProvisioningLedger) throws {
    self.person = person
    self.whose = whose
    positions = try ledger.history(person).map(\.position)
  }

  /// A person whose history is neither empty nor long, the same for the same ledger.
  static func ordinary(in ledger: ProvisioningLedger, _ people: PersonBodies) throws -> Questions {
    var best: Questions?
    for person in 1...500 {
      let found = try Questions(.userName(people.userName(person)), "an ordinary history", in: ledger)
      guard try ledger.resource(found.person) != nil else { continue }
      if found.events > best?.events ?? 0 { best = found }
      if (15...30).contains(found.events) { return found }
    }
    guard let best else { throw NothingToAsk() }
    return best
  }

  /// Names of the questions, in the order in which they are asked.
  static let names = ["explain", "blame", "history", "as of", "show"]

  /// The processor's time for each question, in the order of ``names``.
  func measure(in ledger: ProvisioningLedger) async throws -> [Timing] {
    let middle = positions[positions.count / 2]
    return [
      try await repeated {
        guard try !ledger.explanation(of: person).reasons.isEmpty else { throw NothingToAsk() }
      },
      try await repeated { guard try !ledger.blame(person).lines.isEmpty else { throw NothingToAsk() } },
      try await repeated {
        for event in try ledger.history(person) { _ = try ledger.modifiedProperties(of: event) }
      },
      try await repeated {
        guard try ledger.resource(person, asOf: middle) != nil else { throw NothingToAsk() }
      },
      try await repeated {
        guard let event = try ledger.event(at: middle) else { throw NothingToAsk() }
        _ = try (ledger.modifiedProperties(of: event), ledger.cycle(of: middle))
      },
    ]
  }

  private func repeated(_ body: () throws -> Void) async throws -> Timing {
    let timing = try await Timing.of { for _ in 0..<Questions.repetitions { try body() } }
    return Timing(
      seconds: timing.seconds / Double(Questions.repetitions),
      processorSeconds: timing.processorSeconds / Double(Questions.repetitions))
  }
}

/// The ledger is not one that this benchmark has made.
struct NothingToAsk: Error, CustomStringConvertible {
  var description: String { "The ledger has nobody to ask about: name one that this benchmark has made." }
}
