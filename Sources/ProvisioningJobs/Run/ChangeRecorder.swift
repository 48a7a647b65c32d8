import EventLog
import Provisioning

/// Makes the events of one change: everything done about one object in one cycle.
struct ChangeRecorder {
  let change: Identifier
  let cycle: Identifier
  let key: SourceKey
  let surroundings: JobSurroundings
  let began: Int64
  private let ledger: JobLedger
  private var batch: JobBatch
  /// What the ids of its events come from: one draw is enough for a change.
  private var ids: SeededIdentifiers

  /// - Parameter ledger: Where the events go.
  init(key: SourceKey, cycle: Identifier, surroundings: JobSurroundings, ledger: JobLedger) {
    let now = surroundings.clock()
    began = now
    change = Identifier(microseconds: now, random: surroundings.random())
    ids = SeededIdentifiers(seed: surroundings.random())
    self.cycle = cycle
    self.key = key
    self.surroundings = surroundings
    self.ledger = ledger
    // What comes before a write.
    batch = JobBatch(seal: ledger.seal, room: 5, bytes: 4000)
  }

  mutating func record(_ facts: any JobFacts, targetID: String? = nil) throws {
    let now = surroundings.clock()
    try batch.append(
      facts,
      of: JobEvent(
        id: ids.next(at: now), time: now, kind: type(of: facts).kind, cycle: cycle, change: change,
        source: key, targetID: targetID))
  }

  /// The events so far, once.
  mutating func take() -> JobBatch {
    // What comes after it.
    var rest = JobBatch(seal: ledger.seal, room: 2, bytes: 700)
    swap(&rest, &batch)
    return rest
  }

  var elapsed: Int { Int(clamping: max(surroundings.clock() - began, 0)) }
}
