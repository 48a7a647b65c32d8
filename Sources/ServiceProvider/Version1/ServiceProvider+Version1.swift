import Directory
import JSONTape
import SCIM

extension ServiceProvider {
  /// Answers a request of SCIM 1.1: it is rewritten as 2.0, answered, and the answer rewritten as 1.1. What
  /// its event keeps is the request as it was sent.
  func handleVersion1(_ request: SCIMRequest, as client: Client) async -> SCIMResponse {
    let (canonical, suffix) = Version1.canonical(request)
    do {
      if let observation = version1Observation(of: canonical, suffix: suffix) {
        return try record(observation, canonical, client).written(in: .v1)
      }
    } catch {
      return ServiceProvider.response(to: error).written(in: .v1)
    }
    return await handle(canonical, as: client).written(in: .v1)
  }

  /// What is answered in 1.1 alone; nil for everything else.
  func version1Observation(of request: SCIMRequest, suffix: Version1.Format?) -> Observation? {
    guard suffix ?? Version1.format(accept: request.accept) == .json else {
      return Observation(
        .unsupported,
        refused: SCIMError(
          status: 406,
          detail: "XML is not offered. Ask for JSON by Accept: application/json or a path that ends in .json."
        ))
    }
    do {
      try settings.profile.check(request.tolerances)
    } catch {
      return Observation(.query, refused: error)
    }
    let segments = request.path.utf8.split(separator: UInt8(ascii: "/")).map {
      PercentEncoding.decode($0, plusIsSpace: false)
    }
    if segments.first == "Me" || segments.last == ".search" {
      return Observation(
        .unsupported, refused: .notFound("SCIM 1.1 has no such endpoint; SCIM 2.0 has it, at /scim/v2."))
    }
    guard segments.first == "Schemas", request.method == "GET", segments.count <= 2,
      QueryParameters(request.query)["filter"] == nil
    else { return nil }
    let types = settings.offered.types
    guard segments.count == 2, let name = segments.last else {
      return Observation(.discover, schemaList(Version1.schemas(of: types, baseURL: request.baseURL)))
    }
    guard let type = Version1.type(named: name, in: types),
      let document = Version1.schemas(of: [type], baseURL: request.baseURL).first
    else {
      let known = types.map { Version1.schemaID(of: $0) }.joined(separator: ", ")
      return Observation(.discover, refused: .notFound("There is no such schema; there are \(known)."))
    }
    return Observation(.discover, .json(.object(document)))
  }

  /// 1.1 names its lists by the core URN; the other one is what Okta's published test asks for.
  private func schemaList(_ documents: [JSONObject]) -> SCIMResponse {
    let uris = [SchemaURI.version1Core, "\(SchemaURI.version1Core):ListResponse"]
    var list =
      SCIMMessage.listResponse(
        totalResults: documents.count, startIndex: 1, itemsPerPage: documents.count,
        resources: documents.map { .object($0) }
      ).objectValue ?? JSONObject()
    list["schemas"] = .array(uris.map { .string($0) })
    return .json(.object(list))
  }
}
