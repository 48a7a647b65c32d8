public import Directory
public import EventLog
import Projections

/// A replay that is gone through step by step, forwards and back.
///
/// Each event is made again once; going back shows what came of it then.
public final class ReplayWalk {
  private let run: ReplayRun
  private var steps: [ReplayStep] = []
  private var index = -1

  public init(_ run: ReplayRun) { self.run = run }

  /// The step that is looked at; nil before the first.
  public var current: ReplayStep? { steps.indices.contains(index) ? steps[index] : nil }

  /// Goes on by one; nil, and nowhere, at the end.
  @discardableResult
  public func next() throws -> ReplayStep? {
    if index + 1 == steps.count {
      guard let step = try run.next() else { return nil }
      steps.append(step)
    }
    index += 1
    return steps[index]
  }

  /// Goes back by one; nil, and nowhere, at the first.
  @discardableResult
  public func back() -> ReplayStep? {
    guard index > 0 else { return nil }
    index -= 1
    return steps[index]
  }

  /// Goes to the first step at or behind a position; nil, and to the last one, where there is none.
  @discardableResult
  public func go(to position: Position) throws -> ReplayStep? {
    if let found = steps.firstIndex(where: { $0.event.position >= position }) {
      index = found
      return steps[found]
    }
    index = steps.count - 1
    while let step = try next() {
      if step.event.position >= position { return step }
    }
    return nil
  }

  /// A person or group as it was before the step that is looked at, or, `after` it.
  public func resource(_ id: Identifier, type: String, after: Bool = false) throws -> StoredResource? {
    guard let position = current?.event.position else { return nil }
    return try run.resource(id, type: type, asOf: after ? position : Position(position.rawValue &- 1))
  }
}

extension ReplayRun {
  func resource(_ id: Identifier, type: String, asOf position: Position) throws -> StoredResource? {
    try scratch.catchUp(with: position)
    return try DirectoryReader(log: scratch.log, tables: scratch.tables)
      .resource(id, type: type, at: DirectoryMoment(position))
  }
}
