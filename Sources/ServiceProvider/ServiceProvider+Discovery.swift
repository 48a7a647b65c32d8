import Directory
import JSONTape
import Projections
import SCIM

extension ServiceProvider {
  /// The discovery documents (RFC 7644 §4). Filters on them are refused, as the RFC demands.
  func discover(_ target: RequestTarget, _ request: SCIMRequest) -> Observation {
    let parameters = QueryParameters(request.query)
    if parameters["filter"] != nil {
      return Observation(
        .discover,
        refused: SCIMError(status: 403, detail: "Discovery documents can't be filtered (RFC 7644 §4)."))
    }
    let baseURL = request.baseURL
    let types = settings.offered.types
    switch target {
    case .serviceProviderConfig:
      return Observation(
        .discover,
        .json(
          .object(
            Discovery.serviceProviderConfig(baseURL: baseURL, options: options(parameters, request.version))))
      )
    case .resourceTypes:
      return Observation(.discover, list(Discovery.resourceTypes(baseURL: baseURL, types: types)))
    case .schemas:
      return Observation(.discover, list(Discovery.schemas(baseURL: baseURL, types: types)))
    case .resourceType(let name):
      return one(Discovery.resourceTypes(baseURL: baseURL, types: types), named: name, "ResourceType")
    case .schema(let uri):
      return one(Discovery.schemas(baseURL: baseURL, types: types), named: uri, "Schema")
    default:
      return Observation(.discover, refused: .notFound("There is no such document."))
    }
  }

  private func options(_ parameters: QueryParameters, _ version: ProtocolVersion) -> Discovery.Options {
    var options = Discovery.Options()
    options.filterMaxResults = ServiceProvider.largestPage
    options.defaultPageSize = ServiceProvider.defaultPage
    options.cursorTimeout = CursorSeal.timeoutSeconds
    options.showsTimeTravel = SearchRequest.names(in: parameters["attributes"] ?? "").contains {
      $0.lowercased().hasPrefix(SchemaURI.timeTravel.lowercased())
    }
    options.patch = settings.profile.offersPatch[version] ?? true
    options.bulk = true
    options.bulkMaxOperations = ServiceProvider.bulkLimits.operations
    options.bulkMaxPayloadSize = ServiceProvider.bulkLimits.payloadSize
    return options
  }

  private func list(_ documents: [JSONObject]) -> SCIMResponse {
    .json(
      SCIMMessage.listResponse(
        totalResults: documents.count, startIndex: 1, itemsPerPage: documents.count,
        resources: documents.map { .object($0) }))
  }

  private func one(_ documents: [JSONObject], named name: String, _ kind: String) -> Observation {
    guard
      let found = documents.first(where: { $0["id"]?.stringValue?.equalsIgnoringASCIICase(name) ?? false })
    else {
      return Observation(.discover, refused: .notFound("There is no \(kind) of this name."))
    }
    return Observation(.discover, .json(.object(found)))
  }

  /// A method or endpoint that is not served (RFC 7644 §3.12, RFC 9110 §15.5.6).
  func unsupported(_ target: RequestTarget, _ request: SCIMRequest) -> Observation {
    let methods: String
    switch target {
    case .collection: methods = "GET, POST"
    case .resource: methods = "GET, PUT, PATCH, DELETE"
    case .bulk, .search: methods = "POST"
    case .root, .history: methods = "GET"
    case .serviceProviderConfig, .resourceTypes, .resourceType, .schemas, .schema: methods = "GET"
    case .notOffered(let path):
      return Observation(
        .unsupported, refused: SCIMError(status: 501, detail: "\(path) is not offered here."))
    case .unknown:
      return Observation(
        .unsupported,
        refused: .notFound(
          "There is no such endpoint. Users are at /Users, groups at /Groups below the base URL."))
    }
    return Observation(
      .unsupported, refused: SCIMError(status: 405, detail: "This endpoint takes \(methods)."),
      headers: [("Allow", methods)])
  }
}
