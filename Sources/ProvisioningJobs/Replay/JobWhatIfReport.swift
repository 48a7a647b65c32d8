public import EventLog
public import JSONTape
public import Provisioning

/// What a job's objects would have come to under another configuration. Nothing is written, and nothing is asked
/// of source or target.
///
/// References, which are written in a second step, are not decided again.
public struct JobWhatIfReport: Sendable {
  /// What came of an object, or would come.
  public enum Result: String, Sendable, Hashable, CaseIterable {
    case create, update, disable, delete
    /// A disable or deletion that waits for an administrator, since there are too many at once.
    case heldBack
    case skip
    /// It failed, or a mapping would fail.
    case failure
    /// It hangs on an account that the ledger holds no state of.
    case undecided
  }

  public struct Transition: Sendable, Hashable {
    public var was: Result
    public var wouldBe: Result

    public init(was: Result, wouldBe: Result) {
      self.was = was
      self.wouldBe = wouldBe
    }
  }

  /// One attribute of an account.
  public struct AttributeChange: Sendable, Hashable {
    public var name: String
    /// As the account was left; nil for none.
    public var was: JSONValue?
    /// As it would have been left; nil for none.
    public var wouldBe: JSONValue?

    public init(name: String, was: JSONValue?, wouldBe: JSONValue?) {
      self.name = name
      self.was = was
      self.wouldBe = wouldBe
    }
  }

  /// An object that would come out otherwise.
  public struct Difference: Sendable, Hashable {
    public var key: SourceKey
    /// Nil where the present images are decided.
    public var cycle: Identifier?
    /// Where the recorded change begins.
    public var position: Position?
    public var was: Result
    public var wouldBe: Result
    /// Why it would be skipped or fail, for people.
    public var reason: String?
    public var attributes: [AttributeChange]
  }

  /// The prevention of accidental deletions in one cycle.
  public struct Deletions: Sendable, Hashable {
    /// Nil where the present images are decided.
    public var cycle: Identifier?
    /// Accounts that lost their access, or were held back.
    public var was: Int
    /// Accounts that would lose it.
    public var wouldBe: Int
    /// The most in one cycle; nil where there is no limit.
    public var limit: Int?
    public var isHeldBack: Bool
  }

  /// A question that is on no record, taken as if the target had nobody by it.
  public struct Assumption: Sendable, Hashable {
    public var key: SourceKey
    /// `GET /Users?filter=…`.
    public var question: String
  }

  /// How many objects were decided again.
  public private(set) var objects = 0
  public private(set) var matrix: [Transition: Int] = [:]
  /// In the order of decisions.
  public private(set) var differences: [Difference] = []
  public private(set) var deletions: [Deletions] = []
  public private(set) var assumptions: [Assumption] = []
  /// What of the other configuration could not be decided, in sentences.
  public private(set) var leftOut: [String] = []

  init() {}

  mutating func leaveOut(_ texts: [String]) {
    for text in texts where !leftOut.contains(text) { leftOut.append(text) }
  }

  /// Takes the objects of one cycle, once it is known how many of them would lose their access.
  ///
  /// - Parameter present: Where what they come to under the configuration in force was decided and not recorded.
  mutating func add(
    _ decided: [DecidedObject], cycle: Identifier?, setting: CycleSetting, present: CycleSetting? = nil
  ) {
    let wasHeldBack = present?.holdsBack(deletions: decided.count { $0.was.isDeletion }) ?? false
    let count = decided.count { $0.wouldBe.isDeletion }
    let isHeldBack = setting.holdsBack(deletions: count)
    let before = decided.count { [.disable, .delete, .heldBack].contains($0.was.result) }
    if count > 0 || before > 0 {
      deletions.append(
        Deletions(
          cycle: cycle, was: before, wouldBe: count, limit: setting.deletionLimit,
          isHeldBack: isHeldBack && count > 0))
    }
    for object in decided {
      var (was, wouldBe) = (object.was, object.wouldBe)
      if isHeldBack, wouldBe.isDeletion, !object.isDeletionAllowed { wouldBe.result = .heldBack }
      // The same again would have failed again.
      if was.result == .failure, wouldBe.modified == was.modified, wouldBe.action == was.action {
        wouldBe.result = .failure
      }
      if wasHeldBack, was.isDeletion, !object.isDeletionAllowed { was.result = .heldBack }
      objects += 1
      matrix[Transition(was: was.result, wouldBe: wouldBe.result), default: 0] += 1
      assumptions += wouldBe.assumptions.map { Assumption(key: object.key, question: $0) }
      let attributes = JobWhatIfReport.attributes(was.modified, wouldBe.modified)
      guard was.result != wouldBe.result || !attributes.isEmpty else { continue }
      differences.append(
        Difference(
          key: object.key, cycle: cycle, position: object.position, was: was.result,
          wouldBe: wouldBe.result, reason: wouldBe.reason, attributes: attributes))
    }
  }

  /// Where two lists of changes leave an account different.
  private static func attributes(
    _ was: [DecisionMade.Modification], _ wouldBe: [DecisionMade.Modification]
  ) -> [AttributeChange] {
    var names: [String] = []
    for change in was + wouldBe where !names.contains(change.name) { names.append(change.name) }
    return names.compactMap { name in
      let old = was.first { $0.name == name }
      let new = wouldBe.first { $0.name == name }
      let left = old == nil ? new?.old : old?.new
      let right = new == nil ? old?.old : new?.new
      return left == right ? nil : AttributeChange(name: name, was: left, wouldBe: right)
    }
  }
}

/// What one configuration makes of an object.
struct Decided {
  var result: JobWhatIfReport.Result
  var action: ProvisioningAction?
  var reason: String?
  var modified: [DecisionMade.Modification] = []
  /// Whether its account would lose its access.
  var isDeletion = false
  var assumptions: [String] = []
}

/// One object under both configurations.
struct DecidedObject {
  var key: SourceKey
  var position: Position?
  var isDeletionAllowed: Bool
  var was: Decided
  var wouldBe: Decided
}
