import JSONTape
import Provisioning

/// Decides what would be done about one object, from what is on record of the target.
struct ObjectDecision {
  let setting: ObjectSetting
  let run: ObjectRun
  let entry: ConnectorEntry
  let accounts: RecordedAccounts
  /// What the target answered in the change that is decided again, by the question's line.
  var answers: [String: RecordedAnswer] = [:]
  /// Whose account it is.
  let owner: (_ targetID: String) throws -> SourceKey?

  private enum Answer {
    case given(Result<TargetResponse, TransportFailure>)
    /// Nobody was asked; it is supposed that nobody has the value.
    case supposed(TargetResponse)
    case unrecorded
  }

  func decided() throws -> Decided {
    var run = run
    var decided = Decided(result: .skip, isDeletion: run.treatment.isDeletion(of: entry.link))
    var mapping: MappingEvaluated?
    var actions = run.start()[...]
    while let action = actions.popFirst() {
      switch action {
      case .record(let facts, _):
        mapping = facts as? MappingEvaluated ?? mapping
        if let decision = facts as? DecisionMade { decided.take(decision, mapping) }
      case .send(let request):
        // Whatever is written is supposed to be done.
        guard request.method == "GET" else { return decided }
        switch answer(to: request) {
        case .given(let answer): actions += run.answered(answer, microseconds: 0)[...]
        case .supposed(let response):
          decided.assumptions.append(request.line)
          actions += run.answered(.success(response), microseconds: 0)[...]
        case .unrecorded:
          decided.result = .undecided
          decided.reason = "unrecorded read: \(request.line)"
          return decided
        }
      case .wait: actions += run.waited()[...]
      case .findOwner(let targetID): actions += run.owned(by: try owner(targetID))[...]
      case .finish(let outcome): decided.take(outcome)
      }
    }
    return decided
  }

  private func answer(to request: TargetRequest) -> Answer {
    if let answer = answers[request.line] { return .given(answer.result) }
    let type = entry.object.key.type
    if let id = entry.link?.targetID, request.path == setting.readRequest(id: id).path {
      return switch accounts.account(id, type: type) {
      case .resource(let resource):
        .given(.success(TargetResponse(status: 200, body: revealed(resource))))
      case .gone: .given(.success(TargetResponse(status: 404)))
      case .unknown: .unrecorded
      }
    }
    let nobody = TargetResponse(status: 200, body: ["totalResults": 0, "Resources": []])
    return switch accounts.found(by: request, type: type) {
    case .resource(let resource):
      .given(
        .success(
          TargetResponse(
            status: 200, body: ["totalResults": 1, "Resources": [.object(revealed(resource))]])))
    case .gone: .given(.success(nobody))
    case .unknown: .supposed(nobody)
    }
  }

  /// A hidden value of the target is supposed to be what is wanted.
  private func revealed(_ resource: JSONObject) -> JSONObject {
    run.revealing(resource, except: []) ?? resource
  }
}

extension Decided {
  /// The end of a recorded change; nil where it has none.
  init?(_ change: ChangeReplay) throws {
    guard let completed = try change.completed else { return nil }
    self.init(result: .skip)
    // Where a lost answer led to a second look, the decision is the one that wrote.
    var mapping: MappingEvaluated?
    for event in change.events.prefix(while: { $0.kind != .exportRequested }) {
      mapping = try event.facts(as: MappingEvaluated.self) ?? mapping
      if let decision = try event.facts(as: DecisionMade.self) { take(decision, mapping) }
    }
    reason = completed.reason
    if completed.result == .failure { result = .failure }
  }

  mutating func take(_ decision: DecisionMade, _ mapping: MappingEvaluated?) {
    action = decision.action
    modified = decision.modifications(mapping)
    reason = decision.texts.first ?? decision.reason
    result =
      switch decision.action {
      case .create: .create
      case .update: .update
      case .disable: .disable
      case .delete: .delete
      case .stagedDelete: .heldBack
      case .skip, .none: .skip
      }
  }

  mutating func take(_ outcome: ObjectOutcome) {
    reason = outcome.completed.reason ?? reason
    if outcome.failure != nil {
      result = .failure
      action = nil
      modified = []
    }
  }
}
