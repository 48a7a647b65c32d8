import JSONTape

/// The second step of a cycle for one object: its references, once both ends are in the target.
///
/// Pure, as `ObjectRun` is.
public struct ReferenceRun: ProvisioningRun {
  public typealias Outcome = ReferenceOutcome

  /// One request's part of a work.
  struct Batch: Sendable {
    var work: Int
    var added: [ReferenceWork.Resolved] = []
    var removed: [ReferenceWork.Resolved] = []

    var count: Int { added.count + removed.count }
  }

  indirect enum State: Sendable {
    case new
    case reading(TargetRequest)
    case exporting(TargetRequest, Batch?)
    case waiting(then: State)
    case finished
  }

  let setting: ObjectSetting
  let entry: ConnectorEntry
  let link: ConnectorEntry.Link
  let works: [ReferenceWork]
  var state = State.new
  /// The resource, once it was read.
  var current: JSONObject?
  /// Works that are one reference, still to be compared.
  var small: [Int]
  var batches: [Batch] = []
  var attempt = 1
  var exports = 0
  var failure: ExportFailure?
  var modified: [DecisionMade.Modification] = []

  public init(
    setting: ObjectSetting, entry: ConnectorEntry, link: ConnectorEntry.Link, works: [ReferenceWork]
  ) {
    self.setting = setting
    self.entry = entry
    self.link = link
    self.works = works
    small = works.indices.filter { index in
      let work = works[index]
      // Where the new one is not in the target yet, the old one is still to go.
      return !work.isLarge
        && !(work.wanted.isEmpty && work.unwanted.isEmpty && work.forgotten.isEmpty)
    }
    for index in works.indices where works[index].isLarge {
      batches += ReferenceRun.batches(works[index], index)
    }
  }

  private static func batches(_ work: ReferenceWork, _ index: Int) -> [Batch] {
    let size = TargetDialect.membersInRequest
    var batches: [Batch] = []
    var rest = work.unwanted[...]
    while !rest.isEmpty {
      batches.append(Batch(work: index, removed: Array(rest.prefix(size))))
      rest = rest.dropFirst(size)
    }
    rest = work.wanted[...]
    while !rest.isEmpty {
      batches.append(Batch(work: index, added: Array(rest.prefix(size))))
      rest = rest.dropFirst(size)
    }
    return batches
  }

  public mutating func start() -> [Action] {
    var actions: [Action] = []
    for work in works where !work.unresolved.isEmpty {
      actions.append(
        .record(
          ReferencesDeferred(attribute: work.sourceAttribute, ids: work.unresolved), targetID: link.targetID))
    }
    for work in works where work.isLarge && !work.forgotten.isEmpty {
      actions.append(
        .record(
          ReferencesExported(attribute: work.sourceAttribute, removed: work.forgotten),
          targetID: link.targetID))
    }
    return actions + proceed()
  }

  public mutating func answered(
    _ answer: Result<TargetResponse, TransportFailure>, microseconds: Int
  ) -> [Action] {
    switch state {
    case .reading(let request): read(request, answer, microseconds)
    case .exporting(let request, let batch): exported(request, batch, answer, microseconds)
    case .new, .waiting, .finished: []
    }
  }

  /// References are set on accounts that are linked already, so it never asks.
  public mutating func owned(by owner: SourceKey?) -> [Action] { [] }

  public mutating func waited() -> [Action] {
    guard case .waiting(let before) = state else { return [] }
    state = before
    switch before {
    case .reading(let request): return [.send(request)]
    case .exporting(let request, let batch): return export(request, batch)
    case .new, .waiting, .finished: return []
    }
  }

  // MARK: - Steps

  /// The next request, or the end.
  mutating func proceed() -> [Action] {
    let type = setting.mapping.targetType
    if !small.isEmpty {
      guard let current else {
        let request = setting.dialect.readRequest(type: type, id: link.targetID)
        state = .reading(request)
        return [.send(request)]
      }
      let index = small.removeFirst()
      let work = works[index]
      let wanted = work.wanted.first?.target
      let present = setting.dialect.reference(in: current, at: work.path)
      guard wanted != present else { return done(small: index) + proceed() }
      modified.append(modification(work, old: present, new: wanted))
      guard
        let request = setting.dialect.referenceRequest(
          type: type, id: link.targetID, path: work.path, to: wanted, current: current)
      else { return proceed() }
      // Where whole resources are written, the next one must start from what the target has then.
      if setting.dialect.updates == .put { self.current = nil }
      return [decision()] + export(request, Batch(work: index))
    }
    guard let batch = batches.first else { return finish() }
    if setting.dialect.updates == .put {
      guard let current else {
        let request = setting.dialect.membersRequest(type: type, id: link.targetID)
        state = .reading(request)
        return [.send(request)]
      }
      return [decision(batches)] + replaceMembers(current)
    }
    batches.removeFirst()
    let request = setting.dialect.memberRequests(
      type: type, id: link.targetID, added: batch.added.map { ($0.target, nil) },
      removed: batch.removed.map(\.target)
    ).first
    guard let request else { return proceed() }
    return [decision([batch])] + export(request, batch)
  }

