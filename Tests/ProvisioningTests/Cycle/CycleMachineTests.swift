import Provisioning
import Testing

/// The machine alone: what it wants done next.
@Suite struct `Cycle machine` {
  private func key(_ index: Int) -> SourceKey { SourceKey(type: "User", id: "\(index)") }

  private func page(_ continuation: String? = nil, isSnapshot: Bool = false) -> CycleImportTally {
    CycleImportTally(
      page: SourcePage(
        changes: [], continuation: continuation, watermark: continuation == nil ? "w2" : nil,
        isSnapshot: isSnapshot))
  }

  /// A machine that has read its source and asks for what is due.
  private func machine(_ setting: CycleSetting) -> CycleMachine {
    var machine = CycleMachine(setting)
    _ = machine.handle(.begin)
    _ = machine.handle(.imported(page()))
    return machine
  }

  private func ended(_ actions: [CycleMachine.Action]) -> CycleEnd? {
    for case .end(let end?) in actions { return end }
    return nil
  }

  private func outcome(_ failure: ExportFailure? = nil) -> ObjectOutcome {
    ObjectOutcome(
      completed: ChangeCompleted(action: .update, result: failure == nil ? .success : .failure),
      failure: failure)
  }

  @Test func `pages are read one after the other, and a whole read is compared with what is stored`() {
    var machine = CycleMachine(CycleSetting(types: ["User"], atOnce: 1, watermark: "w1", now: 0))
    guard case .read(let request)? = machine.handle(.begin).first else {
      Issue.record("no read")
      return
    }
    #expect(request == SourceRequest(watermark: "w1"))
    // While a page is taken over the next one is read.
    let first = page("more", isSnapshot: true)
    let actions = machine.handle(.page(first.page))
    guard actions.count == 2, case .read(let next) = actions[0], case .take(let taken) = actions[1] else {
      Issue.record("no second read")
      return
    }
    #expect(next.continuation == "more")
    #expect(taken.continuation == "more")
    #expect(machine.handle(.imported(first)).isEmpty)
    guard case .markMissing? = machine.handle(.imported(page(isSnapshot: true))).first else {
      Issue.record("no comparison")
      return
    }
    #expect(machine.stage == .importing)
    _ = machine.handle(.missingMarked)
    #expect(machine.stage == .objects)
  }

  @Test func `no more objects are under way than allowed, and the stages follow one another`() {
    var machine = machine(CycleSetting(types: ["User"], atOnce: 3, now: 0))
    var running = 0
    var most = 0
    var pending = machine.handle(
      .due((0..<10).map { CycleItem(key: key($0), isObjectDue: true) }, isEnd: true))
    var stages: [CycleStage] = []
    var end: CycleEnd?
    var queue: [SourceKey] = []
    while !pending.isEmpty || !queue.isEmpty {
      for action in pending {
        switch action {
        case .run(let key):
          running += 1
          queue.append(key)
        case .loadDue(let stage, _, _, _): stages.append(stage)
        case .end(let ended): end = ended
        default: break
        }
      }
      most = max(most, running)
      if queue.isEmpty {
        guard end == nil else { break }
        pending = machine.handle(.due([], isEnd: true))
      } else {
        running -= 1
        pending = machine.handle(.finished(queue.removeFirst(), outcome()))
      }
    }
    #expect(most == 3)
    #expect(stages == [.references, .deletions])
    #expect(end == CycleEnd(state: .succeeded, watermark: "w2"))
  }

  @Test func `too many failures end the cycle where they happen`() {
    var machine = machine(CycleSetting(types: ["User"], atOnce: 1, now: 0))
    let failure = ExportFailure(code: "EntryConflict", reason: "taken", status: 409)
    var next = 0
    var actions = machine.handle(.due([CycleItem(key: key(0), isObjectDue: true)], isEnd: false))
    while ended(actions) == nil, next < 50_000 {
      next += 1
      actions = machine.handle(.finished(key(next - 1), outcome(failure)))
      if ended(actions) == nil {
        actions = machine.handle(.due([CycleItem(key: key(next), isObjectDue: true)], isEnd: false))
      }
    }
    #expect(next == 40_001)
    #expect(ended(actions)?.state == .failed)
    #expect(ended(actions)?.watermark == nil)
    let reasons = actions.compactMap { action -> QuarantineReason? in
      guard case .record(let facts) = action else { return nil }
      return (facts as? QuarantineEntered)?.reason
    }
    #expect(reasons == [.baseEscrowThreshold])
  }

  @Test(arguments: [(true, false), (false, true)])
  func `a target that answers now and then is not given up, be there something to write or not`(
    answersBetween: Bool, isGivenUp: Bool
  ) {
    var machine = machine(CycleSetting(types: ["User"], atOnce: 1, now: 0))
    let failure = ExportFailure(code: "ServiceUnavailable", reason: "busy", status: 503, isTransient: true)
    let redundant = ObjectOutcome(
      completed: ChangeCompleted(action: .skip, result: .skipped), wasAnswered: answersBetween)
    var end: CycleEnd?
    for number in 0..<60 where end == nil {
      end = ended(machine.handle(.due([CycleItem(key: key(number), isObjectDue: true)], isEnd: false)))
      let result = number % 10 == 9 ? redundant : outcome(failure)
      if end == nil { end = ended(machine.handle(.finished(key(number), result))) }
    }
    #expect((end?.state == .failed) == isGivenUp)
  }

  @Test func `stopped, it lets what is under way finish and ends without an end`() {
    var machine = machine(CycleSetting(types: ["User"], atOnce: 2, now: 0))
    _ = machine.handle(.due((0..<9).map { CycleItem(key: key($0), isObjectDue: true) }, isEnd: true))
    #expect(machine.handle(.stop).isEmpty)
    #expect(machine.handle(.finished(key(0), outcome())).isEmpty)
    let actions = machine.handle(.finished(key(1), outcome()))
    guard case .end(nil)? = actions.last else {
      Issue.record("it should have ended")
      return
    }
    #expect(machine.handle(.stop).isEmpty)
  }
}
