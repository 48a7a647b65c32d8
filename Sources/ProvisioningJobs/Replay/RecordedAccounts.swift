import EventLog
import JSONTape
import Provisioning

/// The target's resources as far as a job's ledger tells of them: as they were last read or written.
struct RecordedAccounts {
  private struct Change {
    var method = ""
    var body: JSONObject = [:]
    var modified: [DecisionMade.Modification] = []
    /// Questions that found nobody.
    var asked: [String] = []
  }

  private let settings: [String: ObjectSetting]
  /// By source type and the target's id.
  private var resources: [SourceKey: JSONObject] = [:]
  private var gone: Set<SourceKey> = []
  private var questions: [String: SourceKey] = [:]
  private var questionsOf: [SourceKey: [String]] = [:]
  private var unanswered: Set<String> = []
  private var changes: [Identifier: Change] = [:]

  /// - Parameter settings: By source type; those under which accounts are looked for.
  init(_ settings: [String: ObjectSetting]) { self.settings = settings }

  /// What there is of a resource.
  enum Known {
    case resource(JSONObject)
    case gone
    case unknown
  }

  func account(_ id: String, type: String) -> Known {
    let key = SourceKey(type: type, id: id)
    if let resource = resources[key] { return .resource(resource) }
    return gone.contains(key) ? .gone : .unknown
  }

  /// What the target would answer a question by a matching attribute.
  func found(by request: TargetRequest, type: String) -> Known {
    let question = RecordedAccounts.question(request, type)
    if let resource = questions[question].flatMap({ resources[$0] }) { return .resource(resource) }
    return unanswered.contains(question) ? .gone : .unknown
  }

  /// Targets compare most of these values without regard to case.
  private static func question(_ request: TargetRequest, _ type: String) -> String {
    "\(type) \(request.path)?\(request.query)".lowercased()
  }

  /// Learns from an event.
  mutating func take(_ event: JobEvent) throws {
    guard let key = event.source, let change = event.change else { return }
    switch event.kind {
    case .matchQueried:
      guard let facts = try event.facts(as: MatchQueried.self), facts.failure == nil else { return }
      learn(facts, event.targetID, key.type, change)
    case .decisionMade:
      changes[change, default: Change()].modified =
        try event.facts(as: DecisionMade.self)?.modified ?? []
    case .exportRequested:
      guard let facts = try event.facts(as: ExportRequested.self) else { return }
      changes[change, default: Change()].method = facts.method
      changes[change, default: Change()].body = facts.body ?? [:]
    case .exportAnswered:
      guard let facts = try event.facts(as: ExportAnswered.self), facts.failure == nil,
        let id = facts.targetID ?? event.targetID
      else { return }
      write(changes[change] ?? Change(), SourceKey(type: key.type, id: id))
      changes[change]?.modified = []
    case .changeCompleted: changes[change] = nil
    default: return
    }
  }

  private mutating func learn(
    _ facts: MatchQueried, _ targetID: String?, _ type: String, _ change: Identifier
  ) {
    for resource in facts.resources {
      guard let id = resource["id"]?.stringValue else { continue }
      put(resource, SourceKey(type: type, id: id))
    }
    guard facts.count == 0 else { return }
    if facts.attribute != nil {
      let request = TargetRequest(method: "GET", path: facts.path, query: facts.query)
      let question = RecordedAccounts.question(request, type)
      unanswered.insert(question)
      changes[change, default: Change()].asked.append(question)
    } else if let targetID {
      remove(SourceKey(type: type, id: targetID))
    }
  }

  private mutating func write(_ change: Change, _ key: SourceKey) {
    switch change.method {
    case "POST", "PUT":
      var resource = change.body
      resource["id"] = .string(key.id)
      put(resource, key)
      for question in change.asked { unanswered.remove(question) }
    case "DELETE": remove(key)
    default:
      guard let setting = settings[key.type], let resource = resources[key] else { return }
      put(setting.applying(change.modified, to: resource), key)
    }
  }

  private mutating func put(_ resource: JSONObject, _ key: SourceKey) {
    for question in questionsOf[key] ?? [] { questions[question] = nil }
    resources[key] = resource
    gone.remove(key)
    let requests = settings[key.type]?.matchRequests(finding: resource) ?? []
    let asked = requests.map { RecordedAccounts.question($0, key.type) }
    for question in asked { questions[question] = key }
    questionsOf[key] = asked
  }

  private mutating func remove(_ key: SourceKey) {
    for question in questionsOf.removeValue(forKey: key) ?? [] {
      questions[question] = nil
      unanswered.insert(question)
    }
    resources[key] = nil
    gone.insert(key)
  }
}
