public import JSONTape

/// The target was asked for an object, by a matching attribute or by its id.
public struct MatchQueried: JobFacts {
  public static let kind = JobEvent.Kind.matchQueried
  public var method: String
  public var path: String
  public var query: String
  /// The matching attribute; nil for a read by id.
  public var attribute: String?
  /// What it was asked to equal; "[Redact]" where nobody may read it.
  public var value: JSONValue?
  /// The HTTP status; nil where no answer came.
  public var status: Int?
  /// How many resources matched.
  public var count: Int?
  /// Those found, without members.
  public var resources: [JSONObject]
  /// An export failure's own JSON, where the question could not be answered.
  public var failure: JSONObject?
  public var microseconds: Int?

  public init(
    method: String, path: String, query: String = "", attribute: String? = nil, value: JSONValue? = nil,
    status: Int? = nil, count: Int? = nil, resources: [JSONObject] = [], failure: JSONObject? = nil,
    microseconds: Int? = nil
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.attribute = attribute
    self.value = value
    self.status = status
    self.count = count
    self.resources = resources
    self.failure = failure
    self.microseconds = microseconds
  }

  public init(json: JSONObject) throws(JobFactsError) {
    let reader = FactsReader(Self.kind, json)
    method = try reader.string("method")
    path = try reader.string("path")
    query = reader.optionalString("query") ?? ""
    attribute = reader.optionalString("attribute")
    value = json["value"]
    status = reader.optionalInt("status")
    count = reader.optionalInt("count")
    resources = try reader.objects("resources")
    failure = reader.optionalObject("failure")
    microseconds = reader.optionalInt("microseconds")
  }

  public var json: JSONObject {
    var writer = FactsWriter()
    set(in: &writer)
    return writer.object
  }

  public func write(into bytes: inout [UInt8]) { FactsText.write(into: &bytes) { set(in: &$0) } }

  private func set(in writer: inout some FactsMembers) {
    writer.set("method", method)
    writer.set("path", path)
    if !query.isEmpty { writer.set("query", query) }
    writer.set("attribute", attribute)
    writer.set("value", value)
    writer.set("status", status)
    writer.set("count", count)
    writer.set("resources", resources)
    writer.set("failure", failure)
    writer.set("microseconds", microseconds)
  }
}
