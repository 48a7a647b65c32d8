public import JSONTape

/// A write request is about to be sent to the target.
public struct ExportRequested: JobFacts {
  public static let kind = JobEvent.Kind.exportRequested
  public var method: String
  public var path: String
  public var query: String
  /// As sent, with "[Redact]" in place of values that nobody may read.
  public var body: JSONObject?
  /// 1 for the first.
  public var attempt: Int

  public init(method: String, path: String, query: String = "", body: JSONObject? = nil, attempt: Int = 1) {
    self.method = method
    self.path = path
    self.query = query
    self.body = body
    self.attempt = attempt
  }

  public init(json: JSONObject) throws(JobFactsError) {
    let reader = FactsReader(Self.kind, json)
    method = try reader.string("method")
    path = try reader.string("path")
    query = reader.optionalString("query") ?? ""
    body = reader.optionalObject("body")
    attempt = try reader.int("attempt")
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
    writer.set("body", body)
    writer.set("attempt", attempt)
  }
}

/// The target answered a write request, or no answer came.
public struct ExportAnswered: JobFacts {
  public static let kind = JobEvent.Kind.exportAnswered
  /// The HTTP status; nil where no answer came.
  public var status: Int?
  /// An export failure's own JSON; nil where the target did what was asked.
  public var failure: JSONObject?
  /// The id that the target gave.
  public var targetID: String?
  /// How long it took.
  public var microseconds: Int
  public var attempt: Int

  public init(
    status: Int?, failure: JSONObject? = nil, targetID: String? = nil, microseconds: Int, attempt: Int = 1
  ) {
    self.status = status
    self.failure = failure
    self.targetID = targetID
    self.microseconds = microseconds
    self.attempt = attempt
  }

  public init(json: JSONObject) throws(JobFactsError) {
    let reader = FactsReader(Self.kind, json)
    status = reader.optionalInt("status")
    failure = reader.optionalObject("failure")
    targetID = reader.optionalString("targetID")
    microseconds = try reader.int("microseconds")
    attempt = try reader.int("attempt")
  }

  public var json: JSONObject {
    var writer = FactsWriter()
    set(in: &writer)
    return writer.object
  }

  public func write(into bytes: inout [UInt8]) { FactsText.write(into: &bytes) { set(in: &$0) } }

  private func set(in writer: inout some FactsMembers) {
    writer.set("status", status)
    writer.set("failure", failure)
    writer.set("targetID", targetID)
    writer.set("microseconds", microseconds)
    writer.set("attempt", attempt)
  }
}
