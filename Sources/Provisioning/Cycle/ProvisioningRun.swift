/// One object's way through a step of a cycle, as a machine that is given what happened and says what is next.
public protocol ProvisioningRun: Sendable {
  associatedtype Outcome: Sendable
  typealias Action = RunAction<Outcome>

  /// Begins.
  mutating func start() -> [Action]

  /// Takes the target's answer to the request that was to be sent.
  ///
  /// - Parameter microseconds: How long it took.
  mutating func answered(
    _ answer: Result<TargetResponse, TransportFailure>, microseconds: Int
  ) -> [Action]

  /// The time that was to be waited has passed.
  mutating func waited() -> [Action]

  /// Takes the source object that the resource found is linked to already; nil for none.
  mutating func owned(by owner: SourceKey?) -> [Action]
}

/// What a run wants to be done next, in this order.
public enum RunAction<Outcome: Sendable>: Sendable {
  /// Keep this; the facts belong to this object and change.
  case record(any JobFacts, targetID: String?)
  /// Send this and give the answer to `answered`.
  case send(TargetRequest)
  /// Wait, then call `waited`.
  case wait(seconds: Int)
  /// Say to `owned` which source object this resource is linked to already.
  case findOwner(targetID: String)
  /// It is over.
  case finish(Outcome)
}
