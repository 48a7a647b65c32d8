public import Directory
import EventLog
import JSONTape
import LMDB
import Projections
import SCIM

extension ServiceProvider {
  /// What was done to a resource, or tried, oldest first, also where it is gone: a list of `Change`s.
  func history(_ type: ResourceType, _ id: Identifier?, _ request: SCIMRequest) throws -> Observation {
    if request.sight?.directory != nil { throw NotInRows() }
    var observation: Observation
    do {
      let asked = try SearchRequest(QueryParameters(request.query))
      guard asked.filter == nil else { throw SCIMError.invalidFilter("A history can't be filtered.") }
      guard let id, let positions = try operations(on: id, type, through: request.sight?.head) else {
        throw SCIMError.notFound("There is and was no \(type.name) with this id.")
      }
      let ordered = asked.sortOrder == .ascending ? positions : positions.reversed()
      let startIndex = max(asked.startIndex ?? 1, 1)
      let count = min(max(asked.count ?? ServiceProvider.defaultPage, 0), ServiceProvider.largestPage)
      let shown = request.isAnswered ? ordered.dropFirst(startIndex - 1).prefix(count) : []
      let changes = try shown.map { try change(at: $0) }
      observation = Observation(
        .query,
        .json(
          SCIMMessage.listResponse(
            totalResults: positions.count, startIndex: startIndex, itemsPerPage: changes.count,
            resources: changes)))
      observation.results = positions.count
      observation.snapshot = try head(request)
    } catch let refusal as SCIMError {
      observation = Observation(.query, refused: refusal)
    }
    observation.resourceType = type.name
    observation.resource = id
    return observation
  }

  /// Nil where there never was such a resource of this type.
  private func operations(
    on id: Identifier, _ type: ResourceType, through end: Position?
  ) throws -> [Position]? {
    let (last, positions) = try log.environment.read { transaction in
      let audit = try AuditReader(tables: tables, view: transaction.view)
      return (
        try audit.change(of: id, through: end ?? log.head(in: transaction.view)),
        try audit.operations(on: id).filter { $0 <= end ?? $0 }
      )
    }
    guard let last, try event(at: last).resourceType == type.name else { return nil }
    return positions
  }

  private func event(at position: Position) throws -> Event {
    guard let record = try log.record(at: position) else { throw EventLogError.missingRecord(position) }
    return try EventCodec.event(record)
  }

  private func change(at position: Position) throws -> JSONValue {
    let event = try event(at: position)
    return ChangeRenderer.render(event, try modifiedProperties(of: event))
  }

  /// What an event changed: attribute, old and new value. Empty for one that changed nothing.
  public func modifiedProperties(of event: Event) throws -> [ModifiedProperty] {
    guard let effect = event.effect else { return [] }
    let previous = try event.previous.map { try self.event(at: $0) }
    var properties = ModifiedProperty.between(previous?.effect?.image, effect.image)
    for member in effect.membersAdded {
      properties.append(ModifiedProperty(path: "members", old: nil, new: .string(member.value)))
    }
    for member in effect.membersRemoved {
      properties.append(ModifiedProperty(path: "members", old: .string(member), new: nil))
    }
    return properties
  }
}
