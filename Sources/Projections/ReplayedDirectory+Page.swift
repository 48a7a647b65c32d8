package import Directory
import SCIM

extension ReplayedDirectory {
  /// Gives the matching resources from the `startIndex`th on, `count` at most, as ``DirectoryReader`` does.
  ///
  /// - Returns: How many match.
  /// - Throws: ``NotInRows`` where no index leads to them.
  package func page(
    _ queries: [ResourceQuery], startIndex: Int, count: Int, _ body: (StoredResource) throws -> Void
  ) throws -> Int {
    var window = PageWindow(first: max(startIndex, 1), count: max(count, 0))
    for query in queries {
      guard query.sort == nil, query.moment == nil, let candidates = try candidates(query) else {
        throw NotInRows()
      }
      for resource in candidates where try matches(resource, query) && window.takes() { try body(resource) }
    }
    return window.seen
  }

  private func matches(_ resource: StoredResource, _ query: ResourceQuery) throws -> Bool {
    guard let filter = query.filter else { return true }
    var subject = FilterSubject(resource)
    let elsewhere = FilterSubject.References(
      contains: { _ in throw NotInRows() }, all: { throw NotInRows() })
    if resource.type == "Group" { subject.members = elsewhere } else { subject.groups = elsewhere }
    return try filter.matches(subject)
  }
}
