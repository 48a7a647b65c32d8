import JSONTape

/// One object's way through a cycle: scope, match, mapping, decision, export.
///
/// It is pure. Each call takes what happened and gives what is to be done next; whoever performs that, a running
/// job or a replay from recorded answers, gets the same events.
public struct ObjectRun: ProvisioningRun {
  public typealias Outcome = ObjectOutcome

  indirect enum State: Sendable {
    case new
    case readingAnchor
    case matching(index: Int, TargetRequest, JSONValue)
    case asking(UniquenessQuestion)
    case owning(JSONObject, id: String)
    case exporting(TargetRequest)
    case waiting(for: Waiting, then: State)
    case finished
  }

  /// What a wait is followed by.
  enum Waiting: Sendable {
    /// The same request again: the target has surely not done it.
    case again
    /// The target may have done it: look first.
    case look
  }

  let setting: ObjectSetting
  let entry: ConnectorEntry
  let scope: ScopeEvaluation
  public let treatment: ObjectTreatment
  var state = State.new
  var link: ConnectorEntry.Link?
  var linkChange = ChangeCompleted.LinkChange.unchanged
  /// The account as the target has it; nil while there is none.
  var current: JSONObject?
  var known: [UniquenessQuestion: Bool] = [:]
  var values: [PlacedValue] = []
  var action = ProvisioningAction.none
  var attempt = 1
  var exports = 0
  /// Whether a vanished account has been looked for anew.
  var hasRematched = false
  /// What the mappings make of the object where there is no account; kept, since several steps ask for it.
  var creation: MappingEvaluation?
  /// Whether a create was sent whose fate is not known.
  var isCreateInDoubt: Bool
  /// Values that the ledger must not keep.
  var secrets: Set<JSONValue> = []
  /// Whether the target was asked by at least one matching attribute.
  var hasAskedTarget = false
  var wasAnswered = false

  public init(setting: ObjectSetting, entry: ConnectorEntry, scope: ScopeEvaluation) {
    self.setting = setting
    self.entry = entry
    self.scope = scope
    link = entry.link
    isCreateInDoubt = entry.due?.mayExist == true
    treatment = ObjectTreatment(
      entry, scope: scope, mapping: setting.mapping,
      skipsOutOfScopeDeletions: setting.job.document.skipsOutOfScopeDeletions)
  }

  /// Begins.
  public mutating func start() -> [Action] {
    let scoping = Action.record(
      ScopeEvaluated(
        evaluation: setting.json(of: scope), isInScope: scope.isInScope,
        isEntitled: scope.isAssigned || scope.syncsAll),
      targetID: nil)
    switch treatment {
    case .leave(let reason, let text):
      // Nobody will ever manage the account of an object that is gone.
      if entry.due?.isDeleted == true, link != nil { linkChange = .removed }
      return [scoping] + skip(reason, text)
    case .delete:
      guard let link else { return [scoping] + look() }
      return [scoping] + delete(link)
    case .provision, .provisionDisabled, .disable:
      return [scoping] + look()
    }
  }

  /// Takes the target's answer to the request that was to be sent.
  ///
  /// - Parameter microseconds: How long it took.
  public mutating func answered(
    _ answer: Result<TargetResponse, TransportFailure>, microseconds: Int
  ) -> [Action] {
    if case .success(let response) = answer, response.tellsThatTargetWorks { wasAnswered = true }
    return switch state {
    case .readingAnchor: anchorRead(answer, microseconds)
    case .matching(let index, let request, let value):
      matched(answer, at: index, request, value, microseconds)
    case .asking(let question): candidateAsked(question, answer, microseconds)
    case .exporting(let request): exported(request, answer, microseconds)
    case .new, .owning, .waiting, .finished: []
    }
  }

  /// The time that was to be waited has passed.
  public mutating func waited() -> [Action] {
    guard case .waiting(let next, let before) = state else { return [] }
    if case .look = next { return look() }
    state = before
    switch before {
    case .readingAnchor: return look()
    case .matching(_, let request, _): return [.send(request)]
    case .asking(let question): return request(asking: question).map { [.send($0)] } ?? decide()
    case .exporting(let request): return export(request)
    case .new, .owning, .waiting, .finished: return []
    }
  }

  /// Looks at the target: the linked account by its id, else by the matching attributes.
  mutating func look() -> [Action] {
    current = nil
    guard let link else { return match(at: 0) }
    state = .readingAnchor
    return [
      .send(setting.dialect.readRequest(type: setting.mapping.targetType, id: link.targetID))
    ]
  }

  // MARK: - The end

  mutating func skip(_ reason: String, _ text: String, targetID: String? = nil) -> [Action] {
    let decision = DecisionMade(action: .skip, reason: reason, texts: [text])
    return [.record(decision, targetID: targetID ?? link?.targetID)]
      + finish(.skip, .skipped, reason: reason, text: text)
  }

  mutating func fail(_ failure: ExportFailure) -> [Action] {
    finish(action, .failure, failure: failure, reason: failure.code, text: failure.reason)
  }

  mutating func finish(
    _ action: ProvisioningAction, _ result: ProvisioningResult, failure: ExportFailure? = nil,
    reason: String? = nil, text: String? = nil
  ) -> [Action] {
    state = .finished
    var left: ConnectorEntry.Due?
    if result == .failure {
      // Everything stays due; its escrow says when.
      left = entry.due ?? ConnectorEntry.Due(object: true)
      left?.mayExist = isCreateInDoubt && link == nil
    } else if areReferencesLeft {
      left = ConnectorEntry.Due(references: true)
    }
    let completed = ChangeCompleted(
      action: action, result: result, targetID: link?.targetID, link: linkChange, dueLeft: left,
      errorCode: failure?.code, reason: text ?? reason)
    return [
      .finish(
        ObjectOutcome(
          completed: completed, failure: failure, exports: exports, wasAnswered: wasAnswered,
          isEntitled: scope.isAssigned || scope.syncsAll,
          isInScope: scope.isInScope))
    ]
  }
}

extension ObjectRun {
  /// Whether the second step has something to do: references changed, or the account is new to the object, or
  /// is enabled again and nothing was written while it was disabled.
  fileprivate var areReferencesLeft: Bool {
    guard let link, treatment.isManaged else { return false }
    if entry.due?.references == true { return true }
    guard entry.link?.targetID != link.targetID || entry.link?.isDisabled == true && !link.isDisabled else {
      return false
    }
    return setting.mapping.referenceAttributes.contains { mapping in
      mapping.sourceAttributes.contains {
        SourceImport.large.contains($0) || entry.object.references[$0]?.isEmpty == false
      }
    }
  }
}

/// How an object's way through a cycle ended.
public struct ObjectOutcome: Sendable, Hashable {
  /// The event that ends the change; whoever keeps it adds the time it took.
  public var completed: ChangeCompleted
  public var failure: ExportFailure?
  /// Write requests that the target carried out.
  public var exports: Int
  /// Whether the target answered anything, be it with a refusal that another attempt would not change.
  public var wasAnswered: Bool
  public var isEntitled: Bool
  public var isInScope: Bool

  public init(
    completed: ChangeCompleted, failure: ExportFailure? = nil, exports: Int = 0, wasAnswered: Bool = false,
    isEntitled: Bool = false, isInScope: Bool = false
  ) {
    self.wasAnswered = wasAnswered
    self.completed = completed
    self.failure = failure
    self.exports = exports
    self.isEntitled = isEntitled
    self.isInScope = isInScope
  }
}
