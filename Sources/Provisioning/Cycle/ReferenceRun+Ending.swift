import JSONTape

extension ReferenceRun {
  func done(_ batch: Batch?) -> [Action] {
    guard let batch else { return [] }
    if !works[batch.work].isLarge { return done(small: batch.work) }
    return [
      .record(
        ReferencesExported(
          attribute: works[batch.work].sourceAttribute, added: batch.added.map(\.source),
          removed: batch.removed.map(\.source)), targetID: link.targetID)
    ]
  }

  func done(small index: Int) -> [Action] {
    let work = works[index]
    return [
      .record(
        ReferencesExported(
          attribute: work.sourceAttribute, added: work.wanted.map(\.source),
          removed: work.unwanted.map(\.source) + work.forgotten), targetID: link.targetID)
    ]
  }

  mutating func retry(_ failure: ExportFailure) -> Action? {
    guard failure.isTransient, attempt < setting.attempts else { return nil }
    let seconds = failure.retryAfter ?? (1 << min(attempt - 1, 5))
    guard seconds <= ObjectRun.longestWait else { return nil }
    attempt += 1
    state = .waiting(then: state)
    return .wait(seconds: max(seconds, 0))
  }

  /// Why nothing was written.
  private var idleness: String {
    works.contains { !$0.unresolved.isEmpty }
      ? "Its references are to objects that are not in the target yet." : "Its references are there already."
  }

  mutating func finish() -> [Action] {
    state = .finished
    // What could not be resolved is due again as soon as its object is linked.
    var left = failure == nil ? nil : entry.due ?? ConnectorEntry.Due(references: true)
    // The account itself is gone; only the object's own run can make it anew.
    if failure?.code == "InvalidAnchor" { left?.object = true }
    let isIdle = exports == 0 && failure == nil
    let completed = ChangeCompleted(
      action: isIdle ? .none : .update, result: failure != nil ? .failure : isIdle ? .skipped : .success,
      targetID: link.targetID, dueLeft: left, errorCode: failure?.code,
      reason: failure?.reason ?? (isIdle ? idleness : nil))
    return [.finish(ReferenceOutcome(completed: completed, failure: failure, exports: exports))]
  }
}
