public import JSONTape

/// Whether the job manages an object, and why.
public struct ScopeEvaluated: JobFacts {
  public static let kind = JobEvent.Kind.scopeEvaluated
  /// A scope evaluation's own JSON: each check, each clause, the numbered reasons.
  public var evaluation: JSONObject
  public var isInScope: Bool
  /// Whether the object is assigned to the application, or the job takes all.
  public var isEntitled: Bool

  public init(evaluation: JSONObject, isInScope: Bool, isEntitled: Bool) {
    self.evaluation = evaluation
    self.isInScope = isInScope
    self.isEntitled = isEntitled
  }

  public init(json: JSONObject) throws(JobFactsError) {
    let reader = FactsReader(Self.kind, json)
    self.init(
      evaluation: reader.objectOrEmpty("evaluation"), isInScope: reader.flag("isInScope"),
      isEntitled: reader.flag("isEntitled"))
  }

  public var json: JSONObject {
    var writer = FactsWriter()
    set(in: &writer)
    return writer.object
  }

  public func write(into bytes: inout [UInt8]) { FactsText.write(into: &bytes) { set(in: &$0) } }

  private func set(in writer: inout some FactsMembers) {
    writer.set("isInScope", flag: isInScope)
    writer.set("isEntitled", flag: isEntitled)
    writer.set("evaluation", evaluation)
  }
}
