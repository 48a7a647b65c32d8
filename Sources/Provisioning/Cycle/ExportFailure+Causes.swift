import JSONTape

extension ExportFailure {
  /// Why a request brought no success: a refusal, or no answer at all.
  init(_ answer: Result<TargetResponse, TransportFailure>, method: String) {
    switch answer {
    case .success(let response): self.init(response, method: method)
    case .failure(let failure): self.init(failure)
    }
  }

  /// A success without the id that everything later needs.
  static func answerWithoutID(_ method: String) -> ExportFailure {
    ExportFailure(
      code: incompatible, reason: "The target answered \(method) without the resource's id (RFC 7644 §3.3).",
      isAmbiguous: true)
  }

  static func duplicateTargets(_ attribute: String, count: Int) -> ExportFailure {
    ExportFailure(
      code: duplicateTargetEntries,
      reason: "\(count) resources of the target have this object's value of \(attribute).")
  }

  static func duplicateSources(_ owner: SourceKey) -> ExportFailure {
    ExportFailure(
      code: "DuplicateSourceEntries",
      reason: "The account that matches is linked to another object of the source already: \(owner).",
      recommendedAction:
        "Two source objects have the same matching value. Correct one of them in the source.")
  }

  /// A mapping could not be evaluated, so nothing is sent for the object.
  static func mapping(_ failure: MappingFailure) -> ExportFailure {
    ExportFailure(
      code: failure.code.rawValue, reason: failure.description,
      recommendedAction: "Correct the expression or the source's value; `expression eval` tries it out.")
  }
}
