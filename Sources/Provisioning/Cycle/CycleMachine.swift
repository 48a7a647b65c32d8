/// A cycle from its beginning to its end: read the source, then objects, then references, then what takes
/// access away.
///
/// It is pure: each input gives the actions that follow. Whoever performs them decides nothing.
public struct CycleMachine: Sendable {
  /// What happened.
  public enum Input: Sendable {
    case begin
    case page(SourcePage)
    case sourceFailed(SourceError)
    /// A page was taken over, with this many objects that changed.
    case imported(CycleImportTally)
    /// A whole read was compared with what is stored.
    case missingMarked
    /// Objects that are due, in order of their ids.
    case due([CycleItem], isEnd: Bool)
    case finished(SourceKey, ObjectOutcome)
    case referencesFinished(SourceKey, ReferenceOutcome)
    case staged(SourceKey)
    /// Somebody wants the job to stop; what is under way is finished.
    case stop
  }

  /// What is to be done next.
  public enum Action: Sendable {
    case read(SourceRequest)
    case take(SourcePage)
    /// Find the stored objects that the read that just ended did not have.
    case markMissing
    case loadDue(CycleStage, type: String, after: SourceKey?, limit: Int)
    case run(SourceKey)
    case runReferences(SourceKey)
    case stage(SourceKey)
    case record(any JobFacts)
    /// Make everything recorded so far durable before what follows.
    case flush
    /// All is done; nil where the cycle was stopped and stays to be continued.
    case end(CycleEnd?)
  }

  public let setting: CycleSetting
  public internal(set) var stage: CycleStage
  var tally = QuarantinePolicy.Tally()
  var typeIndex = 0
  var waiting: [CycleItem] = []
  var underWay = 0
  var isLoading = false
  var isLoaded = false
  var last: SourceKey?
  var deletions = 0
  var stagedCount = 0
  var isStopping = false
  var fatal: CycleFailure?
  var readProblems = 0
  var pendingWatermark: String?
  var failuresInARow = 0
  var watermark: String?
  var didEnd = false

  public init(_ setting: CycleSetting) {
    self.setting = setting
    stage = setting.isReadComplete ? .objects : .importing
    watermark = setting.watermark
    pendingWatermark = setting.pendingWatermark
  }

  public mutating func handle(_ input: Input) -> [Action] {
    switch input {
    case .begin:
      return begin()
    case .page(let page):
      guard let continuation = page.continuation, !isStopping else { return [.take(page)] }
      return [readOn(from: continuation), .take(page)]
    case .sourceFailed(let error):
      return sourceFailed(error)
    case .imported(let tally):
      return imported(tally)
    case .missingMarked:
      return afterReading()
    case .due(let items, let isEnd):
      return loaded(items, isEnd: isEnd)
    case .finished(_, let outcome):
      underWay -= 1
      note(outcome)
      return proceed()
    case .referencesFinished(_, let outcome):
      underWay -= 1
      note(outcome)
      return proceed()
    case .staged:
      underWay -= 1
      stagedCount += 1
      return proceed()
    case .stop:
      isStopping = true
      return underWay == 0 && !isLoading ? end() : []
    }
  }

  private mutating func begin() -> [Action] {
    switch stage {
    case .importing:
      return [.read(SourceRequest(watermark: watermark, continuation: setting.continuation))]
    default:
      return proceed()
    }
  }

  // MARK: - Reading the source

  private mutating func sourceFailed(_ error: SourceError) -> [Action] {
    if error.code == .watermarkExpired, watermark != nil || setting.continuation != nil {
      // The source no longer knows what changed since then, so all of it is read again.
      watermark = nil
      readProblems = 0
      return [.read(SourceRequest(watermark: nil))]
    }
    let reason: QuarantineReason? =
      switch error.code {
      case .unauthorized: .quarantineException
      case .unavailable, .watermarkExpired, .unreadable: .ingestionInterrupted
      }
    fatal = CycleFailure(
      error: JobError(
        code: error.code == .unauthorized ? "Unauthorized" : "SourceUnavailable", message: error.description),
      quarantine: reason)
    return end()
  }

  /// Reads the next page while this one is taken over.
  private func readOn(from continuation: String) -> Action {
    .read(SourceRequest(watermark: watermark, continuation: continuation))
  }

  private mutating func imported(_ tally: CycleImportTally) -> [Action] {
    readProblems += tally.problems
    let page = tally.page
    if isStopping { return end() }
    // The next page is under way already.
    if page.continuation != nil { return [] }
    pendingWatermark = page.watermark ?? pendingWatermark
    // What could not be read may be the very object that seems to be missing.
    if page.isSnapshot, readProblems == 0 { return [.markMissing] }
    return afterReading()
  }

  private mutating func afterReading() -> [Action] {
    stage = .objects
    return [.flush] + proceed()
  }
}
