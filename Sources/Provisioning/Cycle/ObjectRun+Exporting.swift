import JSONTape

extension ObjectRun {
  mutating func export(_ request: TargetRequest) -> [Action] {
    state = .exporting(request)
    let facts = ExportRequested(
      method: request.method, path: request.path, query: request.query, body: redacted(request.body),
      attempt: attempt)
    return [.record(facts, targetID: link?.targetID), .send(request)]
  }

  mutating func exported(
    _ request: TargetRequest, _ answer: Result<TargetResponse, TransportFailure>, _ microseconds: Int
  ) -> [Action] {
    var facts = ExportAnswered(status: nil, microseconds: microseconds, attempt: attempt)
    guard case .success(let response) = answer, isDone(response, request) else {
      let failure = failure(answer, method: request.method)
      facts.status = failure.status
      facts.failure = failure.json
      let record = Action.record(facts, targetID: link?.targetID)
      return [record] + refused(request, failure)
    }
    facts.status = response.status
    exports += 1
    if request.method == "POST" {
      guard let id = response.resourceID else {
        isCreateInDoubt = true
        return [.record(facts, targetID: nil)] + fail(.answerWithoutID(request.method))
      }
      facts.targetID = id
      let link = ConnectorEntry.Link(targetID: id)
      self.link = link
      linkChange = .set(link)
    } else if request.method == "DELETE" {
      linkChange = .removed
    } else if let link {
      settle(link, isDisabled: !scope.softDeletionCauses.isEmpty && setting.mapping.mapsSoftDeletion)
    }
    return [.record(facts, targetID: link?.targetID)] + finish(action, .success)
  }

  private func isDone(_ response: TargetResponse, _ request: TargetRequest) -> Bool {
    if (200..<300).contains(response.status) { return true }
    // Whoever deleted it first: it is gone.
    return request.method == "DELETE" && (response.status == 404 || response.status == 410)
  }

  private mutating func refused(_ request: TargetRequest, _ failure: ExportFailure) -> [Action] {
    if request.method == "POST", failure.isAmbiguous { isCreateInDoubt = true }
    if failure.code == "InvalidAnchor", request.method != "POST", !hasRematched {
      hasRematched = true
      link = nil
      linkChange = .removed
      return look()
    }
    return retry(failure, failure.isAmbiguous && request.method != "DELETE" ? .look : .again)
  }

  /// Waits and goes on where another attempt may help; else the object has failed.
  mutating func retry(_ failure: ExportFailure, _ next: Waiting) -> [Action] {
    guard failure.isTransient, attempt < setting.attempts else { return fail(failure) }
    let seconds = failure.retryAfter ?? (1 << min(attempt - 1, 5))
    guard seconds <= ObjectRun.longestWait else { return fail(failure) }
    attempt += 1
    state = .waiting(for: next, then: state)
    return [.wait(seconds: max(seconds, 0))]
  }

  /// A target that wants to be left alone for longer is met again in a later cycle.
  static let longestWait = 120

  private func redacted(_ body: JSONObject?) -> JSONObject? {
    body.map { setting.redacted($0, hiding: secrets) }
  }

  /// Why a request brought no success, as the ledger may keep it.
  func failure(_ answer: Result<TargetResponse, TransportFailure>, method: String) -> ExportFailure {
    RedactedText.redacting(ExportFailure(answer, method: method), secrets)
  }
}
