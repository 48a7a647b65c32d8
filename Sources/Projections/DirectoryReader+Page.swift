public import Directory
import EventLog
import LMDB
import SCIM

extension DirectoryReader {
  /// Gives the matching resources from the `startIndex`th on, `count` at most, and returns how many match
  /// in all.
  public func page(
    _ query: ResourceQuery, startIndex: Int, count: Int, _ body: (StoredResource) throws -> Void
  ) throws -> Int {
    try page([query], startIndex: startIndex, count: count, body)
  }

  /// The same over several types, one after the other.
  public func page(
    _ queries: [ResourceQuery], startIndex: Int, count: Int, _ body: (StoredResource) throws -> Void
  ) throws -> Int {
    let first = max(startIndex, 1)
    if queries.contains(where: { $0.sort != nil }) {
      return try sortedPage(queries, from: first - 1, count: count, body)
    }
    var total = 0
    for query in queries {
      // What this type adds to a page that starts before it is its own first resources.
      let (start, overflows) = first.subtractingReportingOverflow(total)
      let from = overflows ? first : max(start, 1)
      let taken = max(total &- (first &- 1), 0)
      total += try pageOfOne(query, first: from, count: max(count &- taken, 0), body)
    }
    return total
  }

  private func pageOfOne(
    _ query: ResourceQuery, first: Int, count: Int, _ body: (StoredResource) throws -> Void
  ) throws -> Int {
    var total = 0
    func take(_ resource: StoredResource) throws {
      total += 1
      if total >= first, total - first < count { try body(resource) }
    }
    if query.moment == nil {
      if let candidates = try read({ try $0.candidates(query) }) {
        for resource in candidates where try matches(resource, query) { try take(resource) }
        return total
      }
      if query.filter == nil { return try unfilteredPage(query, first: first, count: count, body) }
    }
    try forEach(query) { try take($0) }
    return total
  }

  private func unfilteredPage(
    _ query: ResourceQuery, first: Int, count: Int, _ body: (StoredResource) throws -> Void
  ) throws -> Int {
    let type = query.type.name
    let (total, resources) = try read { directory in
      var index = 0
      var ids: [Identifier] = []
      if count > 0 {
        try directory.identifiers(ofType: type) { id in
          index += 1
          if index >= first { ids.append(id) }
          return ids.count < count ? .next : .stop
        }
      }
      return (
        try directory.count(ofType: type), try ids.compactMap { try directory.resource($0, type: type) }
      )
    }
    for resource in resources { try body(resource) }
    return total
  }
}