  private mutating func replaceMembers(_ current: JSONObject) -> [Action] {
    let all = Batch(
      work: batches.first?.work ?? 0, added: batches.flatMap(\.added), removed: batches.flatMap(\.removed))
    batches = []
    let gone = Set(all.removed.map(\.target))
    var members = setting.dialect.memberIDs(in: current).filter { !gone.contains($0) }
    let present = Set(members)
    members += all.added.map(\.target).filter { !present.contains($0) }
    let request = setting.dialect.putMembersRequest(
      type: setting.mapping.targetType, id: link.targetID, current: current,
      members: members.map { ($0, nil) })
    self.current = nil
    return export(request, all)
  }

  private func modification(_ work: ReferenceWork, old: String?, new: String?) -> DecisionMade.Modification {
    DecisionMade.Modification(
      name: work.targetAttribute, old: old.map { .string($0) }, new: new.map { .string($0) })
  }

  private mutating func decision(_ batches: [Batch] = []) -> Action {
    for batch in batches {
      let name = works[batch.work].targetAttribute
      modified += batch.removed.map { .init(name: name, old: .string($0.target)) }
      modified += batch.added.map { .init(name: name, new: .string($0.target)) }
    }
    defer { modified = [] }
    return .record(
      DecisionMade(action: .update, texts: ["Its references differ."], modified: modified),
      targetID: link.targetID)
  }

  private mutating func read(
    _ request: TargetRequest, _ answer: Result<TargetResponse, TransportFailure>, _ microseconds: Int
  ) -> [Action] {
    var facts = MatchQueried(
      method: request.method, path: request.path, query: request.query, microseconds: microseconds)
    if case .success(let response) = answer, response.status == 200, let body = response.body {
      facts.status = response.status
      facts.count = 1
      facts.resources = [setting.recorded(body)]
      current = body
      return [.record(facts, targetID: link.targetID)] + proceed()
    }
    let failure = ExportFailure(answer, method: "GET")
    facts.status = failure.status
    facts.failure = failure.json
    let record = Action.record(facts, targetID: link.targetID)
    if let wait = retry(failure) { return [record, wait] }
    self.failure = failure
    return [record] + finish()
  }

  mutating func export(_ request: TargetRequest, _ batch: Batch?) -> [Action] {
    state = .exporting(request, batch)
    return [
      .record(
        ExportRequested(
          method: request.method, path: request.path, query: request.query,
          body: request.body.map { setting.redacted($0, hiding: []) }, attempt: attempt),
        targetID: link.targetID),
      .send(request),
    ]
  }

  private mutating func exported(
    _ request: TargetRequest, _ batch: Batch?, _ answer: Result<TargetResponse, TransportFailure>,
    _ microseconds: Int
  ) -> [Action] {
    var facts = ExportAnswered(status: nil, microseconds: microseconds, attempt: attempt)
    if case .success(let response) = answer, (200..<300).contains(response.status) {
      facts.status = response.status
      exports += 1
      attempt = 1
      return [.record(facts, targetID: link.targetID)] + done(batch) + proceed()
    }
    let failure = ExportFailure(answer, method: request.method)
    facts.status = failure.status
    facts.failure = failure.json
    let record = Action.record(facts, targetID: link.targetID)
    if let wait = retry(failure) { return [record, wait] }
    attempt = 1
    guard let batch, works[batch.work].isLarge, !failure.isTransient, !failure.isCredentialFailure,
      failure.code != "InvalidAnchor"
    else {
      self.failure = self.failure ?? failure
      return [record] + finish()
    }
    if batch.count > 1 {
      // One of them spoils the others; each is tried by itself.
      batches.insert(
        contentsOf: batch.removed.map { Batch(work: batch.work, removed: [$0]) }
          + batch.added.map { Batch(work: batch.work, added: [$0]) }, at: 0)
      return [record] + proceed()
    }
    if batch.added.isEmpty, failure.scimType?.lowercased() == "notarget" {
      // It is no member, which is what was wanted.
      return [record] + done(batch) + proceed()
    }
    self.failure = self.failure ?? failure
    return [record] + proceed()
  }
}
