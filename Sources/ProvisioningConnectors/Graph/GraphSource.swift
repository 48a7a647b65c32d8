import JSONTape
public import Provisioning
import SCIM
import Synchronization

/// A Microsoft Entra directory, read through Microsoft Graph v1.0: `users/delta`, then `groups/delta`.
///
/// `manager` and `members` are selected as the delta functions allow, and come as `manager@delta` and
/// `members@delta`. In the first read an object's first occurrence is all of it (`full`), and later ones add to
/// it, since Graph goes on with a large group's members on the next page. Graph decides how many objects
/// a page has.
///
/// **Assignments** to the application (`/servicePrincipals/{id}/appRoleAssignedTo`) become the attribute
/// `appRoleAssignments`. Graph tells no delta of them: they are read whole at the start of each read, and when
/// they are not what they were, everything is read again (`isSnapshot`). They take the memory of
/// `DirectorySource`'s assignments.
///
/// **Watermark**: both delta links. It expires where Graph answers 410 or no longer knows the state, and after a
/// restart of the process amid the groups of a first read; it counts for nothing where other attributes are
/// selected than before.
public final class GraphSource: ProvisioningSource {
  /// Where the directory is, and what to read of it.
  public struct Settings: Sendable {
    public var baseURL = "https://graph.microsoft.com/v1.0"
    public var loginURL = "https://login.microsoftonline.com"
    /// The tenant's id or one of its domains.
    public var tenant: String
    public var clientID: String
    public var clientSecret: String
    /// The object id of the application's service principal, whose assignments are read; nil for none.
    public var servicePrincipal: String?
    /// The source attributes that the job's mappings and scope read, by type.
    public var userAttributes: [String]
    /// Nil where the job has no mapping of groups: they are not read then.
    public var groupAttributes: [String]?

    public init(
      tenant: String, clientID: String, clientSecret: String, servicePrincipal: String? = nil,
      userAttributes: [String], groupAttributes: [String]? = nil
    ) {
      self.tenant = tenant
      self.clientID = clientID
      self.clientSecret = clientSecret
      self.servicePrincipal = servicePrincipal
      self.userAttributes = userAttributes
      self.groupAttributes = groupAttributes
    }
  }

  struct Collection: Sendable {
    var type: String
    var attributes: GraphAttributes
  }

  /// What is held in memory while a read is under way.
  struct Session: Sendable {
    /// The continuation that it is good for.
    var continuation: String?
    var assignments = AssignmentTable()
    /// The ids that the collection at hand has had, in a read of everything.
    var seen: Set<IdentifierDigest> = []
  }

  public let name: String

  let base: ServerURL
  let http: SourceClient
  let servicePrincipal: String?
  /// In the order they are read.
  let order: [String]
  let collections: [String: Collection]
  private let current = Mutex<Session?>(nil)

  /// - Parameter client: Must be open as long as the source is used.
  /// - Throws: `ConnectorError` for URLs that can't be reached.
  public convenience init(_ settings: Settings, client: ConnectorClient) throws(ConnectorError) {
    try self.init(settings, client: client) { try await Task.sleep(for: .seconds($0)) }
  }

  init(
    _ settings: Settings, client: ConnectorClient, sleep: @escaping @Sendable (Int) async throws -> Void
  ) throws(ConnectorError) {
    base = try ServerURL(settings.baseURL)
    name = "\(base), tenant \(settings.tenant)"
    let login = try ServerURL(settings.loginURL)
    let authorization = TargetAuthorization.clientCredentials(
      tokenURL: "\(login)/\(settings.tenant.percentEncoded)/oauth2/v2.0/token", clientID: settings.clientID,
      clientSecret: settings.clientSecret, scope: base.origin + "/.default")
    var http = SourceClient(
      client: client, authorizer: try Authorizer(authorization, client: client), accept: "application/json")
    http.sleep = sleep
    self.http = http
    servicePrincipal = settings.servicePrincipal
    var collections = [
      "users": Collection(
        type: "User",
        attributes: GraphAttributes(settings.userAttributes, always: ["id", "accountEnabled", "manager"]))
    ]
    if let groups = settings.groupAttributes {
      collections["groups"] = Collection(
        type: "Group", attributes: GraphAttributes(groups, always: ["id", "displayName", "members"]))
    }
    order = ["users", "groups"].filter { collections[$0] != nil }
    self.collections = collections
  }

  public func page(_ request: SourceRequest) async throws(SourceError) -> SourcePage {
    let kept = current.withLock { current in
      let kept = current
      current = nil
      return kept
    }
    do throws(SourceError) {
      let (page, session) = try await page(request, kept: kept)
      current.withLock { $0 = session.continuation == nil ? nil : session }
      return page
    } catch {
      // Whoever waited for a busy service asks for the same page again.
      current.withLock { $0 = kept }
      throw error
    }
  }

