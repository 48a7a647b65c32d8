import JSONTape

extension ObjectRun {
  func context(isCreation: Bool) -> MappingContext {
    let known = known
    return MappingContext(
      now: setting.now, seed: MixedSeed.seed(of: entry.object.key, in: setting.seed),
      isSoftDeleted: !scope.softDeletionCauses.isEmpty, isCreation: isCreation,
      defaultDomain: setting.job.document.defaultDomain,
      isTaken: { known[UniquenessQuestion(targetAttribute: $0, candidate: $1)] })
  }

  /// What the mappings make of the whole image.
  mutating func evaluation(isCreation: Bool) -> MappingEvaluation {
    if isCreation, let creation { return creation }
    let mapping = treatment == .disable && !isCreation ? setting.disabling : setting.mapping
    let evaluation = mapping.evaluate(entry.object, context(isCreation: isCreation))
    if isCreation { creation = evaluation }
    for flow in evaluation.flows where flow.isRedacted {
      if case .value(let value) = flow.outcome { secrets.insert(value) }
    }
    return evaluation
  }

  /// Maps the whole image and decides, once it is known what the target has.
  mutating func decide() -> [Action] {
    if treatment == .disable || treatment == .delete {
      guard current != nil, let link else {
        return skip("NotInTarget", "It is to lose its account, and there is none in the target.")
      }
      if treatment == .delete { return delete(link) }
    }
    let evaluation = evaluation(isCreation: current == nil)
    if let failure = evaluation.failure { return failMapping(evaluation, failure) }
    if let question = evaluation.unknownCandidates.first, known[question] == nil,
      let request = request(asking: question)
    {
      state = .asking(question)
      return [.send(request)]
    }
    let record = Action.record(MappingEvaluated(evaluation), targetID: link?.targetID)
    if evaluation.ignoresObject {
      return [record] + skip("IgnoreObjectFlow", "An expression wants this object left alone.")
    }
    values = targetValues(evaluation)
    for placed in values where placed.value.isWriteOnly {
      if let secret = placed.value.value { secrets.insert(secret) }
    }
    guard let current, let link else { return [record] + create() }
    return [record] + update(current, link)
  }

  mutating func failMapping(_ evaluation: MappingEvaluation, _ failure: MappingFailure) -> [Action] {
    [.record(MappingEvaluated(evaluation), targetID: link?.targetID)] + fail(.mapping(failure))
  }

  private func targetValues(_ evaluation: MappingEvaluation) -> [PlacedValue] {
    var values: [PlacedValue] = []
    values.reserveCapacity(setting.attributes.count)
    // Somebody who left scope keeps their attributes; only the access goes.
    let attributes =
      treatment == .disable
      ? setting.attributes.filter { $0.mapping.readsSoftDeletion } : setting.attributes
    for (attribute, flow) in zip(attributes, evaluation.flows) {
      let value: JSONValue?
      switch flow.outcome {
      case .value(let wanted): value = wanted
      case .clear: value = nil
      case .nothing, .ignored: continue
      }
      let definition = attribute.mapping.definition
      let wanted = TargetValue(
        path: attribute.path, value: value, isCaseExact: definition.isCaseExact,
        isMultivalued: definition.isMultivalued, addsOnly: attribute.mapping.flowType.addsOnly,
        setsOnlyIfEmpty: attribute.mapping.fillsOnlyWhatIsEmpty, isRedacted: flow.isRedacted,
        isWriteOnly: definition.isWriteOnly,
        flowsAlways: attribute.mapping.flowBehavior == .flowAlways)
      values.append(PlacedValue(value: wanted, place: attribute.place))
    }
    return values
  }

  private mutating func create() -> [Action] {
    if treatment == .provisionDisabled {
      return skip(
        "NotActiveInSource",
        "It is disabled in the source and not in the target; accounts of disabled people are not made.")
    }
    guard setting.mapping.flows.contains(.add) else {
      return skip(
        "CreateNotEnabled",
        "It is not in the target, and the mapping's target object actions leave out Add.")
    }
    action = .create
    // Whatever was sent before, the target was asked since and has none.
    isCreateInDoubt = false
    // What it is created with, the mappings' event says.
    let decision = DecisionMade(
      action: .create, texts: ["It is in scope, and no account was found for it."])
    return [.record(decision, targetID: nil)]
      + export(setting.dialect.createRequest(type: setting.mapping.targetType, values: values))
  }

  mutating func delete(_ link: ConnectorEntry.Link) -> [Action] {
    action = .delete
    let decision = DecisionMade(action: .delete, texts: ["Its account will be deleted."])
    return [.record(decision, targetID: link.targetID)]
      + export(setting.dialect.deleteRequest(type: setting.mapping.targetType, id: link.targetID))
  }

  private mutating func update(_ current: JSONObject, _ link: ConnectorEntry.Link) -> [Action] {
    let changes = setting.dialect.changes(from: current, to: values)
    let isDisable = !scope.softDeletionCauses.isEmpty && setting.mapping.mapsSoftDeletion
    guard !changes.isEmpty else {
      settle(link, isDisabled: isDisable)
      return skip(
        "RedundantExport", "The target has everything already.", targetID: link.targetID)
    }
    guard setting.mapping.flows.contains(.update) else {
      return skip(
        "UpdateNotEnabled", "It differs, but the mapping's target object actions leave out Update.")
    }
    action = setting.dialect.isDisable(changes) ? .disable : .update
    let modified = changes.map { change in
      let isHidden = change.isRedacted || setting.hiddenPaths.contains(change.path)
      return DecisionMade.Modification(
        name: change.path.description, old: isHidden ? change.old.map { _ in "[Redact]" } : change.old,
        new: isHidden ? change.new.map { _ in "[Redact]" } : change.new)
    }
    let text = action == .disable ? "Its account will be disabled." : "Its account differs."
    return [
      .record(DecisionMade(action: action, texts: [text], modified: modified), targetID: link.targetID)
    ]
      + export(
        setting.dialect.updateRequest(
          type: setting.mapping.targetType, id: link.targetID, changes: changes, current: current))
  }

  /// Takes over whether the account is disabled, where that differs from what the link says.
  mutating func settle(_ link: ConnectorEntry.Link, isDisabled: Bool) {
    guard link.isDisabled != isDisabled || linkChange != .unchanged else { return }
    let settled = ConnectorEntry.Link(targetID: link.targetID, isDisabled: isDisabled)
    self.link = settled
    linkChange = .set(settled)
  }
}
