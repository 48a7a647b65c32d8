public import Directory
public import EventLog
import JSONTape
import Projections
import SCIM

/// Why a person or group is as it is: disabled, missing, refused, unchanged.
public struct Explanation: Sendable, Hashable {
  /// What became of the resource.
  public enum State: String, Sendable, Hashable, CaseIterable {
    case active, disabled, deleted
    /// The log has no resource of this name, though requests may have asked for one.
    case unknown
  }

  public var state: State
  public var id: Identifier?
  public var type: String?
  public var name: String?
  /// The most important one first.
  public var reasons: [Reason]

  public struct Reason: Sendable, Hashable {
    public var kind: Kind
    /// What happened, as a sentence.
    public var text: String
    /// The event that shows it; nil where it is the lack of one.
    public var event: Event?
    /// What to do about it; nil where nothing is wrong.
    public var remedy: String?
  }

  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A change made the user inactive.
    case disabled
    /// The user was inactive from the beginning.
    case createdDisabled
    case enabled
    case created
    /// The last change left it as it is, and did not touch whether it is active.
    case changed
    case deleted
    /// A request about it was refused since it last changed.
    case refused
    /// A request since then found everything as it asked for.
    case unchanged
    /// Another live resource has the same externalId.
    case duplicated
    /// The client looked for it and found nothing.
    case searched
    /// The client's last cycle said nothing about it.
    case notSeen
    /// No request has ever asked for it.
    case neverSeen
    /// The identity provider's log tells of the change that made it so.
    case toldByProvider
    /// The identity provider's log says that it was skipped there.
    case skippedAtProvider
    /// The identity provider's log says that it failed there, before anything was sent.
    case failedAtProvider
    /// The identity provider holds its deletion back.
    case heldBackAtProvider
    /// The identity provider's log says that something was sent which is not in this log.
    case neverArrived
  }
}

extension ProvisioningLedger {
  /// Why the resource that a selector names is disabled, missing, refused or unchanged.
  ///
  /// Of a resource that the log knows, its own events are read. Of one that it does not know, the whole log is
  /// searched for requests that asked for it.
  ///
  /// - Parameter position: The past to explain, in which nothing is known of what came later; nil for the present.
  /// - Throws: `QuestionError.beyondHead`.
  public func explanation(of selector: Selector, asOf position: Position? = nil) throws -> Explanation {
    let moment = try position.map { try directoryMoment($0) }
    let end = try position ?? head()
    let id: Identifier
    do {
      id = try requireIdentifier(selector)
    } catch QuestionError.noSuchResource {
      return try explanationOfAbsence(selector, through: end)
    }
    let positions = try positions(of: id).filter { $0 <= end }
    guard let change = try lastChange(of: id, through: end), let type = change.resourceType else {
      return try explanationOfAbsence(selector, through: end)
    }
    var found = ResourceReasons(change: change)
    try found.takeState(blamingActive: { try self.lineOfActive(id, asOf: end) })
    for position in positions.reversed() {
      guard let event = try event(at: position) else { continue }
      guard found.take(event) else { break }
    }
    let image = try change.effect?.image ?? change.previous.flatMap { try event(at: $0)?.effect?.image }
    if found.state != .deleted {
      try found.takeDuplicates(duplicates(of: id, image, type: type, at: moment))
      let client = change.effect?.owner ?? change.actor.client
      let cycles = try cycles(client: client, limit: position == nil ? 1 : .max)
      if let cycle = cycles.first(where: { $0.first <= end }), let last = positions.last,
        last < cycle.first
      {
        found.takeSilence(cycle, last: try event(at: last))
      }
    }
    let told = try providerReasons(ofResource: id, image, cause: found.reasons.first?.event)
    return Explanation(
      state: found.state, id: id, type: type, name: image?.resourceName, reasons: found.reasons + told)
  }

  /// The event that made the resource active or not; nil for one that has no such attribute.
  private func lineOfActive(_ id: Identifier, asOf position: Position) throws -> Blame.Line? {
    do {
      return try blame(.id(id), attribute: "active", asOf: position).lines.first
    } catch QuestionError.noSuchAttribute {
      return nil
    }
  }

  private func duplicates(
    of id: Identifier, _ image: JSONObject?, type: String, at moment: DirectoryMoment?
  ) throws -> [Event] {
    guard let externalID = image?["externalId"]?.stringValue else { return [] }
    var others: [Identifier] = []
    if let moment, let type = resourceType(named: type) {
      let filter = try Filter(parsing: "externalId eq \(JSONValue.string(externalID))")
      try reader.forEach(ResourceQuery(type: type, filter: filter, moment: moment)) { others.append($0.id) }
    } else {
      others = try reader.read { try $0.identifiers(of: type, where: .externalID, equals: externalID) }
    }
    return try others.filter { $0 != id }
      .compactMap { try lastChange(of: $0, through: moment?.position ?? head()) }
  }
}
