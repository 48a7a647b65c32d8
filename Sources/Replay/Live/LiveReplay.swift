public import Directory
import EventLog
import JSONTape
import SCIM
public import ServiceProvider

/// Sends recorded requests to another SCIM server, in their order, and compares its answers with the recorded ones.
///
/// Ids are mapped: what the other server calls a resource that was created on the way, or that it knows by the same
/// userName or displayName. Times, tags and error texts are each server's own (``LiveRules``). A read is sent twice:
/// what its two answers differ in is noise, and not compared from then on.
public struct LiveReplay {
  public typealias Send = (LiveRequest) async throws -> LiveAnswer

  public private(set) var rules: LiveRules
  private let provider: ServiceProvider
  private let send: Send
  private var identifiers = LiveIdentifiers()
  /// What the other server does not have, and why.
  private var missing: [Identifier: String] = [:]
  /// What looks like an id and is no resource's.
  private var foreign: Set<Identifier> = []
  /// The types whose resources have been read twice.
  private var controlled: Set<String> = []

  /// - Parameters:
  ///   - provider: On the log that the events are from.
  ///   - send: Sends one request to the other server, once.
  public init(_ provider: ServiceProvider, _ rules: LiveRules, send: @escaping Send) {
    self.provider = provider
    self.rules = rules
    self.send = send
  }

  /// Sends an event's request.
  ///
  /// - Returns: Nil for an event that is no request's.
  /// - Throws: `LiveReplayError.unauthorized`; what reading the log and `send` throw.
  public mutating func step(_ event: Event) async throws -> LiveStep? {
    guard let kept = event.request, !event.operation.isAdministrative, event.operation != .leaveGroup else {
      return nil
    }
    if let reason = UnsendableCause.reason(for: event) { return notSent(event, reason) }
    try await find(
      in: [kept.path, kept.query, String(decoding: kept.body ?? [], as: UTF8.self)].joined(separator: "\n"),
      before: event)
    if let reason = LiveIdentifiers.identifiers(in: kept.path).compactMap({ missing[$0] }).first {
      return notSent(event, reason)
    }
    let request = LiveRequest(
      method: kept.method, path: identifiers.translated(kept.path), query: identifiers.translated(kept.query),
      body: try kept.body.flatMap {
        try JSONValue(parsing: Array(identifiers.translated(String(decoding: $0, as: UTF8.self)).utf8))
          .objectValue
      })
    let answer = try await answer(to: request, of: event)
    pair(event, with: answer)
    if event.operation.isRead, event.operation != .discover || controlled.insert("discovery").inserted {
      let second = try await self.answer(to: request, of: event)
      takeNoise(answer, second)
    }
    return LiveStep(event: event, outcome: try await outcome(of: event, request, answer))
  }

  private mutating func notSent(_ event: Event, _ reason: String) -> LiveStep {
    if event.operation == .create, !event.isRefused, let id = event.resource {
      missing[id] = "event \(event.position), which created its resource, was not sent"
    }
    return LiveStep(event: event, outcome: .notSent(reason: reason))
  }

  private mutating func find(in text: String, before event: Event) async throws {
    for id in LiveIdentifiers.identifiers(in: text)
    where !identifiers.knows(id) && missing[id] == nil && !foreign.contains(id) {
      try await find(id, before: event)
    }
  }

  /// Looks at the other server for a resource that was there before the events that are sent.
  private mutating func find(_ id: Identifier, before event: Event) async throws {
    for (type, attribute) in [("User", "userName"), ("Group", "displayName")] {
      guard
        let resource = try provider.resource(id, type: type, asOf: Position(event.position.rawValue - 1)),
        let name = resource.image[attribute]?.stringValue
      else { continue }
      let filter = "\(attribute) eq \(JSONValue.string(name))"
      let found = try await answer(
        to: LiveRequest(method: "GET", path: "/\(type)s", query: "filter=\(filter.percentEncoded)"), of: event
      )
      let resources = found.body?["Resources"]?.arrayValue ?? []
      guard resources.count == 1, let other = resources.first?.objectValue?["id"]?.stringValue else {
        missing[id] = "the server has no \(type.lowercased()) \(name)"
        return
      }
      identifiers.pair(id, with: other)
      return
    }
    // A resource of another type, or one that is created later on, may still get its pair.
    foreign.insert(id)
  }

