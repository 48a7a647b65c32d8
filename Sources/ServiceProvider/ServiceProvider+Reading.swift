import Directory
import EventLog
import JSONTape
import Projections
import SCIM

extension ServiceProvider {
  /// One resource by its id (RFC 7644 §3.4.1), as it is or, with `asOf`, as it was.
  func read(_ type: ResourceType, _ id: Identifier?, _ text: String, _ request: SCIMRequest) throws
    -> Observation
  {
    let parameters = QueryParameters(request.query)
    var tolerances: [Tolerance] = []
    do {
      let selection = try AttributeSelection(
        attributes: parameters["attributes"], excludedAttributes: parameters["excludedAttributes"], type: type
      )
      tolerances = selection.tolerances
      try settings.profile.check(tolerances)
      let moment = try moment(parameters["asOf"], request)
      guard let id else { throw SCIMError.notFound("There is no \(type.name) with this id.") }
      var observation =
        if let moment {
          try past(type, id, moment, isAskedFor: parameters["asOf"]?.isEmpty == false, selection, request)
        } else {
          try present(type, id, selection, request)
        }
      observation.tolerances = tolerances
      observation.resourceType = type.name
      observation.resource = id
      return observation
    } catch let refusal as SCIMError {
      var observation = Observation(.read, refused: refusal)
      observation.tolerances = tolerances
      observation.resourceType = type.name
      return observation
    }
  }

  private func present(
    _ type: ResourceType, _ id: Identifier, _ selection: AttributeSelection, _ request: SCIMRequest
  ) throws -> Observation {
    if let directory = request.sight?.directory {
      // Nobody is answered, so that it does not matter what the resource is like.
      return try observation(
        of: directory.position(of: id, type: type.name), type, id, as: directory.position, request
      ) { SCIMResponse(status: 200) }
    }
    return try reader.read { directory in
      let snapshot = try request.sight?.head ?? directory.head()
      let resource = try directory.resource(id, type: type.name)
      return try observation(of: resource?.position, type, id, as: snapshot, request) {
        guard request.isAnswered, let resource else { return SCIMResponse(status: 200) }
        let members = selection.needsMembers ? try directory.namedMembers(of: id, limit: .max) : nil
        let groups = selection.needsGroups ? try directory.groupReferences(of: id) : nil
        return .resource(
          resource, type, status: 200, members: members, groups: groups, selection: selection,
          baseURL: request.baseURL)
      }
    }
  }

  /// - Parameters:
  ///   - position: The event that last changed the resource; nil where there is none.
  ///   - answer: What is answered to a client that does not have this version.
  private func observation(
    of position: Position?, _ type: ResourceType, _ id: Identifier, as snapshot: Position,
    _ request: SCIMRequest, _ answer: () throws -> SCIMResponse
  ) throws -> Observation {
    var observation: Observation
    if let position {
      observation = Observation(
        .read, try ServiceProvider.unmodified(EntityTag.version(position), request) ?? answer())
    } else {
      observation = Observation(
        .read, refused: .notFound("There is no \(type.name) with the id \(id)."))
    }
    observation.previous = position
    observation.snapshot = snapshot
    return observation
  }

  /// - Parameter isAskedFor: Whether the client asked for the past, and is told so.
  private func past(
    _ type: ResourceType, _ id: Identifier, _ moment: DirectoryMoment, isAskedFor: Bool,
    _ selection: AttributeSelection, _ request: SCIMRequest
  ) throws -> Observation {
    guard let resource = try reader.resource(id, type: type.name, at: moment) else {
      let detail =
        isAskedFor
        ? "There was no \(type.name) with the id \(id) as of position \(moment.position)."
        : "There is no \(type.name) with the id \(id)."
      var observation = Observation(.read, refused: .notFound(detail))
      observation.snapshot = moment.position
      return observation
    }
    var observation: Observation
    if let unmodified = ServiceProvider.unmodified(resource.version, request) {
      observation = Observation(.read, unmodified)
    } else if !request.isAnswered {
      observation = Observation(.read, SCIMResponse(status: 200))
    } else {
      let members = selection.needsMembers ? try reader.namedMembers(of: id, at: moment) : nil
      let groups = selection.needsGroups ? try reader.groupReferences(of: id, at: moment) : nil
      observation = Observation(
        .read,
        .resource(
          resource, type, status: 200, members: members, groups: groups, selection: selection,
          baseURL: request.baseURL, asOf: isAskedFor ? moment.position : nil))
    }
    observation.previous = resource.position
    observation.snapshot = moment.position
    return observation
  }

  /// 304 where the client has this version already (RFC 7644 §3.14).
  private static func unmodified(
    _ version: @autoclosure () -> String, _ request: SCIMRequest
  ) -> SCIMResponse? {
    guard let condition = request.ifNoneMatch else { return nil }
    let version = version()
    guard EntityTag.matches(condition, version: version) else { return nil }
    return SCIMResponse(status: 304, headers: [("ETag", version)])
  }
}
