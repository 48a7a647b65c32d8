extension ProvisioningLedger {
  /// The live person or group that a selector names; nil where there is none.
  public func resource(_ selector: Selector) throws -> DirectoryResource? {
    try reader.read { directory in
      let stored: StoredResource?
      switch selector {
      case .id(let id): stored = try directory.resource(id)
      case .userName(let value):
        stored = try directory.identifiers(of: "User", where: .userName, equals: value).first
          .flatMap { try directory.resource($0, type: "User") }
      case .externalID(let value):
        let user = try directory.identifiers(of: "User", where: .externalID, equals: value).first
        let group = try directory.identifiers(of: "Group", where: .externalID, equals: value).first
        stored = try (user ?? group).flatMap { try directory.resource($0) }
      case .displayName(let value):
        stored = try directory.identifiers(of: "Group", where: .displayName, equals: value).first
          .flatMap { try directory.resource($0, type: "Group") }
      }
      return try stored.map { stored in
        DirectoryResource(
          stored,
          members: stored.type == "Group" ? try directory.namedMembers(of: stored.id, limit: .max) : nil,
          groups: try directory.groupReferences(of: stored.id))
      }
    }
  }

  /// A page of the resources of a type (`User` or `Group`), in the order of creation.
  ///
  /// - Parameter position: The past to look at; nil for the present.
  /// - Throws: `SCIMError` for a filter that can't apply to the type; `QuestionError.beyondHead`.
  public func resources(
    ofType type: String, filter: Filter? = nil, asOf position: Position? = nil, startIndex: Int = 1,
    count: Int = .max
  ) throws -> ResourcePage {
    let query = try query(type, filter, position)
    var found: [DirectoryResource] = []
    let page = try reader.page(query, startIndex: startIndex, count: count) { stored in
      found.append(try complete(stored, at: query.moment))
    }
    return ResourcePage(totalResults: page.total, startIndex: max(startIndex, 1), resources: found)
  }

  /// Gives every resource of a type that matches, in short snapshots.
  ///
  /// - Parameter position: The past to look at; nil for the present.
  /// - Throws: `SCIMError` for a filter that can't apply to the type; `QuestionError.beyondHead`.
  public func forEachResource(
    ofType type: String, filter: Filter? = nil, asOf position: Position? = nil,
    _ body: (DirectoryResource) throws -> Void
  ) throws {
    let query = try query(type, filter, position)
    try reader.forEach(query) { try body(complete($0, at: query.moment)) }
  }

  var reader: DirectoryReader { DirectoryReader(log: log, tables: tables) }

  /// - Throws: `QuestionError.beyondHead`.
  func directoryMoment(_ position: Position) throws -> DirectoryMoment {
    let head = try head()
    guard position <= head else { throw QuestionError.beyondHead(position, head: head) }
    return DirectoryMoment(position)
  }

  private func query(_ type: String, _ filter: Filter?, _ position: Position?) throws -> ResourceQuery {
    try ResourceQuery(
      type: type == "Group" ? .group : .user, filter: filter, moment: position.map { try directoryMoment($0) }
    )
  }

  /// The resource with its members and groups, as they are or were.
  func complete(_ stored: StoredResource, at moment: DirectoryMoment?) throws -> DirectoryResource {
    DirectoryResource(
      stored, members: stored.type == "Group" ? try reader.namedMembers(of: stored.id, at: moment) : nil,
      groups: try reader.groupReferences(of: stored.id, at: moment))
  }
}
