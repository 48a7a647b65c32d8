public import Directory
public import EventLog
import JSONTape
import LMDB
public import SCIM

/// A list or search over one type of resource (RFC 7644 §3.4.2), in the order of creation.
public struct ResourceQuery: Sendable {
  public var type: ResourceType
  public var filter: ResolvedFilter?
  var equalities: [Filter.Equality]

  /// - Throws: `SCIMError` with `invalidFilter` where the filter can't apply to the type.
  public init(type: ResourceType, filter: Filter?) throws(SCIMError) {
    self.type = type
    if let filter {
      self.filter = try ResolvedFilter(filter, type: type)
      equalities = filter.equalities(in: type)
    } else {
      equalities = []
    }
  }
}

/// The directory as the queries of many readers see it, in snapshots short enough not to hold up the writer's
/// reuse of pages.
public struct DirectoryReader: Sendable {
  static let chunk = 2000

  let log: LMDBEventLog
  let tables: ProjectionTables

  public init(log: LMDBEventLog, tables: ProjectionTables) {
    self.log = log
    self.tables = tables
  }

  /// Reads the directory in one snapshot.
  public func read<R>(_ body: (borrowing ProjectedDirectory) throws -> R) throws -> R {
    try log.environment.read { transaction in
      try body(ProjectedDirectory(log: log, tables: tables, view: transaction.view))
    }
  }

  /// Gives the matching resources from the `startIndex`th on, `count` at most, and returns how many match in all.
  public func page(
    _ query: ResourceQuery, startIndex: Int, count: Int, _ body: (StoredResource) throws -> Void
  ) throws -> Int {
    let first = max(startIndex, 1)
    var total = 0
    func take(_ resource: StoredResource) throws {
      total += 1
      if total >= first, total - first < count { try body(resource) }
    }
    if let candidates = try candidates(query) {
      for resource in candidates where try matches(resource, query) { try take(resource) }
      return total
    }
    if query.filter == nil { return try unfilteredPage(query.type, first: first, count: count, body) }
    try forEach(query) { try take($0) }
    return total
  }

  /// Gives every matching resource.
  public func forEach(_ query: ResourceQuery, _ body: (StoredResource) throws -> Void) throws {
    var start: Identifier? = Identifier.none
    while let from = start {
      let (resources, next) = try chunk(of: query.type.name, from: from)
      for resource in resources where try matches(resource, query) { try body(resource) }
      start = next
    }
  }

  private func chunk(of type: String, from: Identifier) throws -> (
    resources: [StoredResource], next: Identifier?
  ) {
    try read { directory in
      var ids: [Identifier] = []
      try directory.identifiers(ofType: type, from: from) { id in
        ids.append(id)
        return ids.count <= DirectoryReader.chunk ? .next : .stop
      }
      let next = ids.count > DirectoryReader.chunk ? ids.removeLast() : nil
      return (try ids.compactMap { try directory.resource($0, type: type) }, next)
    }
  }

  private func unfilteredPage(
    _ type: ResourceType, first: Int, count: Int, _ body: (StoredResource) throws -> Void
  ) throws -> Int {
    let (total, resources) = try read { directory in
      var index = 0
      var ids: [Identifier] = []
      if count > 0 {
        try directory.identifiers(ofType: type.name) { id in
          index += 1
          if index >= first { ids.append(id) }
          return ids.count < count ? .next : .stop
        }
      }
      return (
        try directory.count(ofType: type.name),
        try ids.compactMap { try directory.resource($0, type: type.name) }
      )
    }
    for resource in resources { try body(resource) }
    return total
  }

  /// The few resources that can match, found by an index; nil where none applies.
  private func candidates(_ query: ResourceQuery) throws -> [StoredResource]? {
    for equality in query.equalities {
      let path = equality.path
      guard !path.isExtension else { continue }
      let name = path.attribute.name + (path.subAttribute.map { ".\($0.name)" } ?? "")
      let isGroup = query.type.name == "Group"
      switch name {
      case "id":
        guard let id = Identifier(equality.value) else { return [] }
        return try read { try $0.resource(id, type: query.type.name).map { [$0] } ?? [] }
      case "userName" where !isGroup: return try indexed(query, .userName, equality.value)
      case "externalId": return try indexed(query, .externalID, equality.value)
      case "emails.value" where !isGroup: return try indexed(query, .email, equality.value)
      case "displayName" where isGroup: return try indexed(query, .displayName, equality.value)
      default: continue
      }
    }
    return nil
  }

  private func indexed(
    _ query: ResourceQuery, _ attribute: IndexedAttribute, _ value: String
  ) throws -> [StoredResource] {
    try read { directory in
      try directory.identifiers(of: query.type.name, where: attribute, equals: value).sorted()
        .compactMap { try directory.resource($0, type: query.type.name) }
    }
  }

  private func matches(_ resource: StoredResource, _ query: ResourceQuery) throws -> Bool {
    guard let filter = query.filter else { return true }
    return try filter.matches(subject(resource))
  }

  private func subject(_ resource: StoredResource) -> FilterSubject {
    var subject = FilterSubject(
      image: resource.image, id: resource.id.description, created: resource.created,
      lastModified: resource.lastModified, version: resource.version)
    let id = resource.id
    if resource.type == "Group" {
      subject.members = .init(
        contains: { value in
          guard let member = Identifier(value) else { return false }
          return try read { try $0.member(member, of: id) != nil }
        },
        all: { try read { try $0.members(of: id, limit: .max) }.map { $0.filterable } })
    } else {
      subject.groups = .init(
        contains: { value in
          guard let group = Identifier(value) else { return false }
          return try read { try $0.member(id, of: group) != nil }
        },
        all: { try read { try $0.groupReferences(of: id) }.map { $0.filterable } })
    }
    return subject
  }
}