  private func answer(to request: LiveRequest, of event: Event) async throws -> LiveAnswer {
    let answer = try await send(request)
    guard answer.status == 401 || answer.status == 403, event.outcome.status != answer.status else {
      return answer
    }
    throw LiveReplayError.unauthorized(event.position, status: answer.status)
  }

  private mutating func pair(_ event: Event, with answer: LiveAnswer) {
    guard event.operation == .create, !event.isRefused, let id = event.resource else { return }
    guard (200..<300).contains(answer.status), let other = answer.body?["id"]?.stringValue else {
      missing[id] = "the server did not create it as event \(event.position) did"
      return
    }
    identifiers.pair(id, with: other)
  }

  private mutating func takeNoise(_ first: LiveAnswer, _ second: LiveAnswer) {
    guard let first = first.body, let second = second.body else { return }
    var comparison = AnswerComparison(rules) { $0 }
    comparison.compare(first, second)
    rules.add(noise: comparison.differences.map(\.attribute))
  }

  private mutating func outcome(
    of event: Event, _ request: LiveRequest, _ answer: LiveAnswer
  ) async throws -> LiveStep.Outcome {
    guard let recorded = try provider.recordedAnswer(to: event) else {
      return .notComparable(reason: "the log does not tell what its answer was")
    }
    // What the answer names was there before, or has been created by a request that was sent.
    try await find(in: String(decoding: recorded.body, as: UTF8.self), before: event)
    var answer = answer
    let isChange = event.operation == .modify || event.operation == .replace
    let isSuccess = (200..<300).contains(answer.status) && (200..<300).contains(recorded.status)
    // A change may be answered with the resource or with nothing (RFC 7644 §3.5.2).
    if isChange, isSuccess, answer.status == 204 || recorded.status == 204 {
      if answer.status == 204, recorded.status != 204 {
        answer = try await self.answer(
          to: LiveRequest(method: "GET", path: request.path, query: request.query), of: event)
      }
      answer.status = recorded.status
    }
    if isSuccess, let type = event.resourceType, answer.body != nil, controlled.insert(type).inserted,
      let id = answer.body?["id"]?.stringValue
    {
      let path = isChange ? request.path : "\(request.path)/\(id.percentEncoded)"
      if isChange || event.operation == .create {
        let read = LiveRequest(method: "GET", path: path)
        takeNoise(
          try await self.answer(to: read, of: event), try await self.answer(to: read, of: event))
      }
    }
    let differences = differences(recorded, answer, isOrdered: UnsendableCause.isOrdered(event))
    guard !differences.isEmpty else { return .equal }
    let secretNames = Set(provider.settings.registry.types.flatMap(\.secretNames))
    if let reason = UnrecordedCause.reason(for: event, secretNames: secretNames) {
      return .notComparable(reason: reason)
    }
    return .differs(differences)
  }

  private func differences(
    _ recorded: SCIMResponse, _ answer: LiveAnswer, isOrdered: Bool
  ) -> [Divergence.Difference] {
    let body = recorded.body.isEmpty ? nil : (try? JSONValue(parsing: recorded.body))?.objectValue
    guard recorded.status == answer.status else {
      var found: [Divergence.Difference] = [
        .init(
          path: "status", recorded: .number(JSONNumber(recorded.status)),
          reproduced: .number(JSONNumber(answer.status)))
      ]
      for name in ["scimType", "detail"] where body?[name] != answer.body?[name] {
        found.append(.init(path: name, recorded: body?[name], reproduced: answer.body?[name]))
      }
      return found
    }
    guard let body, let other = answer.body else {
      guard (body == nil) != (answer.body == nil), recorded.status != 204 else { return [] }
      return [
        .init(
          path: "body", recorded: body.map { .object($0) } ?? .none,
          reproduced: answer.body.map { .object($0) } ?? .none)
      ]
    }
    var comparison = AnswerComparison(rules, isOrdered: isOrdered) { [identifiers] in
      identifiers.recordedName(of: $0)
    }
    comparison.compare(body, other)
    return comparison.differences.map {
      .init(path: $0.path, recorded: $0.recorded, reproduced: $0.answered)
    }
  }
}
