public import JSONTape

/// References that can't be set yet, since the objects they point to are not in the target.
public struct ReferencesDeferred: JobFacts {
  public static let kind = JobEvent.Kind.referencesDeferred
  public var attribute: String
  public var ids: [String]

  public init(attribute: String, ids: [String]) {
    self.attribute = attribute
    self.ids = ids
  }

  public init(json: JSONObject) throws(JobFactsError) {
    let reader = FactsReader(Self.kind, json)
    self.init(attribute: try reader.string("attribute"), ids: try reader.strings("ids"))
  }

  public var json: JSONObject {
    var writer = FactsWriter()
    writer.set("attribute", attribute)
    writer.set("ids", ids)
    return writer.object
  }
}

/// References that were written to the target, by the source's ids.
public struct ReferencesExported: JobFacts {
  public static let kind = JobEvent.Kind.referencesExported
  public var attribute: String
  public var added: [String]
  public var removed: [String]

  public init(attribute: String, added: [String] = [], removed: [String] = []) {
    self.attribute = attribute
    self.added = added
    self.removed = removed
  }

  public init(json: JSONObject) throws(JobFactsError) {
    let reader = FactsReader(Self.kind, json)
    self.init(
      attribute: try reader.string("attribute"), added: try reader.strings("added"),
      removed: try reader.strings("removed"))
  }

  public var json: JSONObject {
    var writer = FactsWriter()
    writer.set("attribute", attribute)
    writer.set("added", added)
    writer.set("removed", removed)
    return writer.object
  }
}
