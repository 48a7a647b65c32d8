public import Directory
public import EventLog
import LMDB
import SCIM

/// The directory as the queries of many readers see it, in snapshots short enough not to hold up the writer's
/// reuse of pages.
public struct DirectoryReader: Sendable {
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

  func read<R>(at moment: DirectoryMoment, _ body: (borrowing PastDirectory) throws -> R) throws -> R {
    try log.environment.read { transaction in
      try body(PastDirectory(log: log, tables: tables, view: transaction.view, moment: moment))
    }
  }

  /// A resource as it is, or as it was at a moment.
  public func resource(_ id: Identifier, type: String, at moment: DirectoryMoment?) throws -> StoredResource?
  {
    guard let moment else { return try read { try $0.resource(id, type: type) } }
    return try read(at: moment) { try $0.resource(id, type: type) }
  }

  /// Gives every matching resource.
  public func forEach(_ query: ResourceQuery, _ body: (StoredResource) throws -> Void) throws {
    try walk(query) { resource in
      try body(resource)
      return .next
    }
  }

  func matches(_ resource: StoredResource, _ query: ResourceQuery) throws -> Bool {
    guard let filter = query.filter else { return true }
    return try filter.matches(subject(resource, at: query.moment))
  }

  /// The resource as filters and orders look at it; its members and groups are read when they ask.
  func subject(_ resource: StoredResource, at moment: DirectoryMoment?) -> FilterSubject {
    var subject = FilterSubject(resource)
    let id = resource.id
    if resource.type == "Group" {
      subject.members = .init(
        contains: { value in
          guard let member = Identifier(value) else { return false }
          guard let moment else { return try read { try $0.member(member, of: id) != nil } }
          return try read(at: moment) { try $0.isMember(member, of: id) }
        },
        all: { try members(of: id, at: moment).map { $0.filterable } })
    } else {
      subject.groups = .init(
        contains: { value in
          guard let group = Identifier(value) else { return false }
          guard let moment else { return try read { try $0.member(id, of: group) != nil } }
          return try groups(of: id, at: moment).contains(group)
        },
        all: { try groupReferences(of: id, at: moment).map { $0.filterable } })
    }
    return subject
  }

  private func members(of group: Identifier, at moment: DirectoryMoment?) throws -> [GroupMember] {
    guard let moment else { return try read { try $0.members(of: group, limit: .max) } }
    return try read(at: moment) { try $0.members(of: group) }
  }
}

extension FilterSubject {
  /// A resource without its members and groups.
  init(_ resource: StoredResource) {
    self.init(
      image: resource.image, id: resource.id.description, created: resource.created,
      lastModified: resource.lastModified, version: resource.version)
  }
}
