import JSONTape

extension MappingEvaluated {
  /// What the event keeps of an evaluation: redacted values only as that.
  public init(_ evaluation: MappingEvaluation) {
    self.init(
      flows: evaluation.flows.map { flow in
        var outcome = Flow.Outcome.nothing
        var value: JSONValue?
        switch flow.outcome {
        case .value(let result): (outcome, value) = (.value, flow.isRedacted ? "[Redact]" : result)
        case .nothing: outcome = .nothing
        case .clear: outcome = .clear
        case .ignored: outcome = .ignored
        }
        return Flow(attribute: flow.targetAttribute, outcome: outcome, value: value)
      },
      inputs: evaluation.inputs,
      ignoresObject: evaluation.ignoresObject,
      failure: evaluation.failure.map { failure in
        [
          "attribute": .string(failure.targetAttribute), "expression": .string(failure.expression),
          "code": .string(failure.code.rawValue), "reason": .string(failure.reason),
        ]
      })
  }
}
