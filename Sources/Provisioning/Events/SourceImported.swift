public import JSONTape

/// An object of the source is new, has changed, is gone, or is to be looked at again.
///
/// The event's `source` is its key. It holds the whole image, so that everything that follows can be computed
/// from it, but of large reference attributes only what changed.
public struct SourceImported: JobFacts {
  public static let kind = JobEvent.Kind.sourceImported

  public enum Change: String, Sendable, CaseIterable {
    /// As `SourceChange.Kind` has them.
    case full, partial, softDeleted, deleted
    /// A snapshot no longer had it, so it is gone for ever.
    case missing
    /// It is as it was, but the configuration or a restart wants it looked at again.
    case reevaluated

    /// Whether the object is gone for ever.
    public var isDeletion: Bool { self == .deleted || self == .missing }
  }

  public var change: Change
  /// Whether the job did not know the object before.
  public var isNew: Bool
  /// All attributes afterwards. The ledger seals those that `sealed` names.
  public var attributes: JSONObject
  public var isSoftDeleted: Bool
  /// The whole of the small reference attributes afterwards: `manager`.
  public var references: [String: [String]]
  /// How the large ones changed: `members`. Not for attributes in `references`.
  public var referenceChanges: [String: ReferenceDelta]
  /// The names of attributes that differ from the image before.
  public var changed: [String]
  /// What this makes due; nil leaves what is due already.
  public var due: ConnectorEntry.Due?
  /// The names of attributes whose values nobody may read in the ledger.
  public var sealed: [String]

  public init(
    change: Change, isNew: Bool = false, attributes: JSONObject, isSoftDeleted: Bool = false,
    references: [String: [String]] = [:], referenceChanges: [String: ReferenceDelta] = [:],
    changed: [String] = [], due: ConnectorEntry.Due? = nil, sealed: [String] = []
  ) {
    self.change = change
    self.isNew = isNew
    self.attributes = attributes
    self.isSoftDeleted = isSoftDeleted
    self.references = references
    self.referenceChanges = referenceChanges
    self.changed = changed
    self.due = due
    self.sealed = sealed
  }

  public init(json: JSONObject) throws(JobFactsError) {
    let reader = FactsReader(Self.kind, json)
    change = try reader.word("change")
    isNew = reader.flag("isNew")
    attributes = reader.objectOrEmpty("attributes")
    isSoftDeleted = reader.flag("isSoftDeleted")
    var references: [String: [String]] = [:]
    if let whole = reader.optionalObject("references") {
      let values = FactsReader(Self.kind, whole, prefix: "references.")
      for member in whole { references[member.name] = try values.strings(member.name) }
    }
    self.references = references
    var referenceChanges: [String: ReferenceDelta] = [:]
    for member in reader.objectOrEmpty("referenceChanges") {
      let delta = FactsReader(
        Self.kind, member.value.objectValue ?? [:], prefix: "referenceChanges.\(member.name).")
      referenceChanges[member.name] = ReferenceDelta(
        added: try delta.strings("added"), removed: try delta.strings("removed"))
    }
    self.referenceChanges = referenceChanges
    changed = try reader.strings("changed")
    due = reader.optionalObject("due").map { ConnectorEntry.Due(json: $0) }
    sealed = try reader.strings("sealed")
  }

  public var json: JSONObject {
    var writer = FactsWriter()
    set(in: &writer)
    return writer.object
  }

  public func write(into bytes: inout [UInt8]) { FactsText.write(into: &bytes) { set(in: &$0) } }

  private func set(in writer: inout some FactsMembers) {
    writer.set("change", change)
    writer.set("isNew", flag: isNew)
    writer.set("attributes", attributes)
    writer.set("isSoftDeleted", flag: isSoftDeleted)
    if !references.isEmpty {
      let whole = references.sorted { $0.key < $1.key }
      writer.set(
        "references",
        JSONObject(whole.map { ($0.key, .array($0.value.map { .string($0) })) }))
    }
    let deltas = referenceChanges.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
    if !deltas.isEmpty {
      writer.set("referenceChanges", JSONObject(deltas.map { ($0.key, .object($0.value.json)) }))
    }
    writer.set("changed", changed)
    if let due { writer.set("due") { due.set(in: &$0) } }
    writer.set("sealed", sealed)
  }
}

extension ReferenceDelta {
  var json: JSONObject {
    var writer = FactsWriter()
    writer.set("added", added)
    writer.set("removed", removed)
    return writer.object
  }
}

extension ConnectorEntry.Due {
  init(json: JSONObject) {
    func flag(_ name: String) -> Bool { json[name]?.boolValue ?? false }
    self.init(
      object: flag("object"), references: flag("references"), isDeleted: flag("isDeleted"),
      isDeletionAllowed: flag("isDeletionAllowed"), mayExist: flag("mayExist"))
  }

  func set(in writer: inout some FactsMembers) {
    writer.set("object", flag: object)
    writer.set("references", flag: references)
    writer.set("isDeleted", flag: isDeleted)
    writer.set("isDeletionAllowed", flag: isDeletionAllowed)
    writer.set("mayExist", flag: mayExist)
  }
}
