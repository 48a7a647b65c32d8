import Directory
import EventLog
import JSONTape
import Projections
import SCIM

/// A list or search while it is put together.
struct Search {
  let types: [ResourceType]
  private(set) var tolerances: [Tolerance] = []
  /// The log's head in what was read, or the past position that was looked at.
  private(set) var snapshot: Position?
  private(set) var total = 0
  private(set) var answer = JSONValue.null

  private var selections: [String: AttributeSelection] = [:]
  private var resources: [JSONValue] = []

  init(types: [ResourceType]) { self.types = types }

  mutating func run(
    _ asked: SearchRequest, _ provider: ServiceProvider, _ request: SCIMRequest, _ client: Client
  ) throws {
    for type in types {
      let selection = try AttributeSelection(
        attributes: asked.attributes, excludedAttributes: asked.excludedAttributes, type: type)
      selections[type.name] = selection
      if tolerances.isEmpty { tolerances = selection.tolerances }
    }
    var filter: Filter?
    if let text = asked.filter { filter = try Filter(parsing: text, tolerances: &tolerances) }
    try provider.settings.profile.check(tolerances)
    if let filter { try provider.settings.profile.check(filter) }
    let moment = try provider.moment(asked.asOf, request)
    var queries: [ResourceQuery] = []
    for (type, sort) in zip(types, try sorts(asked)) {
      var query = try ResourceQuery(type: type, filter: filter, sort: sort, moment: moment)
      if types.count == 1 { query.knownTotal = request.sight?.results }
      queries.append(query)
    }
    if let directory = request.sight?.directory {
      guard asked.cursor == nil else { throw NotInRows() }
      try page(queries, asked, in: directory, provider, request)
    } else if asked.cursor == nil {
      try page(queries, asked, provider, request)
    } else {
      try markedPage(queries, moment, asked, provider, request, client)
    }
  }

  private func sorts(_ asked: SearchRequest) throws -> [ResolvedSort?] {
    guard let path = asked.sortBy, !path.isEmpty else { return types.map { _ in nil } }
    let sorts = try types.map { try ResolvedSort(by: path, asked.sortOrder, in: $0) }
    guard sorts.contains(where: { $0 != nil }) else {
      throw SCIMError.invalidPath("sortBy: there is no attribute \(path) to sort by here.")
    }
    return sorts
  }

  /// The same for nobody who waits for the list, in memory.
  private mutating func page(
    _ queries: [ResourceQuery], _ asked: SearchRequest, in directory: ReplayedDirectory,
    _ provider: ServiceProvider, _ request: SCIMRequest
  ) throws {
    total = try directory.page(queries, startIndex: window(asked).start, count: window(asked).count) {
      try take($0, nil, provider, request)
    }
    snapshot = directory.position
  }

  /// Index pagination (RFC 7644 §3.4.2.4).
  private mutating func page(
    _ queries: [ResourceQuery], _ asked: SearchRequest, _ provider: ServiceProvider, _ request: SCIMRequest
  ) throws {
    let (startIndex, count) = window(asked)
    let page = try provider.reader.page(queries, startIndex: startIndex, count: count) {
      try take($0, $1, provider, request)
    }
    total = page.total
    snapshot = request.sight?.head ?? page.snapshot
    answer = SCIMMessage.listResponse(
      totalResults: total, startIndex: startIndex, itemsPerPage: resources.count, resources: resources)
  }

  private func window(_ asked: SearchRequest) -> (start: Int, count: Int) {
    (
      max(asked.startIndex ?? 1, 1),
      min(max(asked.count ?? ServiceProvider.defaultPage, 0), ServiceProvider.largestPage)
    )
  }

  /// Cursor pagination (RFC 9865): all pages show the directory as the first one found it.
  private mutating func markedPage(
    _ queries: [ResourceQuery], _ moment: DirectoryMoment?, _ asked: SearchRequest,
    _ provider: ServiceProvider, _ request: SCIMRequest, _ client: Client
  ) throws {
    guard asked.startIndex == nil else {
      throw SCIMError.invalidValue("startIndex and cursor are two ways of paging: send one of them.")
    }
    let count = asked.count ?? ServiceProvider.defaultPage
    guard (1...ServiceProvider.largestPage).contains(count) else {
      throw SCIMError(
        status: 400, scimType: .invalidCount,
        detail: "count must be between 1 and \(ServiceProvider.largestPage) (RFC 9865 §2.1).")
    }
    let query = PageCursor.digest(of: asked.identity(of: types))
    let now = provider.clock.now()
    let found: MarkedPage
    if let cursor = asked.cursor, !cursor.isEmpty {
      let mark = try provider.cursors.open(cursor, for: client.client, query: query, now: now)
      let moment = DirectoryMoment(mark.position)
      let past = queries.map { $0.at(moment) }
      found = try provider.reader.page(past, at: moment, from: mark, count: count) {
        try take($0, moment, provider, request)
      }
    } else if let moment = moment ?? request.sight.map({ DirectoryMoment($0.head) }) {
      found = try provider.reader.page(queries.map { $0.at(moment) }, at: moment, from: nil, count: count) {
        try take($0, moment, provider, request)
      }
    } else {
      found = try provider.reader.firstPage(queries, count: count) { resource, moment in
        try take(resource, moment, provider, request)
      }
    }
    snapshot = found.moment.position
    total = found.total
    let expires = now &+ Int64(CursorSeal.timeoutSeconds) * 1_000_000
    let next = found.next.map {
      provider.cursors.seal(PageCursor(mark: $0, query: query, expires: expires), for: client.client)
    }
    answer = SCIMMessage.listResponse(
      totalResults: total, itemsPerPage: resources.count, nextCursor: next, resources: resources)
  }

  private mutating func take(
    _ resource: StoredResource, _ moment: DirectoryMoment?, _ provider: ServiceProvider,
    _ request: SCIMRequest
  ) throws {
    guard request.isAnswered, let type = types.first(where: { $0.name == resource.type }),
      let selection = selections[type.name]
    else { return }
    let reader = provider.reader
    resources.append(
      ResourceRenderer.render(
        image: resource.image, meta: ResourceMeta(resource, type, baseURL: request.baseURL), type: type,
        members: selection.needsMembers ? try reader.namedMembers(of: resource.id, at: moment) : nil,
        groups: selection.needsGroups ? try reader.groupReferences(of: resource.id, at: moment) : nil,
        selection: selection, baseURL: request.baseURL))
  }
}

extension ResourceQuery {
  fileprivate func at(_ moment: DirectoryMoment) -> ResourceQuery {
    var query = self
    query.moment = moment
    return query
  }
}
