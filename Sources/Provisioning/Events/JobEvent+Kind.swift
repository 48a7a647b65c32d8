extension JobEvent {
  /// What happened. The numbers are stored as the record's kind and never change.
  public enum Kind: UInt16, Sendable, CaseIterable {
    case jobCreated = 1
    /// Another configuration is in force from here on.
    case configured = 2
    case connectionTested = 3
    case jobPaused = 4
    case jobResumed = 5
    /// State was cleared so that the next cycle starts over; see `RestartScope`.
    case jobRestarted = 6
    case deletionsAllowed = 7
    case deletionsRejected = 8

    case cycleStarted = 16
    /// A cycle that a crash or a pause cut short goes on.
    case cycleContinued = 17
    case cycleEnded = 18

    /// A page of the source was read.
    case sourceRead = 32
    /// An object of the source is new, has changed or is gone.
    case sourceImported = 33
    case scopeEvaluated = 34
    /// The target was asked for an object by a matching attribute or by its id.
    case matchQueried = 35
    case mappingEvaluated = 36
    case decisionMade = 37
    case exportRequested = 38
    case exportAnswered = 39
    /// A reference can't be set yet, since its object is not in the target.
    case referencesDeferred = 40
    /// References were written to the target.
    case referencesExported = 41
    /// The change is done: its result is what remains of it.
    case changeCompleted = 42

    case escrowOpened = 48
    case escrowRetried = 49
    case escrowClosed = 50
    /// Its last retry failed; nobody tries again.
    case escrowExpired = 51
    case deletionStaged = 52
    case quarantineEntered = 53
    case quarantineLeft = 54

    /// The stable name, as views and exports show it.
    public var name: String { String(describing: self) }
  }
}
