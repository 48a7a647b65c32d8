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

  /// A page of the live resources of a type (`User` or `Group`), in the order of creation.
  ///
  /// - Throws: `SCIMError` for a filter that can't apply to the type.
  public func resources(
    ofType type: String, filter: Filter? = nil, startIndex: Int = 1, count: Int = .max
  ) throws -> ResourcePage {
    let query = try ResourceQuery(type: type == "Group" ? .group : .user, filter: filter)
    var found: [DirectoryResource] = []
    let page = try reader.page(query, startIndex: startIndex, count: count) { stored in
      found.append(try complete(stored))
    }
    return ResourcePage(totalResults: page.total, startIndex: max(startIndex, 1), resources: found)
  }

  /// Gives every live resource of a type that matches, in short snapshots.
  public func forEachResource(
    ofType type: String, filter: Filter? = nil, _ body: (DirectoryResource) throws -> Void
  ) throws {
    let query = try ResourceQuery(type: type == "Group" ? .group : .user, filter: filter)
    try reader.forEach(query) { try body(complete($0)) }
  }

  var reader: DirectoryReader { DirectoryReader(log: log, tables: tables) }

  private func complete(_ stored: StoredResource) throws -> DirectoryResource {
    try reader.read { directory in
      DirectoryResource(
        stored,
        members: stored.type == "Group" ? try directory.namedMembers(of: stored.id, limit: .max) : nil,
        groups: try directory.groupReferences(of: stored.id))
    }
  }
}
