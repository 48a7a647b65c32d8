import JSONTape
import EventLog
public import Provisioning
public import ProvisioningJobs

/// What an administrator asks of a job.
public enum JobRequest: Sendable, Hashable {
  /// No cycle starts any more; one that runs finishes what is under way and goes on after a resumption.
  case pause(reason: String?)
  case resume
  /// The process that runs the job ends as it does after SIGTERM.
  case stop
  /// State is cleared; a cycle that runs is broken off and another one begins.
  case restart(Set<RestartScope>)
  /// Staged disables and deletions are let through.
  case allowDeletions
  /// They are not wanted: the objects are looked at again.
  case rejectDeletions(reason: String)
}

extension JobRequest {
  /// Puts the request into the job's ledger, where it is in force at once.
  ///
  /// A runner of this process that has a cycle under way must be told by `JobRunner.stop()`.
  ///
  /// - Parameter actor: Who asks, for the ledger.
  /// - Returns: What was done, as a sentence for people.
  /// - Throws: `JobRequestError` where there is nothing to be done; errors of the ledger.
  public func perform(
    on ledger: JobLedger, actor: String?, surroundings: JobSurroundings = .system
  ) async throws -> String {
    let state = try ledger.state()
    let staged = try ledger.stagedDeletions().count
    let facts: any JobFacts
    let done: String
    switch self {
    case .pause(let reason):
      guard !state.isPaused else { throw JobRequestError("The job is paused already.") }
      facts = JobPaused(reason: reason, actor: actor)
      done = state.cycle == nil ? "Paused." : "Paused; the cycle under way goes on after `sync resume`."
    case .resume:
      guard state.isPaused else { throw JobRequestError("The job is not paused.") }
      facts = JobResumed(actor: actor)
      done = "Resumed."
    case .stop:
      throw JobRequestError("No process runs the job, so there is nothing to stop.")
    case .restart(let scopes):
      facts = JobRestarted(scopes: scopes, actor: actor)
      let names = RestartScope.allCases.filter { scopes.contains($0) }.map(\.rawValue)
      done = "Cleared \(names.joined(separator: ", ")); the next cycle starts over."
    case .allowDeletions:
      guard staged > 0 else { throw JobRequestError("No deletions wait for an administrator.") }
      facts = DeletionsAllowed(actor: actor)
      done = "Allowed \(staged) of them; the next cycle carries them out."
    case .rejectDeletions(let reason):
      guard staged > 0 else { throw JobRequestError("No deletions wait for an administrator.") }
      facts = DeletionsRejected(reason: reason, actor: actor)
      done = "Rejected \(staged) of them; the next cycle looks at the objects again."
    }
    let now = surroundings.clock()
    try await ledger.append([
      JobEvent(facts, id: Identifier(microseconds: now, random: surroundings.random()), time: now)
    ])
    return done
  }

  var json: JSONObject {
    switch self {
    case .pause(let reason): ["request": "pause", "reason": reason.map { .string($0) } ?? .null]
    case .resume: ["request": "resume"]
    case .stop: ["request": "stop"]
    case .restart(let scopes):
      ["request": "restart", "scopes": .array(scopes.map(\.rawValue).sorted().map { .string($0) })]
    case .allowDeletions: ["request": "allowDeletions"]
    case .rejectDeletions(let reason): ["request": "rejectDeletions", "reason": .string(reason)]
    }
  }

  init?(json: JSONObject) {
    switch json["request"]?.stringValue {
    case "pause": self = .pause(reason: json["reason"]?.stringValue)
    case "resume": self = .resume
    case "stop": self = .stop
    case "restart":
      let names = json["scopes"]?.arrayValue?.compactMap(\.stringValue) ?? []
      let scopes = names.compactMap { RestartScope(rawValue: $0) }
      guard !scopes.isEmpty, scopes.count == names.count else { return nil }
      self = .restart(Set(scopes))
    case "allowDeletions": self = .allowDeletions
    case "rejectDeletions":
      guard let reason = json["reason"]?.stringValue else { return nil }
      self = .rejectDeletions(reason: reason)
    default: return nil
    }
  }
}

/// A request that there is nothing to be done about, as the job stands.
public struct JobRequestError: Error, Sendable, Hashable, CustomStringConvertible {
  public var description: String

  public init(_ description: String) { self.description = description }
}
