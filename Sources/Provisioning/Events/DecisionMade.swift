public import JSONTape

/// What is to be done about an object, before any of it is done.
public struct DecisionMade: JobFacts {
  public static let kind = JobEvent.Kind.decisionMade

  /// One attribute of the target that is to change.
  public struct Modification: Sendable, Hashable {
    public var name: String
    /// Nil where there was none; "[Redact]" where nobody may read it.
    public var old: JSONValue?
    /// Nil where there will be none.
    public var new: JSONValue?

    public init(name: String, old: JSONValue? = nil, new: JSONValue? = nil) {
      self.name = name
      self.old = old
      self.new = new
    }
  }

  public var action: ProvisioningAction
  /// A skip's or failure's word: `RedundantExport`, `NotEffectivelyEntitled`, `DuplicateTargetEntries`.
  public var reason: String?
  /// For people; where there are several they are shown with numbers.
  public var texts: [String]
  /// Empty for a create, which sets what the mappings gave; ``modifications(_:)`` tells both.
  public var modified: [Modification]

  public init(
    action: ProvisioningAction, reason: String? = nil, texts: [String] = [], modified: [Modification] = []
  ) {
    self.action = action
    self.reason = reason
    self.texts = texts
    self.modified = modified
  }

  /// What is to change.
  ///
  /// - Parameter mapping: What the mappings gave in the same change, which a create sets.
  public func modifications(_ mapping: MappingEvaluated?) -> [Modification] {
    guard action == .create, modified.isEmpty, let mapping else { return modified }
    return mapping.flows.compactMap { flow in
      flow.value.map { Modification(name: flow.attribute, new: $0) }
    }
  }

  public init(json: JSONObject) throws(JobFactsError) {
    let reader = FactsReader(Self.kind, json)
    action = try reader.word("action")
    reason = reader.optionalString("reason")
    texts = try reader.strings("texts")
    var modified: [Modification] = []
    for change in try reader.readers("modified") {
      modified.append(
        Modification(name: try change.string("name"), old: change.object["old"], new: change.object["new"]))
    }
    self.modified = modified
  }

  public var json: JSONObject {
    var writer = FactsWriter()
    set(in: &writer)
    return writer.object
  }

  public func write(into bytes: inout [UInt8]) { FactsText.write(into: &bytes) { set(in: &$0) } }

  private func set(in writer: inout some FactsMembers) {
    writer.set("action", action)
    writer.set("reason", reason)
    writer.set("texts", texts)
    writer.set("modified", each: modified) { change, writer in
      writer.set("name", change.name)
      writer.set("old", change.old)
      writer.set("new", change.new)
    }
  }
}
