import EventLog
import JSONTape
import Provisioning
import Replay

/// One recorded change, whose events are made again by the machines that made them, from recorded answers alone.
struct ChangeReplay {
  /// In the log's order.
  let events: [JobEvent]

  /// What a run came to.
  struct Attempt {
    var made: [MadeEvent] = []
    var end = End.finished

    enum End {
      case finished
      /// The record ends where an answer would come: its process died.
      case cutShort
      /// It asked what is not on record.
      case unrecorded(TargetRequest)
      /// An event came out otherwise, so that nothing after it can be compared.
      case diverged
    }
  }

  /// Gives a run the recorded answers until it is over or comes to something else than the record.
  ///
  /// - Parameters:
  ///   - owner: Which object a resource of the target belongs to.
  ///   - reveal: Makes of a recorded resource what is given to the run.
  ///   - tail: The events behind those of the run.
  func attempt<Run: ProvisioningRun>(
    _ begun: Run, owner: (_ targetID: String) throws -> SourceKey?,
    reveal: (JSONObject) -> JSONObject = { $0 },
    tail: (Run.Outcome) throws -> [MadeEvent]
  ) throws -> Attempt {
    var run = begun
    var attempt = Attempt()
    var actions = run.start()[...]
    while let action = actions.popFirst() {
      switch action {
      case .record(let facts, let targetID):
        guard add(MadeEvent(facts, targetID: targetID), to: &attempt) else { return attempt }
      case .send(let request):
        guard attempt.made.count < events.count else {
          attempt.end = .cutShort
          return attempt
        }
        guard let answer = try answer(to: request, in: events[attempt.made.count], reveal) else {
          attempt.end = .unrecorded(request)
          return attempt
        }
        actions += run.answered(answer.result, microseconds: answer.microseconds)[...]
      case .wait: actions += run.waited()[...]
      case .findOwner(let targetID): actions += run.owned(by: try owner(targetID))[...]
      case .finish(let outcome):
        for made in try tail(outcome) {
          guard add(made, to: &attempt) else { return attempt }
        }
        return attempt
      }
    }
    return attempt
  }

  /// Compares events that need no answers.
  func attempt(_ made: [MadeEvent]) -> Attempt {
    var attempt = Attempt()
    for event in made {
      guard add(event, to: &attempt) else { break }
    }
    return attempt
  }

  /// Returns false where the event is another one than was recorded.
  private func add(_ made: MadeEvent, to attempt: inout Attempt) -> Bool {
    let index = attempt.made.count
    attempt.made.append(made)
    guard index < events.count, !made.differences(from: events[index]).isEmpty,
      unrecordedPart(of: made, events[index]) == nil
    else { return true }
    attempt.end = .diverged
    return false
  }

  private func answer(
    to request: TargetRequest, in event: JobEvent, _ reveal: (JSONObject) -> JSONObject
  ) throws -> RecordedAnswer? {
    if request.method != "GET" {
      return try event.facts(as: ExportAnswered.self).map { RecordedAnswer($0) }
    }
    guard let facts = try event.facts(as: MatchQueried.self), facts.method == request.method,
      facts.path == request.path, facts.query == request.query || facts.value == "[Redact]"
    else { return nil }
    return RecordedAnswer(facts, isAmbiguous: facts.count == 1 && event.targetID == nil, reveal: reveal)
  }

  // MARK: - The verdict

  /// What came of each event.
  func outcomes(_ attempt: Attempt) -> [ReplayOutcome] {
    var outcomes: [ReplayOutcome] = []
    var divergence: Position?
    for (index, event) in events.enumerated() {
      if let divergence {
        outcomes.append(
          .notReproducible(reason: "it follows the event \(divergence), which came out otherwise"))
        continue
      }
      let outcome = outcome(event, at: index, attempt)
      if case .diverged = outcome { divergence = event.position }
      outcomes.append(outcome)
    }
    if let extra = attempt.made.dropFirst(events.count).first, isWhole, divergence == nil,
      let last = events.last
    {
      outcomes[outcomes.count - 1] = .diverged(
        Divergence(
          position: last.position,
          differences: [.init(path: "followed by", recorded: nil, reproduced: .string(extra.kind.name))]))
    }
    return outcomes
  }

  private func outcome(_ event: JobEvent, at index: Int, _ attempt: Attempt) -> ReplayOutcome {
    guard index < attempt.made.count else {
      var reproduced: JSONValue?
      if case .unrecorded(let request) = attempt.end {
        reproduced = .string("unrecorded read: \(request.line)")
      }
      return .diverged(
        Divergence(
          position: event.position,
          differences: [
            .init(
              path: reproduced == nil ? "kind" : "request", recorded: .string(event.question),
              reproduced: reproduced)
          ]))
    }
    let made = attempt.made[index]
    let differences = made.differences(from: event)
    if differences.isEmpty { return .identical }
    if let reason = unrecordedPart(of: made, event) { return .notReproducible(reason: reason) }
    return .diverged(Divergence(position: event.position, differences: differences))
  }

  /// Whether the change came to its end.
  private var isWhole: Bool { events.contains { $0.kind == .changeCompleted } }

  /// Why a request that writes a whole resource differs from the recorded one where that is no divergence: it
  /// held what the log leaves out of what the target answered.
  private func unrecordedPart(of made: MadeEvent, _ event: JobEvent) -> String? {
    guard made.kind == .exportRequested, event.kind == .exportRequested,
      event.facts["method"]?.stringValue == "PUT"
    else { return nil }
    func rest(_ facts: JSONObject) -> JSONObject {
      var facts = facts
      var body = facts["body"]?.objectValue ?? [:]
      for name in ["members", "groups", "password"] { body.removeValue(forName: name) }
      facts["body"] = .object(body)
      return facts
    }
    guard rest(made.facts) == rest(event.facts) else { return nil }
    return
      "unrecorded read: it wrote back members or groups that the target answered, which the log leaves out"
  }
}

extension TargetRequest {
  /// `GET /Users?filter=…`.
  var line: String { "\(method) \(path)" + (query.isEmpty ? "" : "?\(query)") }
}

extension JobEvent {
  /// What was asked by it, or else its kind.
  fileprivate var question: String {
    guard kind == .matchQueried, let method = facts["method"]?.stringValue,
      let path = facts["path"]?.stringValue
    else { return kind.name }
    return TargetRequest(method: method, path: path, query: facts["query"]?.stringValue ?? "").line
  }
}
