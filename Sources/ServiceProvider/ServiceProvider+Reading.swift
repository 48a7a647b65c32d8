import Directory
import EventLog
import JSONTape
import Projections
import SCIM

extension ServiceProvider {
  /// One resource by its id (RFC 7644 §3.4.1).
  func read(_ type: ResourceType, _ id: Identifier?, _ text: String, _ request: SCIMRequest) throws
    -> Observation
  {
    let parameters = QueryParameters(request.query)
    do {
      let selection = try AttributeSelection(
        attributes: parameters["attributes"], excludedAttributes: parameters["excludedAttributes"], type: type
      )
      guard let id else { throw SCIMError.notFound("There is no \(type.name) with this id.") }
      return try reader.read { directory in
        let snapshot = try directory.head()
        guard let resource = try directory.resource(id, type: type.name) else {
          var observation = Observation(
            .read, refused: .notFound("There is no \(type.name) with the id \(id)."))
          observation.resourceType = type.name
          observation.resource = id
          observation.snapshot = snapshot
          return observation
        }
        var observation: Observation
        if let condition = request.ifNoneMatch, EntityTag.matches(condition, version: resource.version) {
          observation = Observation(.read, SCIMResponse(status: 304, headers: [("ETag", resource.version)]))
        } else {
          let members = selection.needsMembers ? try directory.namedMembers(of: id, limit: .max) : nil
          let groups = selection.needsGroups ? try directory.groupReferences(of: id) : nil
          observation = Observation(
            .read,
            .resource(
              resource, type, status: 200, members: members, groups: groups, selection: selection,
              baseURL: request.baseURL))
        }
        observation.resourceType = type.name
        observation.resource = id
        observation.previous = resource.position
        observation.snapshot = snapshot
        return observation
      }
    } catch let refusal as SCIMError {
      var observation = Observation(.read, refused: refusal)
      observation.resourceType = type.name
      return observation
    }
  }

  /// A list, filtered or not, a page of it at a time (RFC 7644 §3.4.2).
  func query(_ type: ResourceType, _ request: SCIMRequest) throws -> Observation {
    let parameters = QueryParameters(request.query)
    var tolerances: [Tolerance] = []
    do {
      let selection = try AttributeSelection(
        attributes: parameters["attributes"], excludedAttributes: parameters["excludedAttributes"], type: type
      )
      let startIndex = max(try integer("startIndex", parameters) ?? 1, 1)
      let asked = try integer("count", parameters) ?? ServiceProvider.defaultPage
      let count = min(max(asked, 0), ServiceProvider.largestPage)
      var filter: Filter?
      if let text = parameters["filter"] { filter = try Filter(parsing: text, tolerances: &tolerances) }
      let query = try ResourceQuery(type: type, filter: filter)
      let snapshot = try log.head()
      var resources: [JSONValue] = []
      let total = try reader.page(query, startIndex: startIndex, count: count) { resource in
        let (members, groups) = try reader.read { directory in
          (
            selection.needsMembers ? try directory.namedMembers(of: resource.id, limit: .max) : nil,
            selection.needsGroups ? try directory.groupReferences(of: resource.id) : nil
          )
        }
        resources.append(
          ResourceRenderer.render(
            image: resource.image, meta: ResourceMeta(resource, type, baseURL: request.baseURL), type: type,
            members: members, groups: groups, selection: selection, baseURL: request.baseURL))
      }
      var observation = Observation(
        .query,
        .json(
          SCIMMessage.listResponse(
            totalResults: total, startIndex: startIndex, itemsPerPage: resources.count, resources: resources))
      )
      observation.tolerances = tolerances
      observation.resourceType = type.name
      observation.snapshot = snapshot
      observation.results = total
      return observation
    } catch let refusal as SCIMError {
      var observation = Observation(.query, refused: refusal)
      observation.tolerances = tolerances
      observation.resourceType = type.name
      return observation
    }
  }

  private func integer(_ name: String, _ parameters: QueryParameters) throws(SCIMError) -> Int? {
    guard let text = parameters[name], !text.isEmpty else { return nil }
    guard let value = Int(text) else { throw .invalidValue("\(name) must be an integer.") }
    return value
  }
}
