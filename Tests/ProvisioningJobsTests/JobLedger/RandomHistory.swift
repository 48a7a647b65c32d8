import EventLog
import JSONTape
import Provisioning

/// Batches of events of all kinds, likely and unlikely ones, that follow from a seed.
struct RandomHistory {
  private var numbers: SeededNumbers
  private var maker = EventMaker()
  private var cycles: UInt64 = 0
  private var changes: UInt64 = 1_000

  private static let long = String(repeating: "ß", count: 120)
  private static let ids = ["a", "b", "c", "d", "e", "f", long, "nul\u{0}"]

  init(seed: UInt64) { numbers = SeededNumbers(seed: seed) }

  mutating func next() -> [JobEvent] {
    (0..<Int.random(in: 1...12, using: &numbers)).map { _ in event() }
  }

  /// The beginning of a cycle.
  mutating func cycle() -> JobEvent {
    cycles += 1
    return maker.startCycle(cycles)
  }

  private mutating func flip(_ chance: Int = 2) -> Bool { Int.random(in: 0..<chance, using: &numbers) == 0 }

  private mutating func pick<Element>(_ elements: [Element], _ fallback: Element) -> Element {
    elements.randomElement(using: &numbers) ?? fallback
  }

  private mutating func id() -> String { pick(RandomHistory.ids, "a") }
  private mutating func key() -> SourceKey { SourceKey(type: flip(3) ? "Group" : "User", id: id()) }

  private mutating func someIDs() -> [String] {
    (0..<Int.random(in: 0...3, using: &numbers)).map { _ in id() }
  }

  private mutating func due() -> ConnectorEntry.Due? {
    if flip() { return nil }
    return .init(object: flip(), references: flip(), isDeleted: flip(4))
  }

  private mutating func event() -> JobEvent {
    switch Int.random(in: 0..<40, using: &numbers) {
    case 0: return administration()
    case 1, 2: return boundary()
    case 3..<14: return imported()
    case 14..<18: return references()
    case 18..<31: return completed()
    case 31..<36: return waiting()
    default: return evidence()
    }
  }

  private mutating func administration() -> JobEvent {
    switch Int.random(in: 0..<7, using: &numbers) {
    case 0: maker.make(JobConfigured(hash: pick(["h1", "h2"], ""), job: [:], schema: [:]))
    case 1: maker.make(JobPaused())
    case 2: maker.make(JobResumed())
    case 3: maker.make(JobRestarted(scopes: [pick(RestartScope.allCases, .full)]))
    case 4: maker.make(DeletionsAllowed())
    case 5: maker.make(DeletionsRejected(reason: "no"))
    default: maker.make(QuarantineEntered(reason: pick(QuarantineReason.allCases, .unknown), message: ""))
    }
  }

  private mutating func boundary() -> JobEvent {
    if maker.cycle == nil || flip(4) {
      cycles += 1
      return maker.startCycle(
        cycles, pick(CycleKind.allCases, .initial), configuration: pick(["h1", "h2"], ""))
    }
    if flip() {
      return maker.make(
        SourceRead(
          changes: 2, continuation: flip() ? "p" : nil, watermark: "w", isSnapshot: true, isLast: flip()))
    }
    var counts = CycleCounts()
    counts.exports = Int.random(in: 0...2, using: &numbers)
    defer { maker.cycle = nil }
    return maker.make(
      CycleEnded(
        state: pick(CycleOutcome.allCases, .failed), counts: counts, watermark: flip() ? "w\(cycles)" : nil,
        prunesEscrows: flip(8)))
  }

  private mutating func imported() -> JobEvent {
    if flip() {
      changes += 1
      maker.change = EventMaker.id(changes)
    }
    let manager = flip() ? [id()] : []
    return maker.make(
      SourceImported(
        change: pick(SourceImported.Change.allCases, .full),
        attributes: ["displayName": .string(id()), "secret": .string("s-\(changes)")], isSoftDeleted: flip(6),
        references: manager.isEmpty ? [:] : ["manager": manager],
        referenceChanges: ["members": ReferenceDelta(added: someIDs(), removed: someIDs())], due: due(),
        sealed: flip() ? ["secret"] : []), key())
  }

  private mutating func references() -> JobEvent {
    maker.make(
      ReferencesExported(attribute: pick(["members", "manager"], ""), added: someIDs(), removed: someIDs()),
      key())
  }

  private mutating func completed() -> JobEvent {
    let link: ChangeCompleted.LinkChange
    switch Int.random(in: 0..<4, using: &numbers) {
    case 0: link = .unchanged
    case 1: link = .removed
    default: link = .set(.init(targetID: pick(["t1", "t2", "t3", "t4"], ""), isDisabled: flip(5)))
    }
    return maker.make(
      ChangeCompleted(
        action: pick(ProvisioningAction.allCases, .skip), result: pick(ProvisioningResult.allCases, .skipped),
        link: link, dueLeft: flip(3) ? due() : nil), key())
  }

  private mutating func waiting() -> JobEvent {
    let fact = EscrowFact(
      code: "Timeout", reason: "", attempts: 1, firstFailure: 0,
      nextAttempt: Int64.random(in: -50...50, using: &numbers))
    switch Int.random(in: 0..<5, using: &numbers) {
    case 0: return maker.make(EscrowOpened(fact), key())
    case 1: return maker.make(EscrowRetried(fact), key())
    case 2: return maker.make(EscrowClosed(), key())
    case 3: return maker.make(EscrowExpired(), key())
    default: return maker.make(DeletionStaged(action: .delete, targetID: "t1"), key())
    }
  }

  private mutating func evidence() -> JobEvent {
    switch Int.random(in: 0..<4, using: &numbers) {
    case 0: maker.make(ScopeEvaluated(evaluation: [:], isInScope: flip(), isEntitled: flip()), key())
    case 1: maker.make(ExportAnswered(status: 200, microseconds: 1), key())
    case 2: maker.make(MatchQueried(method: "GET", path: "/Users", failure: flip() ? [:] : nil), key())
    default: maker.make(DecisionMade(action: .update), key())
    }
  }
}
