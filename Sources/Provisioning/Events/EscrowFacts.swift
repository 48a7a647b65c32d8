public import JSONTape

/// An object's operation failed and will be tried again; the event's `source` is the object.
public struct EscrowOpened: JobFacts {
  public static let kind = JobEvent.Kind.escrowOpened
  public var escrow: EscrowFact

  public init(_ escrow: EscrowFact) { self.escrow = escrow }

  public init(json: JSONObject) throws(JobFactsError) {
    escrow = try EscrowFact(FactsReader(Self.kind, json))
  }

  public var json: JSONObject { escrow.json }
}

/// It was tried again and failed again.
public struct EscrowRetried: JobFacts {
  public static let kind = JobEvent.Kind.escrowRetried
  public var escrow: EscrowFact

  public init(_ escrow: EscrowFact) { self.escrow = escrow }

  public init(json: JSONObject) throws(JobFactsError) {
    escrow = try EscrowFact(FactsReader(Self.kind, json))
  }

  public var json: JSONObject { escrow.json }
}

/// What is known of a failure that is tried again; the object itself stands in the event.
public struct EscrowFact: Sendable, Hashable {
  public var code: String
  public var reason: String
  /// How often it was tried so far.
  public var attempts: Int
  /// Microseconds since 1970-01-01 UTC.
  public var firstFailure: Int64
  public var nextAttempt: Int64

  public init(code: String, reason: String, attempts: Int, firstFailure: Int64, nextAttempt: Int64) {
    self.code = code
    self.reason = reason
    self.attempts = attempts
    self.firstFailure = firstFailure
    self.nextAttempt = nextAttempt
  }

  init(_ reader: FactsReader) throws(JobFactsError) {
    code = try reader.string("code")
    reason = reader.optionalString("reason") ?? ""
    attempts = try reader.int("attempts")
    firstFailure = try reader.time("firstFailure")
    nextAttempt = try reader.time("nextAttempt")
  }

  var json: JSONObject {
    var writer = FactsWriter()
    writer.set("code", code)
    writer.set("reason", reason)
    writer.set("attempts", attempts)
    writer.set("firstFailure", time: firstFailure)
    writer.set("nextAttempt", time: nextAttempt)
    return writer.object
  }
}

/// The object went through.
public struct EscrowClosed: JobFacts {
  public static let kind = JobEvent.Kind.escrowClosed
  public init() {}
  public init(json: JSONObject) throws(JobFactsError) {}
  public var json: JSONObject { [:] }
}

/// The last attempt failed; nobody tries again until the object changes.
public struct EscrowExpired: JobFacts {
  public static let kind = JobEvent.Kind.escrowExpired
  public init() {}
  public init(json: JSONObject) throws(JobFactsError) {}
  public var json: JSONObject { [:] }
}
