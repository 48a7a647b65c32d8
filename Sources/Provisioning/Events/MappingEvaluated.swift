public import JSONTape

/// What the attribute mappings made of an object's image.
public struct MappingEvaluated: JobFacts {
  public static let kind = JobEvent.Kind.mappingEvaluated

  /// One attribute mapping's result.
  public struct Flow: Sendable, Hashable {
    /// What became of it.
    public enum Outcome: String, Sendable, CaseIterable {
      case value
      /// No value, so nothing is sent.
      case nothing
      /// No value, and the target's is to go.
      case clear
      /// The expression or the mapping's flow type says not now.
      case ignored
    }

    public var attribute: String
    public var expression: String
    /// The source values it read; "[Redact]" for those that nobody may read.
    public var inputs: JSONObject
    public var outcome: Outcome
    /// With `outcome` value; "[Redact]" where nobody may read it.
    public var value: JSONValue?

    public init(
      attribute: String, expression: String, inputs: JSONObject, outcome: Outcome, value: JSONValue? = nil
    ) {
      self.attribute = attribute
      self.expression = expression
      self.inputs = inputs
      self.outcome = outcome
      self.value = value
    }
  }

  public var flows: [Flow]
  /// Whether an expression wants the whole object left alone.
  public var ignoresObject: Bool
  /// The mapping that failed: `attribute`, `expression`, `code`, `reason`.
  public var failure: JSONObject?

  public init(flows: [Flow], ignoresObject: Bool = false, failure: JSONObject? = nil) {
    self.flows = flows
    self.ignoresObject = ignoresObject
    self.failure = failure
  }

  public init(json: JSONObject) throws(JobFactsError) {
    let reader = FactsReader(Self.kind, json)
    var flows: [Flow] = []
    for flow in try reader.readers("flows") {
      flows.append(
        Flow(
          attribute: try flow.string("attribute"), expression: try flow.string("expression"),
          inputs: flow.objectOrEmpty("inputs"), outcome: try flow.word("outcome"), value: flow.object["value"]
        ))
    }
    self.flows = flows
    ignoresObject = reader.flag("ignoresObject")
    failure = reader.optionalObject("failure")
  }

  public var json: JSONObject {
    var writer = FactsWriter()
    writer.set(
      "flows",
      flows.map { flow in
        var writer = FactsWriter()
        writer.set("attribute", flow.attribute)
        writer.set("expression", flow.expression)
        if !flow.inputs.isEmpty { writer.set("inputs", flow.inputs) }
        writer.set("outcome", flow.outcome)
        writer.set("value", flow.value)
        return writer.object
      })
    writer.set("ignoresObject", flag: ignoresObject)
    writer.set("failure", failure)
    return writer.object
  }
}
