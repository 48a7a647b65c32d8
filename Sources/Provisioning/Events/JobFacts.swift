public import EventLog
public import JSONTape

/// What one kind of event says, typed; JOB_EVENT_FORMAT.md lists the members that it is stored as.
public protocol JobFacts: Sendable, Hashable {
  static var kind: JobEvent.Kind { get }

  /// The members as they are stored; what is absent, empty or false is left out.
  var json: JSONObject { get }

  /// Appends the same members as JSON text.
  func write(into bytes: inout [UInt8])

  /// - Throws: `JobFactsError` naming the member that is missing or is not what it should be.
  init(json: JSONObject) throws(JobFactsError)
}

extension JobFacts {
  public func write(into bytes: inout [UInt8]) { json.write(into: &bytes) }
}

/// Facts that can't be read back.
public struct JobFactsError: Error, Sendable, Hashable, CustomStringConvertible {
  public var kind: JobEvent.Kind
  /// The member, with the path to it where it lies deeper.
  public var member: String
  public var expected: String

  public init(kind: JobEvent.Kind, member: String, expected: String) {
    self.kind = kind
    self.member = member
    self.expected = expected
  }

  public var description: String {
    "The facts of \(kind.name) can't be read: \(member) must be \(expected)."
  }
}

extension JobEvent {
  /// An event of the kind that the facts are of.
  public init(
    _ facts: some JobFacts, id: Identifier, time: Int64, cycle: Identifier? = nil, change: Identifier? = nil,
    source: SourceKey? = nil, targetID: String? = nil
  ) {
    self.init(
      id: id, time: time, kind: type(of: facts).kind, cycle: cycle, change: change, source: source,
      targetID: targetID, facts: facts.json)
  }

  /// The typed facts; nil where the event is of another kind.
  public func facts<Facts: JobFacts>(as type: Facts.Type) throws(JobFactsError) -> Facts? {
    guard kind == Facts.kind else { return nil }
    return try Facts(json: facts)
  }
}
