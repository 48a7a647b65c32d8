import JSONTape

extension ObjectRun {
  mutating func anchorRead(
    _ answer: Result<TargetResponse, TransportFailure>, _ microseconds: Int
  ) -> [Action] {
    guard let link else { return match(at: 0) }
    let request = setting.dialect.readRequest(type: setting.mapping.targetType, id: link.targetID)
    var facts = MatchQueried(
      method: request.method, path: request.path, query: request.query, microseconds: microseconds)
    switch answer {
    case .success(let response) where response.status == 200 && response.hasBody:
      let resource = response.body ?? [:]
      facts.status = response.status
      facts.count = 1
      facts.resources = [setting.recorded(resource, hiding: secrets)]
      current = resource
      return [.record(facts, targetID: link.targetID)] + decide()
    case .success(let response) where response.status == 404 || response.status == 410:
      facts.status = response.status
      facts.count = 0
      let record = Action.record(facts, targetID: link.targetID)
      // Somebody else deleted the account. The object is matched anew, as if it had never been linked.
      self.link = nil
      linkChange = .removed
      if treatment == .disable {
        return [record] + skip("InvalidAnchor", "Its account is no longer in the target.")
      }
      return [record] + match(at: 0)
    default:
      let failure = failure(answer, method: request.method)
      facts.status = failure.status
      facts.failure = failure.json
      return [.record(facts, targetID: link.targetID)]
        + retry(failure, .again)
    }
  }

  /// Asks the target for the object by its matching attribute number `index`.
  mutating func match(at index: Int) -> [Action] {
    guard index < setting.matching.count else {
      return decide()
    }
    let attribute = setting.matching[index]
    let evaluation = evaluation(isCreation: true)
    if let failure = evaluation.failure { return failMapping(evaluation, failure) }
    guard let value = matchingValue(of: attribute.mapping, in: evaluation) else {
      guard index + 1 < setting.matching.count else {
        if index > 0, hasAskedTarget { return decide() }
        return skip(
          "ImportSkipped",
          "It has no value for \(attribute.mapping.targetAttribute), by which it would be matched: "
            + "\(attribute.mapping.expressionText) gave none. Fill it in the source.")
      }
      return match(at: index + 1)
    }
    let request = setting.dialect.matchRequest(
      type: setting.mapping.targetType, place: attribute.place, value: value)
    state = .matching(index: index, request, value)
    hasAskedTarget = true
    return [.send(request)]
  }

  private func matchingValue(of mapping: AttributeMapping, in evaluation: MappingEvaluation) -> JSONValue? {
    guard let flow = evaluation.flows.first(where: { $0.targetAttribute == mapping.targetAttribute }),
      case .value(let value) = flow.outcome
    else { return nil }
    if case .string(let text) = value, text.isEmpty { return nil }
    if value.isNull { return nil }
    return value
  }

  mutating func matched(
    _ answer: Result<TargetResponse, TransportFailure>, at index: Int, _ request: TargetRequest,
    _ value: JSONValue, _ microseconds: Int
  ) -> [Action] {
    let attribute = setting.matching[index]
    let isSecret = setting.hiddenPaths.contains(attribute.path) || secrets.contains(value)
    let kept =
      isSecret
      ? setting.dialect.matchRequest(
        type: setting.mapping.targetType, path: attribute.path, value: "[Redact]") : request
    var facts = MatchQueried(
      method: request.method, path: request.path, query: kept.query,
      attribute: attribute.mapping.targetAttribute, value: isSecret ? "[Redact]" : value,
      microseconds: microseconds)
    guard case .success(let response) = answer else {
      let failure = failure(answer, method: request.method)
      facts.failure = failure.json
      return [.record(facts, targetID: nil)] + retry(failure, .again)
    }
    facts.status = response.status
    switch setting.dialect.matches(in: response) {
    case .none:
      facts.count = 0
      return [.record(facts, targetID: nil)] + match(at: index + 1)
    case .one(let resource):
      facts.count = 1
      facts.resources = [setting.recorded(resource, hiding: secrets)]
      guard let id = setting.dialect.resourceID(of: resource) else {
        return [.record(facts, targetID: nil)] + fail(.answerWithoutID(request.method))
      }
      state = .owning(resource, id: id)
      return [.record(facts, targetID: id), .findOwner(targetID: id)]
    case .many(let resources):
      facts.count = resources.count
      facts.resources = resources.prefix(2).map { setting.recorded($0, hiding: secrets) }
      return [.record(facts, targetID: nil)]
        + fail(.duplicateTargets(attribute.mapping.targetAttribute, count: resources.count))
    case .failed(let refusal):
      let failure = RedactedText.redacting(refusal, secrets)
      facts.failure = failure.json
      return [.record(facts, targetID: nil)] + retry(failure, .again)
    }
  }

  /// Takes the source object that the resource found is linked to already; nil for none.
  public mutating func owned(by owner: SourceKey?) -> [Action] {
    guard case .owning(let resource, let id) = state else { return [] }
    if let owner, owner != entry.object.key { return fail(.duplicateSources(owner)) }
    current = resource
    let link = ConnectorEntry.Link(targetID: id)
    self.link = link
    linkChange = .set(link)
    return decide()
  }

  mutating func candidateAsked(
    _ question: UniquenessQuestion, _ answer: Result<TargetResponse, TransportFailure>, _ microseconds: Int
  ) -> [Action] {
    guard let request = request(asking: question) else { return decide() }
    var facts = MatchQueried(
      method: request.method, path: request.path, query: request.query, attribute: question.targetAttribute,
      value: .string(question.candidate), microseconds: microseconds)
    guard case .success(let response) = answer else {
      let failure = failure(answer, method: request.method)
      facts.failure = failure.json
      return [.record(facts, targetID: nil)] + retry(failure, .again)
    }
    facts.status = response.status
    switch setting.dialect.matches(in: response) {
    case .none: (facts.count, known[question]) = (0, false)
    case .one: (facts.count, known[question]) = (1, true)
    case .many(let resources): (facts.count, known[question]) = (resources.count, true)
    case .failed(let refusal):
      let failure = RedactedText.redacting(refusal, secrets)
      facts.failure = failure.json
      return [.record(facts, targetID: nil)] + retry(failure, .again)
    }
    creation = nil
    return [.record(facts, targetID: nil)] + decide()
  }

  func request(asking question: UniquenessQuestion) -> TargetRequest? {
    guard
      let path = setting.attributes.first(where: {
        $0.mapping.targetAttribute == question.targetAttribute
      })?.path
    else { return nil }
    return setting.dialect.matchRequest(
      type: setting.mapping.targetType, path: path, value: .string(question.candidate))
  }
}
