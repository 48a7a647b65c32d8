public import EventLog
public import Provisioning

/// Which events of a job's ledger are made again. Those before and between them are only folded.
public struct JobReplaySelection: Sendable, Hashable {
  public let first: Position
  public let last: Position
  private let choice: Choice

  private enum Choice: Sendable, Hashable {
    case all
    case cycle(Identifier)
    case object(SourceKey)
  }

  private init(_ first: Position, _ last: Position, _ choice: Choice) {
    self.first = max(first, Position(1))
    self.last = last
    self.choice = choice
  }

  /// All events from one position through another.
  public static func events(from first: Position, through last: Position) -> JobReplaySelection {
    JobReplaySelection(first, last, .all)
  }

  /// The events of a cycle.
  ///
  /// - Parameter head: Where a cycle ends that has not ended.
  public static func cycle(_ cycle: CycleSummary, head: Position) -> JobReplaySelection {
    JobReplaySelection(cycle.start, cycle.end ?? head, .cycle(cycle.id))
  }

  /// The events of one object between two positions.
  public static func object(
    _ key: SourceKey, from first: Position, through last: Position
  ) -> JobReplaySelection {
    JobReplaySelection(first, last, .object(key))
  }

  /// The same events up to a position.
  public func ending(at position: Position) -> JobReplaySelection {
    JobReplaySelection(first, min(last, position), choice)
  }

  /// Whether an event is one of them.
  public func includes(_ event: JobEvent) -> Bool {
    guard first <= event.position, event.position <= last else { return false }
    return switch choice {
    case .all: true
    case .cycle(let id): event.cycle == id
    case .object(let key): event.source == key
    }
  }
}

extension JobLedger {
  /// Where the cycles begin that run at a position; the position itself where none does.
  func start(ofCyclesAt position: Position) throws -> Position {
    let head = try head()
    let running = try cycles(limit: .max).filter { $0.start <= position && position <= $0.end ?? head }
    return running.map(\.start).min() ?? position
  }
}
