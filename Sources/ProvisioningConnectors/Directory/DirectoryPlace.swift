import JSONTape

/// How far a directory has been read, within a read and between reads.
struct DirectoryPlace: Sendable, Hashable {
  /// The snapshot that the read began with; nil where there is none.
  var digest: String?
  /// Whether this read covers the snapshot.
  var readsSnapshot: Bool
  /// The name of the last delta that was read to its end; nil before the first.
  var delta: String?
  /// The file to go on with; nil when nothing is left.
  var file: String?
  var offset: UInt64 = 0
  var line = 1

  init(digest: String?, readsSnapshot: Bool, delta: String?) {
    self.digest = digest
    self.readsSnapshot = readsSnapshot
    self.delta = delta
  }
}

extension DirectoryPlace {
  /// What asks for the next page; nil where there is none.
  var continuation: String? {
    guard let file else { return nil }
    var object: JSONObject = [
      "file": .string(file), "offset": .number(JSONNumber(Int(clamping: offset))),
      "line": .number(JSONNumber(line)), "readsSnapshot": .bool(readsSnapshot),
    ]
    object["snapshot"] = digest.map { .string($0) }
    object["delta"] = delta.map { .string($0) }
    return object.description
  }

  /// Reads a continuation; nil for what is none.
  init?(continuation: String) {
    guard let object = (try? JSONValue(parsing: Array(continuation.utf8)))?.objectValue,
      let file = object["file"]?.stringValue, !file.isEmpty, !file.split(separator: "/").contains(".."),
      let offset = object["offset"]?.intValue, offset >= 0,
      let line = object["line"]?.intValue, line >= 1,
      let readsSnapshot = object["readsSnapshot"]?.boolValue
    else { return nil }
    self.init(
      digest: object["snapshot"]?.stringValue, readsSnapshot: readsSnapshot,
      delta: object["delta"]?.stringValue)
    self.file = file
    self.offset = UInt64(offset)
    self.line = line
  }
}

/// What the next incremental read must know: the snapshot it builds on, and the last delta.
struct DirectoryWatermark: Sendable, Hashable {
  var digest: String?
  var delta: String?

  var text: String {
    var object = JSONObject()
    object["snapshot"] = digest.map { .string($0) }
    object["delta"] = delta.map { .string($0) }
    return object.description
  }

  init(digest: String?, delta: String?) {
    self.digest = digest
    self.delta = delta
  }

  /// Reads a watermark; nil for what is none.
  init?(_ text: String) {
    guard let object = (try? JSONValue(parsing: Array(text.utf8)))?.objectValue else { return nil }
    digest = object["snapshot"]?.stringValue
    delta = object["delta"]?.stringValue
  }
}
