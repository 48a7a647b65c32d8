public import JSONTape

/// The job runs seldom from here on, or stays there for another reason.
public struct QuarantineEntered: JobFacts {
  public static let kind = JobEvent.Kind.quarantineEntered
  public var reason: QuarantineReason
  public var message: String
  /// Microseconds since 1970-01-01 UTC; nil where only an administrator can end it.
  public var nextAttempt: Int64?

  public init(reason: QuarantineReason, message: String, nextAttempt: Int64? = nil) {
    self.reason = reason
    self.message = message
    self.nextAttempt = nextAttempt
  }

  public init(json: JSONObject) throws(JobFactsError) {
    let reader = FactsReader(Self.kind, json)
    reason = try reader.word("reason")
    message = reader.optionalString("message") ?? ""
    nextAttempt = reader.optionalTime("nextAttempt")
  }

  public var json: JSONObject {
    var writer = FactsWriter()
    writer.set("reason", reason)
    writer.set("message", message)
    writer.set("nextAttempt", time: nextAttempt)
    return writer.object
  }
}

public struct QuarantineLeft: JobFacts {
  public static let kind = JobEvent.Kind.quarantineLeft
  public init() {}
  public init(json: JSONObject) throws(JobFactsError) {}
  public var json: JSONObject { [:] }
}
