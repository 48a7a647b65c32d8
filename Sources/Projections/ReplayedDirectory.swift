package import Directory
package import EventLog
import JSONTape
package import SCIM

/// What a ``ReplayedDirectory`` was asked is not among its rows: tables have to be asked.
package struct NotInRows: Error {
  package init() {}
}

/// The directory as it was after an event, from rows in memory and the records of a log.
package struct ReplayedDirectory: DirectoryState, Sendable {
  let rows: DirectoryRows
  /// The last event that has happened.
  package private(set) var position: Position
  private let versions: ResourceVersions
  private let record: @Sendable (Position) throws -> Record?

  /// - Parameters:
  ///   - versions: Resources that are at hand decoded.
  ///   - record: Finds a record; nil where it is not there.
  package init(
    _ rows: DirectoryRows, asOf position: Position, versions: ResourceVersions,
    record: @escaping @Sendable (Position) throws -> Record?
  ) {
    self.rows = rows
    self.position = position
    self.versions = versions
    self.record = record
  }

  /// The same directory at another moment.
  package func asOf(_ position: Position) -> ReplayedDirectory {
    var directory = self
    directory.position = position
    return directory
  }

  /// The event that last changed a live resource.
  package func position(of id: Identifier, type: String) -> Position? {
    rows.resource(id, asOf: position).flatMap { $0.type == type ? $0.position : nil }
  }

  package func resource(_ id: Identifier) throws -> StoredResource? {
    guard let row = rows.resource(id, asOf: position), ProjectionKeys.memberTypes.contains(row.type)
    else { return nil }
    return try resource(at: row.position)
  }

  package func resource(_ id: Identifier, type: String) throws -> StoredResource? {
    try position(of: id, type: type).flatMap { try resource(at: $0) }
  }

  private func resource(at position: Position) throws -> StoredResource? {
    if let known = versions[position] { return known }
    guard let record = try record(position) else { throw EventLogError.missingRecord(position) }
    guard let resource = try StoredResource(record) else { return nil }
    versions.keep(resource)
    return resource
  }

  package func identifiers(
    of type: String, where attribute: IndexedAttribute, equals value: String
  ) throws -> [Identifier] {
    guard ValueDigests.has(attribute, type: type) else { throw NotInRows() }
    let compared = attribute.caseExact ? value : CaselessValue.fold(value)
    let digest = ValueDigests.digest(attribute, type: type, compared.utf8Span.span)
    guard let candidates = rows.values.value(digest, asOf: position)?.ids else { return [] }
    // A digest may be that of another value too.
    return try candidates.filter { id in
      try resource(id, type: type).map {
        IndexedValues.has(attribute, compared, in: $0.image, type: type)
      } ?? false
    }
  }

  package func member(_ member: Identifier, of group: Identifier) -> GroupMember? {
    rows.members.value(.init(group: group, member: member), asOf: position)
  }

  package func members(of group: Identifier, limit: Int) -> [GroupMember] {
    var members: [GroupMember] = []
    for member in rows.roster(of: group) where members.count < limit {
      if let row = self.member(member, of: group) { members.append(row) }
    }
    return members
  }

  package func groups(of member: Identifier) -> [Identifier] {
    rows.groups.value(member, asOf: position) ?? []
  }
}
