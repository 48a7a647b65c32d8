public import JSONTape

/// A page of the source was read and its changes are taken over.
public struct SourceRead: JobFacts {
  public static let kind = JobEvent.Kind.sourceRead
  /// How many objects the page had.
  public var changes: Int
  public var problems: [SourceProblem]
  /// What asks for the next page; a cycle that is cut short goes on from it.
  public var continuation: String?
  /// Where the next incremental read starts, once the cycle is over.
  public var watermark: String?
  public var isSnapshot: Bool
  /// Whether nothing more is to be read in this cycle.
  public var isLast: Bool

  public init(
    changes: Int, problems: [SourceProblem] = [], continuation: String? = nil, watermark: String? = nil,
    isSnapshot: Bool, isLast: Bool
  ) {
    self.changes = changes
    self.problems = problems
    self.continuation = continuation
    self.watermark = watermark
    self.isSnapshot = isSnapshot
    self.isLast = isLast
  }

  public init(json: JSONObject) throws(JobFactsError) {
    let reader = FactsReader(Self.kind, json)
    changes = try reader.int("changes")
    var problems: [SourceProblem] = []
    for problem in try reader.readers("problems") {
      problems.append(SourceProblem(place: try problem.string("place"), reason: try problem.string("reason")))
    }
    self.problems = problems
    continuation = reader.optionalString("continuation")
    watermark = reader.optionalString("watermark")
    isSnapshot = reader.flag("isSnapshot")
    isLast = reader.flag("isLast")
  }

  public var json: JSONObject {
    var writer = FactsWriter()
    writer.set("changes", changes)
    writer.set(
      "problems", problems.map { ["place": .string($0.place), "reason": .string($0.reason)] as JSONObject })
    writer.set("continuation", continuation)
    writer.set("watermark", watermark)
    writer.set("isSnapshot", flag: isSnapshot)
    writer.set("isLast", flag: isLast)
    return writer.object
  }
}
