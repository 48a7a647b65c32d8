public import Directory
import EventLog
import LMDB
import SCIM

extension DirectoryReader {
  static let chunk = 2000

  /// The first matching resource in the order of ids.
  public func first(_ query: ResourceQuery) throws -> StoredResource? {
    var found: StoredResource?
    try walk(query) { resource in
      found = resource
      return .stop
    }
    return found
  }

  /// Gives the matching resources after an id, in the order of ids, which is that of creation, until `body`
  /// stops. They are read in chunks, each in a snapshot of its own.
  func walk(
    _ query: ResourceQuery, after last: Identifier? = nil, _ body: (StoredResource) throws -> ScanStep
  ) throws {
    var start = last.map { $0.successor } ?? Identifier.none
    while let from = start {
      let (resources, next) = try chunk(of: query, from: from)
      for resource in resources where try matches(resource, query) {
        if try body(resource) == .stop { return }
      }
      start = next
    }
  }

  /// Gives the events that had made the resources of a type what they were, in the order of ids.
  func forEachPosition(
    ofType type: String, at moment: DirectoryMoment, _ body: (Position) throws -> Void
  ) throws {
    var start: Identifier? = Identifier.none
    while let from = start {
      let (positions, next) = try read(at: moment) {
        try $0.positions(of: type, from: from, limit: DirectoryReader.chunk)
      }
      for position in positions { try body(position) }
      start = next
    }
  }

  private func chunk(of query: ResourceQuery, from: Identifier) throws -> (
    resources: [StoredResource], next: Identifier?
  ) {
    let type = query.type.name
    if let moment = query.moment {
      return try read(at: moment) {
        try $0.resources(of: type, from: from, limit: DirectoryReader.chunk)
      }
    }
    return try read { directory in
      var ids: [Identifier] = []
      try directory.identifiers(ofType: type, from: from) { id in
        ids.append(id)
        return ids.count <= DirectoryReader.chunk ? .next : .stop
      }
      let next = ids.count > DirectoryReader.chunk ? ids.removeLast() : nil
      return (try ids.compactMap { try directory.resource($0, type: type) }, next)
    }
  }
}

extension DirectoryState where Self: ~Escapable {
  /// The few resources that can match, found by an index, in the order of ids; nil where none applies.
  func candidates(_ query: ResourceQuery) throws -> [StoredResource]? {
    let isStandard = query.type.name == "User" || query.type.name == "Group"
    let isGroup = query.type.name == "Group"
    func indexed(_ attribute: IndexedAttribute, _ value: String) throws -> [Identifier] {
      try identifiers(of: query.type.name, where: attribute, equals: value)
    }
    for equality in query.equalities where !equality.path.isExtension {
      let path = equality.path
      let ids: [Identifier]
      switch path.attribute.name + (path.subAttribute.map { ".\($0.name)" } ?? "") {
      case "id": ids = Identifier(equality.value).map { [$0] } ?? []
      case "externalId": ids = try indexed(.externalID, equality.value)
      case "userName" where isStandard && !isGroup: ids = try indexed(.userName, equality.value)
      case "emails.value" where isStandard && !isGroup: ids = try indexed(.email, equality.value)
      case "displayName" where isStandard: ids = try indexed(.displayName, equality.value)
      case "members.value" where isGroup:
        ids = try Identifier(equality.value).map { try groups(of: $0) } ?? []
      default: continue
      }
      return try ids.sorted().compactMap { try resource($0, type: query.type.name) }
    }
    return nil
  }
}
