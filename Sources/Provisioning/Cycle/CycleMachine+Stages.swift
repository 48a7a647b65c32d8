extension CycleMachine {
  /// How many due objects are fetched at a time.
  private static let page = 256

  mutating func loaded(_ items: [CycleItem], isEnd: Bool) -> [Action] {
    isLoading = false
    isLoaded = isEnd
    last = items.last?.key ?? last
    for item in items where isWanted(item) { waiting.append(item) }
    return proceed()
  }

  private mutating func isWanted(_ item: CycleItem) -> Bool {
    guard !item.isWaiting else { return false }
    switch stage {
    case .importing: return false
    case .objects:
      guard item.isObjectDue else { return false }
      if item.isDeletion {
        if !item.isDeletionAllowed { deletions += 1 }
        return false
      }
      return !item.isGone
    case .references: return item.areReferencesDue && !item.isObjectDue
    case .deletions: return item.isObjectDue && (item.isDeletion || item.isGone)
    }
  }

  /// Starts what may be started, and goes to the next stage when nothing is left of this one.
  mutating func proceed() -> [Action] {
    if isStopping || fatal != nil { return underWay == 0 && !isLoading ? end() : [] }
    var actions: [Action] = []
    while underWay < setting.atOnce, let item = waiting.first {
      waiting.removeFirst()
      underWay += 1
      switch stage {
      case .references: actions.append(.runReferences(item.key))
      case .deletions where item.isDeletion && isStaging && !item.isDeletionAllowed:
        actions.append(.stage(item.key))
      default: actions.append(.run(item.key))
      }
    }
    if waiting.count < setting.atOnce, !isLoading, !isLoaded, typeIndex < setting.types.count {
      isLoading = true
      actions.append(
        .loadDue(stage, type: setting.types[typeIndex], after: last, limit: CycleMachine.page))
    }
    guard actions.isEmpty, underWay == 0, !isLoading, waiting.isEmpty else { return actions }
    return nextPart()
  }

  private mutating func nextPart() -> [Action] {
    last = nil
    isLoaded = false
    typeIndex += 1
    if typeIndex < setting.types.count { return proceed() }
    typeIndex = 0
    switch stage {
    case .importing, .objects: stage = .references
    case .references: stage = .deletions
    case .deletions: return end()
    }
    return [.flush] + proceed()
  }

  /// Whether disables and deletions wait for an administrator instead of being carried out.
  var isStaging: Bool { setting.holdsBack(deletions: deletions) }

  // MARK: - Results

  mutating func note(_ outcome: ObjectOutcome) {
    if let failure = outcome.failure {
      tally.failed += 1
      noteFailure(failure)
    } else {
      tally.succeeded += 1
      if outcome.wasAnswered { failuresInARow = 0 }
    }
  }

  mutating func note(_ outcome: ReferenceOutcome) {
    if let failure = outcome.failure {
      tally.failedReferences += 1
      noteFailure(failure)
    } else if outcome.exports > 0 {
      failuresInARow = 0
    }
  }

  private mutating func noteFailure(_ failure: ExportFailure) {
    if failure.status == 401 {
      fatal = CycleFailure(
        error: JobError(code: failure.code, message: failure.reason), quarantine: .quarantineException)
      return
    }
    failuresInARow = failure.isTransient ? failuresInARow + 1 : 0
    if failuresInARow >= max(2 * setting.atOnce, 20) {
      fatal = CycleFailure(
        error: JobError(
          code: failure.code,
          message: "The target did nothing \(failuresInARow) times in a row: \(failure.reason)"),
        quarantine: .quarantineException)
    }
    if let reason = setting.policy.reason(tally), reason != .escrowProportionThreshold {
      fatal = CycleFailure(
        error: JobError(code: failure.code, message: setting.policy.explanation(tally)), quarantine: reason)
    }
  }

  // MARK: - The end

  mutating func end() -> [Action] {
    guard !didEnd else { return [] }
    didEnd = true
    if isStopping, fatal == nil { return [.flush, .end(nil)] }
    var actions: [Action] = []
    var state = CycleOutcome.succeeded
    var quarantine: (reason: QuarantineReason, message: String)?
    if let fatal {
      state = .failed
      if let reason = fatal.quarantine { quarantine = (reason, fatal.error.message) }
    } else {
      if tally.failed > 0 || tally.failedReferences > 0 { state = .entryLevelErrors }
      if let reason = setting.policy.reason(tally) {
        quarantine = (reason, setting.policy.explanation(tally))
      } else if stagedCount > 0 {
        quarantine = (.tooManyDeletes, stagedMessage)
      }
    }
    if let quarantine {
      actions.append(
        .record(
          QuarantineEntered(
            reason: quarantine.reason, message: quarantine.message,
            nextAttempt: setting.now &+ Int64(clamping: setting.quarantineHours) &* 3_600_000_000)))
    } else if let present = setting.quarantine, fatal == nil,
      present.reason != .tooManyDeletes || setting.forcesDeletions
    {
      actions.append(.record(QuarantineLeft()))
    }
    let ended = CycleEnd(
      state: state, watermark: fatal == nil ? pendingWatermark : nil, error: fatal?.error)
    return actions + [.flush, .end(ended)]
  }

  private var stagedMessage: String {
    let limit = setting.deletionLimit.map { ", more than the \($0) allowed in one cycle" } ?? ""
    return "\(stagedCount) accounts would lose their access\(limit). Look at them (sync status), then "
      + "`sync deletes allow` or `sync deletes reject`."
  }
}
