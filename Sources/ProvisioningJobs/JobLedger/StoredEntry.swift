import EventLog
import JSONTape
import Provisioning

/// A source object as the table `entries` holds it: its image, sealed values still sealed.
struct StoredEntry: Hashable {
  var object: SourceObject
  /// The names of sealed attributes.
  var sealed: [String]
  /// Whether it is gone from the source for ever.
  var isDeleted: Bool

  init(_ facts: SourceImported, key: SourceKey) {
    object = SourceObject(
      key: key, attributes: facts.attributes, references: facts.references,
      isSoftDeleted: facts.isSoftDeleted)
    sealed = facts.sealed
    isDeleted = facts.change.isDeletion
  }

  /// - Throws: `JobLedgerError.unreadableRow`.
  init(row: Span<UInt8>) throws(JobLedgerError) {
    let parsed = try? JSONValue(parsing: row.array, limits: JobEventCodec.limits)
    guard let json = parsed?.objectValue, let type = json["type"]?.stringValue,
      let id = json["id"]?.stringValue,
      let attributes = json["attributes"]?.objectValue
    else { throw .unreadableRow(table: "entries") }
    var references: [String: [String]] = [:]
    for member in json["references"]?.objectValue ?? [:] {
      references[member.name] = (member.value.arrayValue ?? []).compactMap(\.stringValue)
    }
    object = SourceObject(
      key: SourceKey(type: type, id: id), attributes: attributes, references: references,
      isSoftDeleted: json["isSoftDeleted"]?.boolValue ?? false)
    sealed = (json["sealed"]?.arrayValue ?? []).compactMap(\.stringValue)
    isDeleted = json["isDeleted"]?.boolValue ?? false
  }

  var row: [UInt8] {
    var members: [(String, JSONValue)] = [
      ("type", .string(object.key.type)), ("id", .string(object.key.id)),
      ("attributes", .object(object.attributes)),
    ]
    if !object.references.isEmpty {
      let references = object.references.sorted { $0.key < $1.key }
      members.append(
        (
          "references",
          .object(JSONObject(references.map { ($0.key, .array($0.value.map { .string($0) })) }))
        ))
    }
    if object.isSoftDeleted { members.append(("isSoftDeleted", true)) }
    if isDeleted { members.append(("isDeleted", true)) }
    if !sealed.isEmpty { members.append(("sealed", .array(sealed.map { .string($0) }))) }
    return JSONObject(members).serialized()
  }

  /// The object with its sealed values opened.
  func opened(_ seal: Seal) throws(JobLedgerError) -> SourceObject {
    var object = object
    for name in sealed {
      guard let value = object.attributes[name] else { continue }
      object.attributes[name] = try seal.open(value, attribute: name, of: object.key)
    }
    return object
  }
}

/// Flags of the table `due`.
extension ConnectorEntry.Due {
  var flags: UInt8 {
    (object ? 1 : 0) | (references ? 2 : 0) | (isDeleted ? 4 : 0) | (isDeletionAllowed ? 8 : 0)
      | (mayExist ? 16 : 0)
  }

  init(flags: UInt8) {
    self.init(
      object: flags & 1 != 0, references: flags & 2 != 0, isDeleted: flags & 4 != 0,
      isDeletionAllowed: flags & 8 != 0, mayExist: flags & 16 != 0)
  }
}

/// Rows of the table `links`: a byte of flags, then the target's id.
extension ConnectorEntry.Link {
  var row: [UInt8] { [isDisabled ? 1 : 0] + Array(targetID.utf8) }

  init?(row: Span<UInt8>) {
    guard row.count > 0 else { return nil }
    self.init(
      targetID: String(decoding: row.array(1..<row.count), as: UTF8.self), isDisabled: row[0] & 1 != 0)
  }
}
