import Directory
import EventLog
import LMDB
import SCIM

/// What is kept of a resource while a result is sorted.
private struct SortEntry {
  var key: SortKey?
  var query: Int
  var id: Identifier
  /// The version that was compared, which is the one that is shown.
  var position: Position

  /// Equal keys keep the order of types, then of ids, whichever way the keys are sorted.
  func precedes(_ other: SortEntry, _ order: SortOrder) -> Bool {
    if key != other.key {
      // No value comes last in ascending order and first in descending (RFC 7644 §3.4.2.3).
      let isLess =
        switch (key, other.key) {
        case (let left?, let right?): left.precedes(right)
        case (_?, nil): true
        default: false
        }
      return order == .ascending ? isLess : !isLess
    }
    return (query, id) < (other.query, other.id)
  }
}

extension DirectoryReader {
  /// Gives `count` of the matching resources after the first `start` in sorted order, and returns how many
  /// match in all. Of each only its sort key is held meanwhile.
  func sortedPage(
    _ queries: [ResourceQuery], from start: Int, count: Int, _ body: (StoredResource) throws -> Void
  ) throws -> Int {
    let order = queries.lazy.compactMap { $0.sort?.order }.first ?? .ascending
    var entries: [SortEntry] = []
    for (index, query) in queries.enumerated() {
      func take(_ resource: StoredResource) {
        entries.append(
          SortEntry(
            key: query.sort.flatMap { $0.key(of: subject(resource, at: query.moment)) }, query: index,
            id: resource.id, position: resource.position))
      }
      if query.moment == nil, let candidates = try read({ try $0.candidates(query) }) {
        for resource in candidates where try matches(resource, query) { take(resource) }
      } else {
        try forEach(query) { take($0) }
      }
    }
    entries.sort { $0.precedes($1, order) }
    for entry in entries.dropFirst(max(start, 0)).prefix(max(count, 0)) {
      if let resource = try read({ try $0.resource(at: entry.position) }) { try body(resource) }
    }
    return entries.count
  }
}
