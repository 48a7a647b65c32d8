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
    public var outcome: Outcome
    /// With `outcome` value; "[Redact]" where nobody may read it.
    public var value: JSONValue?

    public init(attribute: String, outcome: Outcome, value: JSONValue? = nil) {
      self.attribute = attribute
      self.outcome = outcome
      self.value = value
    }
  }

  /// In the mapping's order. Their expressions stand in the configuration that is in force in the cycle.
  public var flows: [Flow]
  /// The source values that were read, null for those that are absent; "[Redact]" for those that nobody may read.
  public var inputs: JSONObject
  /// Whether an expression wants the whole object left alone.
  public var ignoresObject: Bool
  /// The mapping that failed: `attribute`, `expression`, `code`, `reason`.
  public var failure: JSONObject?

  public init(
    flows: [Flow], inputs: JSONObject = [:], ignoresObject: Bool = false, failure: JSONObject? = nil
  ) {
    self.flows = flows
    self.inputs = inputs
    self.ignoresObject = ignoresObject
    self.failure = failure
  }

  public init(json: JSONObject) throws(JobFactsError) {
    let reader = FactsReader(Self.kind, json)
    var flows: [Flow] = []
    var inputs = reader.objectOrEmpty("inputs")
    for flow in try reader.readers("flows") {
      let outcome = flow.object.contains("outcome") ? try flow.word("outcome") : Flow.Outcome.value
      flows.append(
        Flow(attribute: try flow.string("attribute"), outcome: outcome, value: flow.object["value"]))
      // Earlier events say with each flow what it read.
      for input in flow.objectOrEmpty("inputs") { inputs[input.name] = input.value }
    }
    self.flows = flows
    self.inputs = inputs
    ignoresObject = reader.flag("ignoresObject")
    failure = reader.optionalObject("failure")
  }

  public var json: JSONObject {
    var writer = FactsWriter()
    set(in: &writer)
    return writer.object
  }

  public func write(into bytes: inout [UInt8]) { FactsText.write(into: &bytes) { set(in: &$0) } }

  private func set(in writer: inout some FactsMembers) {
    if !inputs.isEmpty { writer.set("inputs", inputs) }
    writer.set("flows", each: flows) { flow, writer in
      writer.set("attribute", flow.attribute)
      if flow.outcome != .value { writer.set("outcome", flow.outcome) }
      writer.set("value", flow.value)
    }
    writer.set("ignoresObject", flag: ignoresObject)
    writer.set("failure", failure)
  }
}
