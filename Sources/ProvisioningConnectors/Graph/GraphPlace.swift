import JSONTape

/// What the next incremental read of Microsoft Graph must know.
struct GraphWatermark: Sendable, Hashable {
  /// By collection its `@odata.deltaLink`.
  var links: [String: String] = [:]
  /// A digest of the application's role assignments; nil where they are not read.
  var assignments: String?
  /// A digest of what is selected: a delta link goes on with the selection it began with.
  var selection: String

  init(assignments: String?, selection: String) {
    self.assignments = assignments
    self.selection = selection
  }

  var text: String { object.description }

  var object: JSONObject {
    var object: JSONObject = [
      "links": .object(JSONObject(links.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
      "selection": .string(selection),
    ]
    object["assignments"] = assignments.map { .string($0) }
    return object
  }

  init?(_ object: JSONObject) {
    guard let links = object["links"]?.objectValue, let selection = object["selection"]?.stringValue else {
      return nil
    }
    self.selection = selection
    assignments = object["assignments"]?.stringValue
    for member in links {
      guard let link = member.value.stringValue else { return nil }
      self.links[member.name] = link
    }
  }

  init?(_ text: String) {
    guard let object = (try? JSONValue(parsing: Array(text.utf8)))?.objectValue else { return nil }
    self.init(object)
  }
}

/// How far Microsoft Graph has been read.
struct GraphPlace: Sendable, Hashable {
  /// The collection at hand: `users` or `groups`.
  var collection: String
  /// The URL of the next page.
  var link: String
  /// Whether everything is read, not only what changed.
  var isSnapshot: Bool
  /// The delta links that the read before ended with, for the collections to come; empty in a snapshot.
  var before: [String: String]
  /// What was learned so far for the next read.
  var watermark: GraphWatermark

  var continuation: String {
    let object: JSONObject = [
      "collection": .string(collection), "link": .string(link), "isSnapshot": .bool(isSnapshot),
      "before": .object(JSONObject(before.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
      "watermark": .object(watermark.object),
    ]
    return object.description
  }

  init(
    collection: String, link: String, isSnapshot: Bool, before: [String: String], watermark: GraphWatermark
  ) {
    self.collection = collection
    self.link = link
    self.isSnapshot = isSnapshot
    self.before = before
    self.watermark = watermark
  }

  init?(continuation: String) {
    guard let object = (try? JSONValue(parsing: Array(continuation.utf8)))?.objectValue,
      let collection = object["collection"]?.stringValue, let link = object["link"]?.stringValue,
      let isSnapshot = object["isSnapshot"]?.boolValue, let before = object["before"]?.objectValue,
      let watermark = object["watermark"]?.objectValue.flatMap(GraphWatermark.init(_:))
    else { return nil }
    self.init(
      collection: collection, link: link, isSnapshot: isSnapshot,
      before: before.reduce(into: [:]) { $0[$1.name] = $1.value.stringValue }, watermark: watermark)
  }
}
