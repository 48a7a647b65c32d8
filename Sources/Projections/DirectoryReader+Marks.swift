public import Directory
import EventLog
import LMDB
import SCIM

/// A page of a walk, and where the next one starts; nil on the last.
public struct MarkedPage: Sendable {
  public var moment: DirectoryMoment
  public var total: Int
  public var next: PageMark?
}

extension DirectoryReader {
  /// Gives the first `count` matching resources of the directory as it is, for a walk whose later pages show
  /// the same directory.
  ///
  /// - Parameter queries: On the present; `body` is told the moment that they were put to.
  public func firstPage(
    _ queries: [ResourceQuery], count: Int, _ body: (StoredResource, DirectoryMoment) throws -> Void
  ) throws -> MarkedPage {
    let isSorted = queries.contains { $0.sort != nil }
    let (head, candidates, total) = try read { directory in
      var candidates: [[StoredResource]?] = []
      var total: Int? = 0
      for query in queries {
        candidates.append(isSorted ? nil : try directory.candidates(query))
        let count = query.filter == nil ? try directory.count(ofType: query.type.name) : nil
        total = total.flatMap { sum in count.map { sum + $0 } }
      }
      return (try directory.head(), candidates, total)
    }
    let moment = DirectoryMoment(head)
    var past = queries
    for index in past.indices { past[index].moment = moment }
    if candidates.allSatisfy({ $0 != nil }) {
      var found: [StoredResource] = []
      for (query, list) in zip(past, candidates) {
        found += try (list ?? []).filter { try matches($0, query) }
      }
      if found.count <= count {
        for resource in found { try body(resource, moment) }
        return MarkedPage(moment: moment, total: found.count, next: nil)
      }
    }
    return try page(past, at: moment, from: nil, count: count, total: total) { try body($0, moment) }
  }

  /// Gives the matching resources of a past directory from a mark on, or from the start.
  ///
  /// - Parameters:
  ///   - queries: On `moment`.
  ///   - total: How many there are, where that is known without the mark.
  public func page(
    _ queries: [ResourceQuery], at moment: DirectoryMoment, from mark: PageMark?, count: Int,
    total known: Int? = nil, _ body: (StoredResource) throws -> Void
  ) throws -> MarkedPage {
    let given = mark?.given ?? 0
    if queries.contains(where: { $0.sort != nil }) {
      let total = try sortedPage(queries, from: given, count: count, body)
      let (end, overflows) = given.addingReportingOverflow(count)
      let next = PageMark(position: moment.position, query: 0, last: .none, given: end, total: total)
      return MarkedPage(moment: moment, total: total, next: overflows || end >= total ? nil : next)
    }
    let known = mark?.total ?? known
    var here = 0
    var beyond = 0
    var last = PageMark(
      position: moment.position, query: mark?.query ?? 0, last: mark?.last ?? .none, given: 0, total: 0)
    for (index, query) in queries.enumerated() where index >= mark?.query ?? 0 {
      if known != nil, beyond > 0 { break }
      try walk(query, after: index == mark?.query ? mark?.last : nil) { resource in
        guard here < count else {
          beyond += 1
          return known == nil ? .next : .stop
        }
        try body(resource)
        here += 1
        (last.query, last.last) = (index, resource.id)
        return .next
      }
    }
    let total = known ?? given + here + beyond
    (last.given, last.total) = (given + here, total)
    return MarkedPage(moment: moment, total: total, next: beyond > 0 ? last : nil)
  }
}
