public import JSONTape

/// A cycle begins: all that its results depend on besides the source and the target.
public struct CycleStarted: JobFacts {
  public static let kind = JobEvent.Kind.cycleStarted
  /// `initial`, `incremental` or `onDemand`; one on demand leaves watermark and steady state alone.
  public var cycle: CycleKind
  /// Where the read of the source starts.
  public var watermark: String?
  /// The hash of the configuration in force.
  public var configuration: String
  public var seed: UInt64
  /// The clock of the cycle's expressions: microseconds since 1970-01-01 UTC.
  public var now: Int64
  /// Whether the threshold of deletions is off this once.
  public var forcesDeletions: Bool
  /// The limits in force, as ``JobDocument/workingLimits`` gives them; they have no part in the hash.
  ///
  /// Nil in cycles that older versions recorded.
  public var limits: JSONObject?

  public init(
    cycle: CycleKind, watermark: String?, configuration: String, seed: UInt64, now: Int64,
    forcesDeletions: Bool = false, limits: JSONObject? = nil
  ) {
    self.cycle = cycle
    self.watermark = watermark
    self.configuration = configuration
    self.seed = seed
    self.now = now
    self.forcesDeletions = forcesDeletions
    self.limits = limits
  }

  public init(json: JSONObject) throws(JobFactsError) {
    let reader = FactsReader(Self.kind, json)
    cycle = try reader.word("kind")
    watermark = reader.optionalString("watermark")
    configuration = try reader.string("configuration")
    guard let seed = UInt64(try reader.string("seed"), radix: 16) else {
      throw reader.error("seed", "a number in hexadecimal")
    }
    self.seed = seed
    now = try reader.time("now")
    forcesDeletions = reader.flag("forcesDeletions")
    limits = reader.optionalObject("limits")
  }

  public var json: JSONObject {
    var writer = FactsWriter()
    writer.set("kind", cycle)
    writer.set("watermark", watermark)
    writer.set("configuration", configuration)
    writer.set("seed", String(seed, radix: 16))
    writer.set("now", time: now)
    writer.set("forcesDeletions", flag: forcesDeletions)
    writer.set("limits", limits)
    return writer.object
  }
}

/// A cycle that was cut short goes on.
public struct CycleContinued: JobFacts {
  public static let kind = JobEvent.Kind.cycleContinued
  public var reason: String
  /// The limits in force from here on, as in ``CycleStarted/limits``.
  public var limits: JSONObject?

  public init(reason: String, limits: JSONObject? = nil) {
    self.reason = reason
    self.limits = limits
  }

  public init(json: JSONObject) throws(JobFactsError) {
    let reader = FactsReader(Self.kind, json)
    reason = try reader.string("reason")
    limits = reader.optionalObject("limits")
  }

  public var json: JSONObject {
    var writer = FactsWriter()
    writer.set("reason", reason)
    writer.set("limits", limits)
    return writer.object
  }
}

/// A cycle is over.
public struct CycleEnded: JobFacts {
  public static let kind = JobEvent.Kind.cycleEnded
  public var state: CycleOutcome
  public var counts: CycleCounts
  /// In force from here on; nil leaves the old one.
  public var watermark: String?
  public var error: JobError?
  /// Whether failures were dropped so that an initial cycle could end.
  public var prunesEscrows: Bool

  public init(
    state: CycleOutcome, counts: CycleCounts, watermark: String? = nil, error: JobError? = nil,
    prunesEscrows: Bool = false
  ) {
    self.state = state
    self.counts = counts
    self.watermark = watermark
    self.error = error
    self.prunesEscrows = prunesEscrows
  }

  public init(json: JSONObject) throws(JobFactsError) {
    let reader = FactsReader(Self.kind, json)
    state = try reader.word("state")
    counts = CycleCounts(json: reader.objectOrEmpty("counts"))
    watermark = reader.optionalString("watermark")
    error = reader.optionalObject("error").map { JobError(json: $0) }
    prunesEscrows = reader.flag("prunesEscrows")
  }

  public var json: JSONObject {
    var writer = FactsWriter()
    writer.set("state", state)
    writer.set("counts", counts.json)
    writer.set("watermark", watermark)
    writer.set("error", error?.json)
    writer.set("prunesEscrows", flag: prunesEscrows)
    return writer.object
  }
}

/// Why a cycle or a job can't go on (Graph's synchronizationError).
public struct JobError: Sendable, Hashable {
  /// An error code of the provisioning logs.
  public var code: String
  public var message: String

  public init(code: String, message: String) {
    self.code = code
    self.message = message
  }

  public init(json: JSONObject) {
    code = json["code"]?.stringValue ?? ""
    message = json["message"]?.stringValue ?? ""
  }

  public var json: JSONObject { ["code": .string(code), "message": .string(message)] }
}
