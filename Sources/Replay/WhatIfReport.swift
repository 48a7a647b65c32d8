public import Directory
public import EventLog
public import JSONTape

/// What the recorded requests would have come to under other settings, each on the directory as it was when it
/// was made. Nothing is written.
public struct WhatIfReport: Sendable {
  public var first: Position
  public var last: Position
  /// How many requests were decided again.
  public var requests = 0
  public var notReproducible: [ReplayReport.NotReproducible] = []
  /// The requests that would have come to something else, in the log's order.
  public var differences: [Difference] = []
  /// How many requests of an operation came to one thing and would have come to another, or to the same.
  public private(set) var matrix: [Transition: Int] = [:]

  /// What came of a request.
  public enum Result: Sendable, Hashable, CustomStringConvertible {
    case created, replaced, modified, deleted, unchanged
    /// A change that turned `active` false.
    case disabled
    /// A read, and how many resources it found where it was a query.
    case read(results: Int?)
    case refused(status: Int, scimType: String?)
    /// The request would have been another operation, or none.
    case other(String)

    public var description: String {
      switch self {
      case .created: "create"
      case .replaced: "replace"
      case .modified: "modify"
      case .disabled: "disable"
      case .deleted: "delete"
      case .unchanged: "unchanged"
      case .read(let results): results.map { "\($0) found" } ?? "read"
      case .refused(let status, let scimType): "refuse \(status)" + (scimType.map { " \($0)" } ?? "")
      case .other(let name): name
      }
    }

    /// - Parameter before: The resource as the event found it, where that is known.
    public init(_ event: Event, before: JSONObject? = nil) {
      if event.isRefused {
        self = .refused(status: event.outcome.status, scimType: event.outcome.scimType)
      } else if event.isUnchanged {
        self = .unchanged
      } else {
        switch event.operation {
        case .create: self = .created
        case .replace, .modify:
          let isDisabled = event.effect?.image?["active"] == false && before?["active"] != false
          self = isDisabled ? .disabled : event.operation == .replace ? .replaced : .modified
        case .delete: self = .deleted
        case .read, .query, .discover: self = .read(results: event.results)
        default: self = .other(event.operation.name)
        }
      }
    }
  }

  public struct Transition: Sendable, Hashable {
    public var operation: Event.Operation
    public var was: Result
    public var wouldBe: Result

    public init(operation: Event.Operation, was: Result, wouldBe: Result) {
      self.operation = operation
      self.was = was
      self.wouldBe = wouldBe
    }
  }

  public struct Difference: Sendable {
    public var event: Event
    public var was: Result
    public var wouldBe: Result
    /// Why it would be refused, where it would.
    public var detail: String?
    /// How the resource would be different: `old` as it was left, `new` as it would have been left.
    public var properties: [ModifiedProperty]
  }

  init(_ selection: ReplaySelection) {
    first = selection.first
    last = selection.last
  }

  /// - Parameter before: The resource as the event found it.
  mutating func add(_ step: ReplayStep, before: JSONObject?) {
    let event = step.event
    guard !event.operation.isAdministrative, event.operation != .leaveGroup else { return }
    if case .notReproducible(let reason) = step.outcome {
      notReproducible.append(.init(position: event.position, reason: reason))
      return
    }
    requests += 1
    let was = Result(event, before: before)
    let wouldBe = step.reproduced.map { Result($0, before: before) } ?? .other("another request")
    // A read's count is no outcome of its own; the matrix stays small without it.
    matrix[
      Transition(operation: event.operation, was: was.withoutResults, wouldBe: wouldBe.withoutResults),
      default: 0
    ] += 1
    let properties = ModifiedProperty.between(event.effect?.image, step.reproduced?.effect?.image)
    guard was != wouldBe || !properties.isEmpty else { return }
    differences.append(
      Difference(
        event: event, was: was, wouldBe: wouldBe,
        detail: step.reproduced.flatMap { $0.isRefused ? $0.outcome.detail : nil }, properties: properties))
  }
}

extension WhatIfReport.Result {
  fileprivate var withoutResults: Self {
    if case .read = self { .read(results: nil) } else { self }
  }
}
