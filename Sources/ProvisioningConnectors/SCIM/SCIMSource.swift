import JSONTape
public import Provisioning
import SCIM

/// Another SCIM 2.0 server as the source: its users, then its groups.
///
/// Attributes are named by their paths; see `SCIMResourceForm`. A SCIM server assigns nobody to an application,
/// so a job's scope is all objects or a filter.
///
/// **Paging** is by cursor where the server says that it can (RFC 9865), else by index. Index paging skips
/// objects when others are deleted meanwhile: a read whose number of objects is not the one the server told
/// has a problem, so that it proves no object to be gone.
///
/// **Incremental reads** ask for `meta.lastModified ge` the latest one seen before, where the server can filter.
/// Such a filter never tells what was deleted. So the number of objects is asked for first, which costs two small
/// requests: when it is not the number before plus those created since, something was deleted, and everything is
/// read (`isSnapshot`). It is also read where the server can't filter or does not tell `meta.lastModified`.
public struct SCIMSource: ProvisioningSource {
  public let name: String

  let base: ServerURL
  let http: SourceClient
  let endpoints: [Endpoint]

  struct Endpoint: Sendable, Hashable {
    var type: String
    var path: String
  }

  /// - Parameters:
  ///   - url: The base URL that `/Users` goes below.
  ///   - readsGroups: Whether groups are read as well as users.
  ///   - client: Must be open as long as the source is used.
  /// - Throws: `ConnectorError` for a URL or a token that can't be sent.
  public init(
    url: String, authorization: TargetAuthorization, readsGroups: Bool = true, client: ConnectorClient
  ) throws(ConnectorError) {
    base = try ServerURL(url)
    name = base.description
    http = SourceClient(
      client: client, authorizer: try Authorizer(authorization, client: client),
      accept: HTTPTarget.MediaType.scim.rawValue)
    let users = Endpoint(type: "User", path: "/Users")
    endpoints = readsGroups ? [users, Endpoint(type: "Group", path: "/Groups")] : [users]
  }

  public func page(_ request: SourceRequest) async throws(SourceError) -> SourcePage {
    var place = try await place(request)
    let endpoint = endpoints[place.endpoint]
    let limit = max(1, min(request.limit, 1000))
    let url = "\(base)\(endpoint.path)?\(place.query(count: limit, type: endpoint.type))"
    let answer = try await http.get(url)
    if [400, 404, 410].contains(answer.status), place.usesCursor, !place.cursor.isEmpty {
      throw SourceError(
        .watermarkExpired, place: base.description + endpoint.path,
        reason: "the server no longer knows the cursor: \(answer.explanation ?? "status \(answer.status)")")
    }
    let list = SCIMList(try answer.body(from: url))
    var page = SourcePage(changes: [], isSnapshot: place.isSnapshot)
    for (index, resource) in list.resources.enumerated() {
      do throws(SCIMResourceForm.Problem) {
        page.changes.append(try SCIMResourceForm(type: endpoint.type).change(resource))
      } catch {
        page.problems.append(
          SourceProblem(
            place: "\(base)\(endpoint.path), result \(place.received + index + 1)", reason: error.reason))
      }
    }
    if let problem = place.advance(over: list, endpoints: endpoints, base: base.description) {
      page.problems.append(problem)
    }
    page.continuation = place.continuation(endpoints: endpoints.count)
    if page.continuation == nil { page.watermark = place.watermark.text }
    return page
  }

  private func place(_ request: SourceRequest) async throws(SourceError) -> SCIMPlace {
    if let continuation = request.continuation {
      guard let place = SCIMPlace(continuation: continuation), endpoints.indices.contains(place.endpoint)
      else {
        throw SourceError(
          .watermarkExpired, place: name, reason: "the continuation is not one of this source's")
      }
      return place
    }
    let abilities = try await abilities()
    var place = SCIMPlace(usesCursor: abilities.hasCursors)
    guard let text = request.watermark else { return place }
    guard let watermark = SCIMWatermark(text) else {
      throw SourceError(.watermarkExpired, place: name, reason: "the watermark is not one of this source's")
    }
    if abilities.filters, try await nothingWasDeleted(since: watermark) {
      place.since = watermark.types.mapValues(\.modified)
      place.seen = watermark
    }
    return place
  }

  private struct Abilities {
    var filters = false
    var hasCursors = false
  }

  /// What `/ServiceProviderConfig` says; a server without one can do the least.
  private func abilities() async throws(SourceError) -> Abilities {
    let answer = try await http.get("\(base)/ServiceProviderConfig")
    guard answer.status == 200, let object = answer.object else { return Abilities() }
    return Abilities(
      filters: object["filter"]?.objectValue?["supported"]?.boolValue == true,
      hasCursors: object["pagination"]?.objectValue?["cursor"]?.boolValue == true)
  }

  /// Whether every type has as many objects as it had, plus those created since.
  private func nothingWasDeleted(since watermark: SCIMWatermark) async throws(SourceError) -> Bool {
    for endpoint in endpoints {
      guard let known = watermark.types[endpoint.type], !known.modified.isEmpty,
        let total = try await count(endpoint),
        let created = try await count(endpoint, filter: "meta.created gt \"\(known.modified)\""),
        total == known.count &+ created
      else { return false }
    }
    return true
  }

  /// How many objects there are; nil where the server does not tell.
  private func count(_ endpoint: Endpoint, filter: String? = nil) async throws(SourceError) -> Int? {
    let query = filter.map { "&filter=" + $0.percentEncoded } ?? ""
    let answer = try await http.get("\(base)\(endpoint.path)?count=0\(query)")
    guard answer.status == 200, let object = answer.object else { return nil }
    return SCIMList(object).total
  }
}
