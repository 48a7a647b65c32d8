import EventLog
import Provisioning

/// Makes the events of one change: everything done about one object in one cycle.
struct ChangeRecorder {
  let change: Identifier
  let cycle: Identifier
  let key: SourceKey
  let surroundings: JobSurroundings
  let began: Int64
  private(set) var events: [JobEvent] = []
  /// What the ids of its events come from: one draw is enough for a change.
  private var ids: SeededIdentifiers

  init(key: SourceKey, cycle: Identifier, surroundings: JobSurroundings) {
    let now = surroundings.clock()
    began = now
    change = Identifier(microseconds: now, random: surroundings.random())
    ids = SeededIdentifiers(seed: surroundings.random())
    self.cycle = cycle
    self.key = key
    self.surroundings = surroundings
  }

  mutating func record(_ facts: any JobFacts, targetID: String? = nil) {
    let now = surroundings.clock()
    events.append(
      JobEvent(
        facts, id: ids.next(at: now), time: now, cycle: cycle, change: change, source: key, targetID: targetID
      ))
  }

  /// The events so far, once.
  mutating func take() -> [JobEvent] {
    defer { events = [] }
    return events
  }

  var elapsed: Int { Int(clamping: max(surroundings.clock() - began, 0)) }
}
