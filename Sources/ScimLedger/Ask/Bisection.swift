public import Directory
public import EventLog
import JSONTape
import LMDB
import Projections
public import SCIM

/// Where a condition on a resource became true.
public struct Bisection: Sendable, Hashable {
  /// The first change after which the condition held, and before which it did not.
  public var event: Event
  /// What that event changed.
  public var properties: [ModifiedProperty]
  /// The change before; nil where the event created the resource.
  public var previous: Position?
}

extension ProvisioningLedger {
  /// The first event at which a condition on a resource becomes true; nil where it never did.
  ///
  /// A condition can become true and false many times, so every change is looked at, from the oldest on: of one
  /// resource what has happened to it, without a selector what has happened in all.
  ///
  /// ```swift
  /// let cause = try ledger.firstEvent(where: Filter(parsing: "active eq false"), of: Selector("ana@example.com"))
  /// ```
  ///
  /// - Parameters:
  ///   - condition: A filter as it is put to users and groups. A resource that is not there fulfils none.
  ///   - start: Only events from there on are looked at.
  /// - Throws: `QuestionError.noSuchResource`; `SCIMError` for a comparison that can't be made.
  public func firstEvent(
    where condition: Filter, of selector: Selector? = nil, from start: Position = Position(1)
  ) throws -> Bisection? {
    let test = try ResourceCondition(condition, ledger: self)
    guard let selector else { return try firstEvent(where: test, from: start) }
    let id = try requireIdentifier(selector)
    var changes: [Position] = []
    try forEachChange(of: id, backFrom: try head()) { event, _ in
      guard event.position >= start else { return .stop }
      changes.append(event.position)
      return .next
    }
    for position in changes.reversed() {
      if let event = try event(at: position), let found = try bisection(at: event, test) { return found }
    }
    return nil
  }

  private func firstEvent(where test: ResourceCondition, from start: Position) throws -> Bisection? {
    var query = EventQuery()
    query.onlyChanges = true
    query.first = start
    var found: Bisection?
    struct Found: Error {}
    do {
      try forEachEvent(query) { event in
        found = try bisection(at: event, test)
        if found != nil { throw Found() }
      }
    } catch is Found {}
    return found
  }

  private func bisection(at event: Event, _ test: ResourceCondition) throws -> Bisection? {
    guard try test.holds(after: event) else { return nil }
    if let previous = try event.previous.flatMap({ try self.event(at: $0) }), try test.holds(after: previous)
    {
      return nil
    }
    return Bisection(
      event: event, properties: try modifiedProperties(of: event), previous: event.previous)
  }
}

/// A filter on resources that is put to what events left behind.
struct ResourceCondition {
  private let filters: [String: ResolvedFilter]
  private let ledger: ProvisioningLedger

  /// - Throws: `QuestionError.unknownAttribute` where no resource type has an attribute of the filter;
  ///   `SCIMError` where the comparison can be made for none.
  init(_ filter: Filter, ledger: ProvisioningLedger) throws {
    self.ledger = ledger
    let types = ledger.provider.settings.registry.types
    try ledger.requireAttributes(of: filter)
    var filters: [String: ResolvedFilter] = [:]
    var refusal: SCIMError?
    for type in types {
      do throws(SCIMError) {
        filters[type.name] = try ResolvedFilter(filter, type: type)
      } catch {
        refusal = refusal ?? error
      }
    }
    if filters.isEmpty, let refusal { throw refusal }
    self.filters = filters
  }

  /// Whether the resource fulfils the condition as an event left it.
  func holds(after event: Event) throws -> Bool {
    guard let resource = StoredResource(event), let filter = filters[resource.type] else { return false }
    var subject = FilterSubject(
      image: resource.image, id: resource.id.description, created: resource.created,
      lastModified: resource.lastModified, version: resource.version)
    let moment = DirectoryMoment(event.position)
    let reader = ledger.reader
    if resource.type == "Group" {
      let members = { try reader.namedMembers(of: resource.id, at: moment) }
      subject.members = .init(
        contains: { value in try members().contains { $0.value == value } },
        all: {
          try members().map { member in
            var object: JSONObject = ["value": .string(member.value)]
            object["type"] = member.type.map { .string($0) }
            object["display"] = member.display.map { .string($0) }
            return object
          }
        })
    } else {
      let groups = { try reader.groupReferences(of: resource.id, at: moment) }
      subject.groups = .init(
        contains: { value in try groups().contains { $0.value == value } },
        all: {
          try groups().map { group in
            var object: JSONObject = ["value": .string(group.value)]
            object["display"] = group.display.map { .string($0) }
            return object
          }
        })
    }
    return try filter.matches(subject)
  }
}

extension Filter {
  /// The attributes that the filter compares; what stands inside a value path is left out.
  var attributePaths: [AttributePath] {
    switch self {
    case .and(let terms), .or(let terms): terms.flatMap(\.attributePaths)
    case .not(let term): term.attributePaths
    case .comparison(let path, _, _), .present(let path), .valuePath(let path, _): [path]
    }
  }
}
