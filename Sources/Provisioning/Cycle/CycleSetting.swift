/// What a cycle starts from.
public struct CycleSetting: Sendable {
  /// Types of source objects in the order in which they are processed.
  public var types: [String]
  /// The most objects under way at a time.
  public var atOnce: Int
  public var watermark: String?
  /// Where a read that was cut short goes on.
  public var continuation: String?
  public var isReadComplete: Bool
  public var pendingWatermark: String?
  public var policy: QuarantinePolicy
  /// More disables and deletions than this in one cycle wait for an administrator; nil for no limit.
  public var deletionLimit: Int?
  public var forcesDeletions: Bool
  /// How many wait for an administrator from before; while some do, more of them wait too.
  public var staged: Int
  public var quarantine: Quarantine?
  public var quarantineHours: Int
  /// The cycle's clock: microseconds since 1970-01-01 UTC.
  public var now: Int64

  public init(
    types: [String], atOnce: Int, watermark: String? = nil, continuation: String? = nil,
    isReadComplete: Bool = false, pendingWatermark: String? = nil,
    policy: QuarantinePolicy = QuarantinePolicy(), deletionLimit: Int? = nil, forcesDeletions: Bool = false,
    staged: Int = 0, quarantine: Quarantine? = nil, quarantineHours: Int = 24, now: Int64
  ) {
    self.types = types
    self.atOnce = max(atOnce, 1)
    self.watermark = watermark
    self.continuation = continuation
    self.isReadComplete = isReadComplete
    self.pendingWatermark = pendingWatermark
    self.policy = policy
    self.deletionLimit = deletionLimit
    self.forcesDeletions = forcesDeletions
    self.staged = staged
    self.quarantine = quarantine
    self.quarantineHours = quarantineHours
    self.now = now
  }

  /// Whether so many disables and deletions in one cycle wait for an administrator.
  public func holdsBack(deletions: Int) -> Bool {
    guard !forcesDeletions else { return false }
    if quarantine?.reason == .tooManyDeletes || staged > 0 { return true }
    guard let limit = deletionLimit else { return false }
    return deletions > limit
  }
}

/// The parts of a cycle, in their order.
public enum CycleStage: String, Sendable, CaseIterable {
  case importing, objects, references, deletions
}

/// An object in the queue of what is due.
public struct CycleItem: Sendable, Hashable {
  public var key: SourceKey
  public var isObjectDue: Bool
  public var areReferencesDue: Bool
  /// Whether its account would lose its access.
  public var isDeletion: Bool
  public var isDeletionAllowed: Bool
  /// Whether it is gone from the source: whatever becomes of its account, references to it are dealt with first.
  public var isGone: Bool
  /// Whether it failed before and its time has not come yet.
  public var isWaiting: Bool

  public init(
    key: SourceKey, isObjectDue: Bool, areReferencesDue: Bool = false, isDeletion: Bool = false,
    isDeletionAllowed: Bool = false, isGone: Bool = false, isWaiting: Bool = false
  ) {
    self.key = key
    self.isObjectDue = isObjectDue
    self.areReferencesDue = areReferencesDue
    self.isDeletion = isDeletion
    self.isDeletionAllowed = isDeletionAllowed
    self.isGone = isGone
    self.isWaiting = isWaiting
  }
}

/// What taking a page over came to.
public struct CycleImportTally: Sendable, Hashable {
  /// The page without its changes: what the read goes on with.
  public var page: SourcePage
  /// How many objects the page could not give.
  public var problems: Int

  public init(page: SourcePage, problems: Int = 0) {
    self.page = page
    self.problems = problems
  }
}

/// How a cycle ended, before its counters are added up.
public struct CycleEnd: Sendable, Hashable {
  public var state: CycleOutcome
  /// In force from here on; nil leaves the old one.
  public var watermark: String?
  public var error: JobError?

  public init(state: CycleOutcome, watermark: String? = nil, error: JobError? = nil) {
    self.state = state
    self.watermark = watermark
    self.error = error
  }
}

/// Why a cycle could not go on.
struct CycleFailure: Sendable, Hashable {
  var error: JobError
  var quarantine: QuarantineReason?
}
