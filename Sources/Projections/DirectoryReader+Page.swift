public import Directory
public import EventLog
import LMDB
import SCIM

/// What a list came to.
public struct DirectoryPage: Sendable, Hashable {
  /// How many resources match in all.
  public var total: Int
  /// The log's head in the directory that was read: the list is what it is after this event.
  public var snapshot: Position
}

extension DirectoryReader {
  /// How often a list that was written under is read again before it is read as of a position.
  private static let attempts = 3

  /// Gives the matching resources from the `startIndex`th on, `count` at most.
  public func page(
    _ query: ResourceQuery, startIndex: Int, count: Int, _ body: (StoredResource) throws -> Void
  ) throws -> DirectoryPage {
    try page([query], startIndex: startIndex, count: count) { resource, _ in try body(resource) }
  }

  /// The same over several types, one after the other.
  ///
  /// All of the list is of one directory. What an index or a count answers is read in one snapshot. A scan takes
  /// several, so it counts only if nothing changed meanwhile; where writes do not cease, it is the past that is
  /// read.
  ///
  /// - Parameters:
  ///   - queries: All of one moment.
  ///   - body: Is told the moment where the past was read; nil for the present.
  public func page(
    _ queries: [ResourceQuery], startIndex: Int, count: Int,
    _ body: (StoredResource, DirectoryMoment?) throws -> Void
  ) throws -> DirectoryPage {
    let window = PageWindow(first: max(startIndex, 1), count: max(count, 0))
    if let moment = queries.first?.moment {
      if queries.count == 1, let known = try knownMatches(queries[0], at: moment) {
        var window = window
        for resource in known where window.takes() { try body(resource, moment) }
        return DirectoryPage(total: window.seen, snapshot: moment.position)
      }
      let total = try scannedPage(queries, window) { try body($0, moment) }
      return DirectoryPage(total: total, snapshot: moment.position)
    }
    if let page = try indexedPage(queries, window, { try body($0, nil) }) { return page }
    for _ in 0..<DirectoryReader.attempts {
      let before = try read { (head: try $0.head(), change: try $0.lastChange()) }
      var found: [StoredResource] = []
      let total = try scannedPage(queries, window) { found.append($0) }
      guard try read({ try $0.lastChange() }) == before.change else { continue }
      for resource in found { try body(resource, nil) }
      return DirectoryPage(total: total, snapshot: before.head)
    }
    let moment = DirectoryMoment(try log.head())
    var past = queries
    for index in past.indices { past[index].moment = moment }
    let total = try scannedPage(past, window) { try body($0, moment) }
    return DirectoryPage(total: total, snapshot: moment.position)
  }

  /// All that matched at a moment, where today's indexes lead to as many as are known to have matched; nil where
  /// the past must be looked through.
  private func knownMatches(_ query: ResourceQuery, at moment: DirectoryMoment) throws -> [StoredResource]? {
    guard let total = query.knownTotal, query.sort == nil, query.filter != nil else { return nil }
    if total == 0 { return [] }
    guard let candidates = try read({ try $0.candidates(query) }) else { return nil }
    let found = try candidates.compactMap { candidate in
      try resource(candidate.id, type: query.type.name, at: moment)
    }.filter { try matches($0, query) }
    return found.count == total ? found : nil
  }

  /// The page where indexes and counts say which resources it has; nil where a scan must.
  private func indexedPage(
    _ queries: [ResourceQuery], _ window: PageWindow, _ body: (StoredResource) throws -> Void
  ) throws -> DirectoryPage? {
    guard queries.allSatisfy({ $0.sort == nil }) else { return nil }
    let found = try read { directory -> (head: Position, parts: [PagePart])? in
      var window = window
      var parts: [PagePart] = []
      for query in queries {
        if let candidates = try directory.candidates(query) {
          parts.append(.candidates(candidates))
        } else if query.filter == nil, parts.allSatisfy(\.isCounted) {
          parts.append(try directory.part(ofType: query.type.name, &window))
        } else {
          return nil
        }
      }
      return (try directory.head(), parts)
    }
    guard let found else { return nil }
    var window = window
    for (query, part) in zip(queries, found.parts) {
      switch part {
      case .candidates(let candidates):
        for resource in candidates where try matches(resource, query) && window.takes() { try body(resource) }
      case .counted(let total, let resources):
        for resource in resources { try body(resource) }
        window.pass(total)
      }
    }
    return DirectoryPage(total: window.seen, snapshot: found.head)
  }

  private func scannedPage(
    _ queries: [ResourceQuery], _ window: PageWindow, _ body: (StoredResource) throws -> Void
  ) throws -> Int {
    if queries.contains(where: { $0.sort != nil }) {
      return try sortedPage(queries, from: window.first - 1, count: window.count, body)
    }
    var window = window
    for query in queries {
      if query.moment == nil, let candidates = try read({ try $0.candidates(query) }) {
        for resource in candidates where try matches(resource, query) && window.takes() { try body(resource) }
      } else if let moment = query.moment, query.filter == nil {
        try forEachPosition(ofType: query.type.name, at: moment) { position in
          guard window.takes() else { return }
          if let resource = try read(at: moment, { try $0.resource(at: position) }) { try body(resource) }
        }
      } else {
        try forEach(query) { if window.takes() { try body($0) } }
      }
    }
    return window.seen
  }
}

/// What one type adds to a page.
private enum PagePart {
  case candidates([StoredResource])
  /// All of a type: how many there are, and those in the page.
  case counted(Int, [StoredResource])

  var isCounted: Bool {
    if case .counted = self { true } else { false }
  }
}

/// Which of the resources that match are in a page, as they come.
struct PageWindow {
  /// The first one's number, from 1.
  let first: Int
  let count: Int
  private(set) var seen = 0

  init(first: Int, count: Int) {
    self.first = first
    self.count = count
  }

  /// Whether the next one is in the page.
  mutating func takes() -> Bool {
    seen += 1
    return seen >= first && seen - first < count
  }

  /// How many come before the page's next one.
  var skipped: Int { max(first - 1 - seen, 0) }
  /// How many the page still has room for.
  var room: Int { max(count - max(seen - (first - 1), 0), 0) }

  /// So many went by without being asked for one by one.
  mutating func pass(_ number: Int) { seen += number }
}

extension ProjectedDirectory {
  /// Changes with each change of the directory.
  fileprivate func lastChange() throws -> Int64 { try Counter.read(Counter.lastChange.key, set, in: view) }

  /// All of a type: of the resources, only those in the page are read.
  fileprivate func part(ofType type: String, _ window: inout PageWindow) throws -> PagePart {
    let total = try count(ofType: type)
    var left = (skipped: window.skipped, room: window.room)
    var ids: [Identifier] = []
    if left.room > 0, left.skipped < total {
      try identifiers(ofType: type) { id in
        if left.skipped > 0 {
          left.skipped -= 1
          return .next
        }
        ids.append(id)
        left.room -= 1
        return left.room > 0 ? .next : .stop
      }
    }
    window.pass(total)
    return .counted(total, try ids.compactMap { try resource($0, type: type) })
  }
}
