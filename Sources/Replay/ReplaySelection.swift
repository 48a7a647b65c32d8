public import Directory
public import EventLog
public import Projections

/// Which events of a log a replay makes again. Those between them are only folded.
public struct ReplaySelection: Sendable, Hashable {
  public let first: Position
  public let last: Position
  private let choice: Choice

  private enum Choice: Sendable, Hashable {
    case all
    case positions(Set<Position>)
    case cycle(client: String, marked: Identifier?)
  }

  private init(_ first: Position, _ last: Position, _ choice: Choice) {
    self.first = max(first, Position(1))
    self.last = last
    self.choice = choice
  }

  /// All events from one position through another.
  public static func events(from first: Position, through last: Position) -> ReplaySelection {
    ReplaySelection(first, last, .all)
  }

  /// The events of a provisioning cycle, as far as it has got.
  public static func cycle(_ cycle: ProvisioningCycle) -> ReplaySelection {
    ReplaySelection(
      cycle.first, cycle.last,
      .cycle(client: cycle.client, marked: cycle.kind == .marked ? cycle.id : nil))
  }

  /// The events at certain positions, such as those of one person; nil for none.
  public static func positions(_ positions: [Position]) -> ReplaySelection? {
    guard let first = positions.min(), let last = positions.max() else { return nil }
    return ReplaySelection(first, last, .positions(Set(positions)))
  }

  /// The same events up to a position.
  public func ending(at position: Position) -> ReplaySelection {
    ReplaySelection(first, min(last, position), choice)
  }

  public func includes(_ event: Event) -> Bool {
    guard first <= event.position, event.position <= last else { return false }
    switch choice {
    case .all: return true
    case .positions(let positions): return positions.contains(event.position)
    case .cycle(let client, let marked):
      return event.actor.client == client && event.cycle == marked && !event.operation.isAdministrative
    }
  }
}
