public import Directory
public import EventLog
import JSONTape
import LMDB
import Projections

/// What two states of the directory differ in.
public struct DirectoryDifference: Sendable, Hashable {
  /// The directory as it was once this event had happened.
  public var from: Position
  public var to: Position
  /// By type and name.
  public var resources: [ResourceDifference]

  public var isEmpty: Bool { resources.isEmpty }

  /// How many resources of a type were added, removed or changed.
  public func count(_ kind: ResourceDifference.Kind, ofType type: String) -> Int {
    resources.count { $0.kind == kind && $0.type == type }
  }
}

/// What one resource is in two states of the directory.
public struct ResourceDifference: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case added, removed, changed
  }

  public var kind: Kind
  public var id: Identifier
  public var type: String
  /// Its userName or displayName in the second state; in the first where it is not there in the second.
  public var name: String?
  /// Old and new values, members too.
  public var properties: [ModifiedProperty]
  /// The events in between that changed it, oldest first.
  public var events: [Position]
}

extension ProvisioningLedger {
  /// What the directory differs in between two positions; what is new at `to` is added, also where `to` is the
  /// earlier one. Costs what happened in between, not what the directory holds.
  ///
  /// - Parameter selector: Looks at one resource only.
  /// - Throws: `QuestionError.beyondHead`, `.noSuchResource`.
  public func difference(
    from: Position, to: Position, of selector: Selector? = nil
  ) throws -> DirectoryDifference {
    let head = try head()
    for position in [from, to] where position > head {
      throw QuestionError.beyondHead(position, head: head)
    }
    let (low, high) = (min(from, to), max(from, to))
    var changes: [Identifier: [Position]] = [:]
    if let selector {
      let id = try requireIdentifier(selector)
      try forEachChange(of: id, backFrom: high) { event, _ in
        guard event.position > low else { return .stop }
        changes[id, default: []].insert(event.position, at: 0)
        return .next
      }
    } else if low < high {
      var query = EventQuery()
      query.onlyChanges = true
      (query.first, query.last) = (low.next, high)
      var scan = try EventScan(query, order: .oldestFirst, wanted: [], in: self)
      while scan.next != nil {
        try scan.advance { glance, _ in
          changes[glance.record.stream, default: []].append(glance.record.position)
          return .next
        }
      }
    }
    var found: [ResourceDifference] = []
    for (id, events) in changes {
      if let difference = try difference(of: id, from, to, events) { found.append(difference) }
    }
    found.sort { ($0.type, $0.name ?? "", $0.id) < ($1.type, $1.name ?? "", $1.id) }
    return DirectoryDifference(from: from, to: to, resources: found)
  }

  private func difference(
    of id: Identifier, _ from: Position, _ to: Position, _ events: [Position]
  ) throws -> ResourceDifference? {
    let old = try lastChange(of: id, through: from)
    let new = try lastChange(of: id, through: to)
    guard let type = (new ?? old)?.resourceType else { return nil }
    let (before, after) = (old?.effect?.image, new?.effect?.image)
    let kind: ResourceDifference.Kind
    switch (before, after) {
    case (nil, nil): return nil
    case (nil, _): kind = .added
    case (_, nil): kind = .removed
    default: kind = .changed
    }
    var properties = ModifiedProperty.between(before, after)
    if type == "Group" { properties += try memberDifference(of: id, from, to) }
    // What was changed and changed back is the same.
    guard kind != .changed || !properties.isEmpty else { return nil }
    return ResourceDifference(
      kind: kind, id: id, type: type, name: (after ?? before)?.resourceName, properties: properties,
      events: events)
  }

  private func memberDifference(
    of group: Identifier, _ from: Position, _ to: Position
  ) throws -> [ModifiedProperty] {
    let old = try reader.namedMembers(of: group, at: DirectoryMoment(from)).map(\.value)
    let new = try reader.namedMembers(of: group, at: DirectoryMoment(to)).map(\.value)
    let (before, after) = (Set(old), Set(new))
    return new.filter { !before.contains($0) }
      .map { ModifiedProperty(path: "members", old: nil, new: .string($0)) }
      + old.filter { !after.contains($0) }
      .map { ModifiedProperty(path: "members", old: .string($0), new: nil) }
  }
}
