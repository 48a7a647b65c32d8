/// What is done to one object.
public enum ProvisioningAction: String, Sendable, CaseIterable {
  case create, update, disable, delete
  /// A disable or deletion that waits for an administrator, since there were too many at once.
  case stagedDelete
  /// Nothing, for a reason that is given.
  case skip
  /// Nothing, since nothing was to be done.
  case none
}

/// How a change ended.
public enum ProvisioningResult: String, Sendable, CaseIterable {
  case success, failure, skipped
  /// Done, except for something that people should know of.
  case warning
}

/// Why a cycle runs.
public enum CycleKind: String, Sendable, CaseIterable {
  /// Everything in the source is looked at.
  case initial
  /// Only what changed since the watermark.
  case incremental
  /// One object, at an administrator's wish.
  case onDemand
}

/// How a cycle ended; the first three are Graph's words.
public enum CycleOutcome: String, Sendable, CaseIterable {
  case succeeded = "Succeeded"
  case failed = "Failed"
  /// It went through, but some objects failed.
  case entryLevelErrors = "EntryLevelErrors"
  /// It was stopped before its end and nothing goes on with it.
  case interrupted = "Interrupted"
}
