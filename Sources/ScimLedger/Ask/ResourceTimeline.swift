public import Directory
public import EventLog
import JSONTape

/// What happened to one resource, event by event, and what it was after each.
public struct ResourceTimeline: Sendable, Hashable {
  public enum State: String, Sendable, Hashable, CaseIterable {
    case absent, active, disabled
  }

  public var id: Identifier
  public var type: String?
  public var name: String?
  /// Oldest first.
  public var entries: [Entry]

  public struct Entry: Sendable, Hashable {
    public var event: Event
    /// What the resource was before.
    public var before: State
    /// What it was afterwards.
    public var after: State
    /// What the event changed, members too.
    public var properties: [ModifiedProperty]
  }
}

extension ProvisioningLedger {
  /// Everything that happened to one resource, also to one that is gone.
  ///
  /// - Parameter includesReads: Whether reads of the resource are listed too.
  /// - Throws: `QuestionError.noSuchResource`.
  public func timeline(of selector: Selector, includesReads: Bool = false) throws -> ResourceTimeline {
    let id = try requireIdentifier(selector)
    var timeline = ResourceTimeline(id: id, entries: [])
    var state = ResourceTimeline.State.absent
    for position in try positions(of: id) {
      guard let event = try event(at: position) else { continue }
      let before = state
      if let effect = event.effect {
        timeline.type = event.resourceType
        if let image = effect.image {
          state = image["active"]?.boolValue == false ? .disabled : .active
          timeline.name = image.resourceName
        } else {
          state = .absent
        }
      }
      guard includesReads || !event.operation.isRead else { continue }
      timeline.entries.append(
        .init(event: event, before: before, after: state, properties: try modifiedProperties(of: event)))
    }
    return timeline
  }
}
