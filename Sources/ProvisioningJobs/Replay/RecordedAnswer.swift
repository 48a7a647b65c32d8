import JSONTape
import Provisioning

/// What the target answered, as an event kept it.
struct RecordedAnswer {
  var result: Result<TargetResponse, TransportFailure>
  var microseconds: Int

  /// - Parameter isAmbiguous: Whether more resources were found than the one that is listed.
  init(_ facts: MatchQueried, isAmbiguous: Bool, reveal: (JSONObject) -> JSONObject) {
    microseconds = facts.microseconds ?? 0
    if let failure = facts.failure {
      result = RecordedAnswer.failed(failure)
      return
    }
    let status = facts.status ?? 0
    var resources = facts.resources.map(reveal)
    if facts.attribute == nil {
      result = .success(TargetResponse(status: status, body: resources.first))
      return
    }
    // Of many, and of those that only said that a value is taken, the log keeps the number.
    let count = facts.count ?? 0
    while resources.count < count { resources.append(resources.last ?? ["id": "?"]) }
    result = .success(
      TargetResponse(
        status: status,
        body: [
          "totalResults": .number(JSONNumber(isAmbiguous ? count + 1 : count)),
          "Resources": .array(resources.map { .object($0) }),
        ]))
  }

  init(_ facts: ExportAnswered) {
    microseconds = facts.microseconds
    if let failure = facts.failure {
      result = RecordedAnswer.failed(failure)
    } else {
      let body: JSONObject? = facts.targetID.map { ["id": .string($0)] }
      result = .success(TargetResponse(status: facts.status ?? 0, body: body))
    }
  }

  /// An answer that gives the same failure again.
  private static func failed(_ json: JSONObject) -> Result<TargetResponse, TransportFailure> {
    let reason = json["reason"]?.stringValue ?? ""
    if let status = json["status"]?.intValue {
      var body: JSONObject = ["detail": .string(reason)]
      if let type = json["scimType"] { body["scimType"] = type }
      // With a text it is not taken for the answer that nothing was found.
      return .success(
        TargetResponse(status: status, body: body, text: reason, retryAfter: json["retryAfter"]?.intValue))
    }
    let known: [TransportFailure] = [.timeout, .connectionRefused, .connectionReset]
    if let failure = known.first(where: { $0.description == reason }) { return .failure(failure) }
    let tls = TransportFailure.tls("").description
    return .failure(reason.hasPrefix(tls) ? .tls(String(reason.dropFirst(tls.count))) : .other(reason))
  }
}
