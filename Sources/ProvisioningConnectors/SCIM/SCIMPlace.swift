import JSONTape
import Provisioning
import SCIM

/// A page of a SCIM server's answer (RFC 7644 §3.4.2).
struct SCIMList {
  var resources: [JSONObject] = []
  var total: Int?
  /// Where the next page is, by cursor (RFC 9865 §2).
  var nextCursor: String?

  init(_ object: JSONObject) {
    for member in object {
      switch member.name.lowercased() {
      case "resources": resources = (member.value.arrayValue ?? []).map { $0.objectValue ?? JSONObject() }
      case "totalresults": total = member.value.intValue
      case "nextcursor": nextCursor = member.value.stringValue
      default: break
      }
    }
  }
}

/// What an incremental read must know, by type of object.
struct SCIMWatermark: Sendable, Hashable {
  struct Known: Sendable, Hashable {
    /// How many there were.
    var count = 0
    /// The latest `meta.lastModified`, in the server's own words; empty where there was none.
    var modified = ""
  }

  var types: [String: Known] = [:]

  var text: String { JSONValue.object(object).description }

  var object: JSONObject {
    JSONObject(
      types.sorted { $0.key < $1.key }.map { type, known in
        (type, ["count": .number(JSONNumber(known.count)), "modified": .string(known.modified)])
      })
  }

  init() {}

  init?(_ text: String) {
    guard let object = (try? JSONValue(parsing: Array(text.utf8)))?.objectValue else { return nil }
    self.init(object)
  }

  init?(_ object: JSONObject) {
    for member in object {
      guard let known = member.value.objectValue, let count = known["count"]?.intValue,
        let modified = known["modified"]?.stringValue
      else { return nil }
      types[member.name] = Known(count: count, modified: modified)
    }
  }
}

/// How far a SCIM server has been read.
struct SCIMPlace: Sendable, Hashable {
  var endpoint = 0
  var usesCursor: Bool
  var cursor = ""
  /// How many results of the endpoint came so far.
  var received = 0
  /// What the server told first as the endpoint's number of results.
  var total: Int?
  /// By type the time that an incremental read starts at; nil for a read of everything.
  var since: [String: String]?
  /// What the next read will have to know.
  var seen = SCIMWatermark()

  var isSnapshot: Bool { since == nil }

  init(usesCursor: Bool) {
    self.usesCursor = usesCursor
  }

  func query(count: Int, type: String) -> String {
    var query = usesCursor ? "cursor=\(cursor.percentEncoded)" : "startIndex=\(received + 1)"
    query += "&count=\(count)"
    if let time = since?[type] { query += "&filter=" + "meta.lastModified ge \"\(time)\"".percentEncoded }
    return query
  }

  /// Moves on over a page, and tells where it shows that objects were missed.
  mutating func advance(over list: SCIMList, endpoints: [SCIMSource.Endpoint], base: String) -> SourceProblem?
  {
    let type = endpoints[endpoint].type
    note(list, type: type)
    received += list.resources.count
    total = total ?? list.total
    let isLast: Bool
    if usesCursor {
      isLast = list.nextCursor?.isEmpty ?? true
      cursor = list.nextCursor ?? ""
    } else {
      isLast = list.resources.isEmpty || received >= list.total ?? received
    }
    guard isLast else { return nil }
    var problem: SourceProblem?
    if isSnapshot, let total, total != received {
      problem = SourceProblem(
        place: base + endpoints[endpoint].path,
        reason: "there were \(total) results at first and \(received) came: some may have been missed")
    }
    if isSnapshot { seen.types[type, default: .init()].count = received }
    endpoint += 1
    cursor = ""
    received = 0
    total = nil
    return problem
  }

  private mutating func note(_ list: SCIMList, type: String) {
    var known = seen.types[type] ?? .init()
    for resource in list.resources {
      let meta = resource.firstIgnoringCase("meta")?.value.objectValue
      let modified = meta?.firstIgnoringCase("lastModified")?.value.stringValue ?? ""
      // Servers write their times in one form each, which sorts as time does.
      if modified > known.modified { known.modified = modified }
      let created = meta?.firstIgnoringCase("created")?.value.stringValue ?? ""
      if let time = since?[type], created > time { known.count &+= 1 }
    }
    seen.types[type] = known
  }

  var watermark: SCIMWatermark { seen }

  /// What asks for the next page; nil after the last endpoint.
  func continuation(endpoints: Int) -> String? {
    guard endpoint < endpoints else { return nil }
    var object: JSONObject = [
      "endpoint": .number(JSONNumber(endpoint)), "usesCursor": .bool(usesCursor), "cursor": .string(cursor),
      "received": .number(JSONNumber(received)), "seen": .object(seen.object),
    ]
    object["total"] = total.map { .number(JSONNumber($0)) }
    object["since"] = since.map { since in
      .object(JSONObject(since.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
    }
    return object.description
  }

  init?(continuation: String) {
    guard let object = (try? JSONValue(parsing: Array(continuation.utf8)))?.objectValue,
      let endpoint = object["endpoint"]?.intValue, let usesCursor = object["usesCursor"]?.boolValue,
      let cursor = object["cursor"]?.stringValue, let received = object["received"]?.intValue,
      (0...Int(Int32.max)).contains(received),
      let seen = object["seen"]?.objectValue.flatMap(SCIMWatermark.init(_:))
    else { return nil }
    self.init(usesCursor: usesCursor)
    self.endpoint = endpoint
    self.cursor = cursor
    self.received = received
    self.seen = seen
    total = object["total"]?.intValue
    if let since = object["since"]?.objectValue {
      self.since = since.reduce(into: [:]) { $0[$1.name] = $1.value.stringValue }
    }
  }
}
