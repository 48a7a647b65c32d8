/// An object whose operation failed and is tried again later.
public struct Escrow: Sendable, Hashable {
  public var key: SourceKey
  /// The error code of the provisioning logs: `EntryConflict`, `Timeout`.
  public var code: String
  public var reason: String
  /// How often it was tried.
  public var attempts: Int
  /// Microseconds since 1970-01-01 UTC.
  public var firstFailure: Int64
  public var nextAttempt: Int64

  public init(
    key: SourceKey, code: String, reason: String, attempts: Int, firstFailure: Int64, nextAttempt: Int64
  ) {
    self.key = key
    self.code = code
    self.reason = reason
    self.attempts = attempts
    self.firstFailure = firstFailure
    self.nextAttempt = nextAttempt
  }
}

/// A disable or deletion that an administrator must allow or reject.
public struct StagedDeletion: Sendable, Hashable {
  public var key: SourceKey
  /// `disable` or `delete`.
  public var action: ProvisioningAction
  public var targetID: String
  /// Microseconds since 1970-01-01 UTC.
  public var staged: Int64

  public init(key: SourceKey, action: ProvisioningAction, targetID: String, staged: Int64) {
    self.key = key
    self.action = action
    self.targetID = targetID
    self.staged = staged
  }
}