  private func page(
    _ request: SourceRequest, kept: Session?
  ) async throws(SourceError) -> (SourcePage, Session) {
    var (place, session) = try await start(request, kept: kept)
    guard let collection = collections[place.collection] else { throw expired("continuation") }
    let object = try await object(at: place.link)
    var page = SourcePage(changes: [], isSnapshot: place.isSnapshot)
    for (index, item) in (object["value"]?.arrayValue ?? []).enumerated() {
      do throws(ObjectForm.Problem) {
        page.changes.append(try change(item, in: collection, isSnapshot: place.isSnapshot, &session))
      } catch {
        page.problems.append(
          SourceProblem(
            place: "\(SourceClient.place(place.link)), value \(index + 1)", reason: error.reason))
      }
    }
    page.continuation = try advance(&place, over: object, &session)
    if page.continuation == nil { page.watermark = place.watermark.text }
    session.continuation = page.continuation
    return (page, session)
  }
}

extension GraphSource {
  private func start(
    _ request: SourceRequest, kept: Session?
  ) async throws(SourceError) -> (GraphPlace, Session) {
    if let continuation = request.continuation {
      guard let place = GraphPlace(continuation: continuation) else { throw expired("continuation") }
      if let kept, kept.continuation == continuation { return (place, kept) }
      guard !place.isSnapshot || place.collection == order.first else {
        throw SourceError(
          .watermarkExpired, place: name,
          reason: "what was read of the groups is no longer known, so that reading must begin again")
      }
      return (place, Session(assignments: try await assignments().table))
    }
    let (table, digest) = try await assignments()
    var watermark = GraphWatermark(assignments: digest, selection: selectionDigest)
    var place = GraphPlace(
      collection: order[0], link: firstLink(of: order[0]), isSnapshot: true, before: [:], watermark: watermark
    )
    if let text = request.watermark {
      guard let before = GraphWatermark(text) else { throw expired("watermark") }
      if before.selection == watermark.selection, before.assignments == digest,
        let link = before.links[order[0]], order.allSatisfy({ before.links[$0] != nil })
      {
        watermark.links = [:]
        place = GraphPlace(
          collection: order[0], link: link, isSnapshot: false, before: before.links, watermark: watermark)
      }
    }
    return (place, Session(assignments: table))
  }

  private func advance(
    _ place: inout GraphPlace, over object: JSONObject, _ session: inout Session
  ) throws(SourceError) -> String? {
    if let next = object["@odata.nextLink"]?.stringValue {
      place.link = try checked(next)
      return place.continuation
    }
    guard let delta = object["@odata.deltaLink"]?.stringValue else {
      throw SourceError(
        .unreadable, place: SourceClient.place(place.link),
        reason: "the page has neither @odata.nextLink nor @odata.deltaLink")
    }
    place.watermark.links[place.collection] = try checked(delta)
    session.seen = []
    guard let index = order.firstIndex(of: place.collection), index + 1 < order.count else { return nil }
    place.collection = order[index + 1]
    place.link = place.before[place.collection] ?? firstLink(of: place.collection)
    return place.continuation
  }

  private func change(
    _ item: JSONValue, in collection: Collection, isSnapshot: Bool, _ session: inout Session
  ) throws(ObjectForm.Problem) -> SourceChange {
    guard let object = item.objectValue else { throw ObjectForm.Problem(reason: "an object is expected") }
    let isFirst =
      isSnapshot && session.seen.insert(IdentifierDigest(object["id"]?.stringValue ?? "")).inserted
    var change = try ObjectForm(kind: isFirst ? .full : .partial).change(type: collection.type, object)
    guard change.kind != .deleted, object["@removed"] == nil else { return change }
    collection.attributes.name(&change.attributes)
    // Graph tells of an object in the recycle bin by @removed and of no other.
    if change.kind == .partial { change.attributes["isSoftDeleted"] = false }
    if isFirst {
      // What an object has at its first occurrence is all that it has so far.
      for (name, value) in change.references {
        if case .delta(let added, _) = value { change.references[name] = .all(added) }
      }
      change.attributes = JSONObject(
        change.attributes.filter { !$0.value.isNull }.map { ($0.name, $0.value) })
    }
    let roles = session.assignments.roles(of: change.key.id)
    if !roles.isEmpty { change.attributes["appRoleAssignments"] = .array(roles) }
    return change
  }

  func expired(_ what: String) -> SourceError {
    SourceError(
      .watermarkExpired, place: name,
      reason: "the \(what) is not one of this source's, so that reading must begin again")
  }

  private func firstLink(of collection: String) -> String {
    "\(base)/\(collection)/delta?$select=\(collections[collection]?.attributes.selection ?? "id")"
  }

  private var selectionDigest: String {
    IdentifierDigest(
      order.map { "\($0)?\(collections[$0]?.attributes.selection ?? "")" }.joined(separator: "&")
    ).hexadecimal
  }
}
