import JSONTape
import Provisioning

/// The form of an object in a directory's files and in Microsoft Graph: flat attributes, references by id.
///
/// - `id` (or `objectId`) is the anchor. Attributes hold it under `id` and `objectId` alike.
/// - `manager` is an id, an object with an `id`, or null; `members` is an array of such.
/// - `members@delta` is an array of what came, and with `@removed` of what went; so is `manager@delta`.
/// - `@removed` says that the object is in the recycle bin (`changed`) or gone for ever (`deleted`);
///   `isSoftDeleted` and `deletedDateTime` say the former too.
/// - Other names with an `@` are annotations and say nothing.
struct ObjectForm {
  /// Whether what is missing has no value (`full`) or did not change (`partial`).
  var kind: SourceChange.Kind

  /// Why an object can't be used.
  struct Problem: Error, Hashable {
    var reason: String
  }

  /// The attributes that hold references.
  private static let references: Set<String> = ["manager", "members"]
  /// Longer ids could not be keys of the job's ledger.
  private static let longestID = 256

  func change(type: String, _ object: JSONObject) throws(Problem) -> SourceChange {
    let id = try Self.id(of: object)
    let key = SourceKey(type: type, id: id)
    if let removed = object["@removed"], !removed.isNull { return try Self.removed(key, removed) }
    var change = SourceChange(key: key, kind: Self.isSoftDeleted(object) ? .softDeleted : kind)
    for member in object {
      try add(member, to: &change)
    }
    if change.kind == .partial, object["isSoftDeleted"] != nil {
      // It is out of the recycle bin; a part that says nothing of it leaves it where it is.
      change.attributes["isSoftDeleted"] = false
    }
    change.attributes["id"] = .string(id)
    change.attributes["objectId"] = .string(id)
    return change
  }

  private func add(_ member: JSONObject.Member, to change: inout SourceChange) throws(Problem) {
    let name = member.name
    if let mark = name.firstIndex(of: "@") {
      guard name[mark...] == "@delta", mark != name.startIndex else { return }
      try addDelta(of: String(name[..<mark]), member.value, to: &change)
    } else if Self.references.contains(name) {
      try addAll(of: name, member.value, to: &change)
    } else if name != "isSoftDeleted", name != "type" || kind == .full {
      // A value that is gone is told in a part; in a whole it is absent.
      guard !(member.value.isNull && kind == .full) else { return }
      change.attributes[name] = member.value
    }
  }

  private func addAll(of name: String, _ value: JSONValue, to change: inout SourceChange) throws(Problem) {
    if value.isNull || value.stringValue?.isEmpty == true {
      if kind != .full { change.references[name] = .all([]) }
      return
    }
    let elements = value.arrayValue ?? [value]
    guard name != "manager" || elements.count <= 1 else {
      throw Problem(reason: "an object has one manager, not \(elements.count)")
    }
    var ids: [String] = []
    for element in elements { ids.append(try Self.referencedID(element, in: name)) }
    change.references[name] = .all(ids.withoutRepetition)
  }

  private func addDelta(of name: String, _ value: JSONValue, to change: inout SourceChange) throws(Problem) {
    guard let elements = value.arrayValue else {
      throw Problem(reason: "\(name)@delta must be an array of objects with an id")
    }
    var added: [String] = []
    var removed: [String] = []
    for element in elements {
      let id = try Self.referencedID(element, in: "\(name)@delta")
      let isRemoved = element.objectValue?["@removed"].map { !$0.isNull } ?? false
      if isRemoved { removed.append(id) } else { added.append(id) }
    }
    if name == "manager" {
      change.references[name] = .all(added.suffix(1))
    } else {
      change.references[name] = .delta(
        added: added.withoutRepetition, removed: removed.withoutRepetition.filter { !added.contains($0) })
    }
  }

  private static func id(of object: JSONObject) throws(Problem) -> String {
    let value = object["id"] ?? object["objectId"]
    guard let id = value.flatMap(text(of:)), !id.isEmpty else {
      throw Problem(reason: "the object has no id: \"id\" (or \"objectId\") must be a text")
    }
    return try checked(id)
  }

  private static func referencedID(_ value: JSONValue, in name: String) throws(Problem) -> String {
    guard let id = text(of: value.objectValue?["id"] ?? value), !id.isEmpty else {
      throw Problem(reason: "\(name) must name objects by their ids")
    }
    return try checked(id)
  }

  static func checked(_ id: String) throws(Problem) -> String {
    guard id.utf8.count <= longestID else {
      throw Problem(reason: "an id is longer than \(longestID) bytes")
    }
    return id
  }

  private static func text(of value: JSONValue) -> String? {
    if case .number(let number) = value { return number.text }
    return value.stringValue
  }

  private static func removed(_ key: SourceKey, _ value: JSONValue) throws(Problem) -> SourceChange {
    switch value.objectValue?["reason"]?.stringValue {
    case "changed": SourceChange(key: key, kind: .softDeleted)
    case "deleted": SourceChange(key: key, kind: .deleted)
    default: throw Problem(reason: #"@removed needs a "reason", which is "changed" or "deleted""#)
    }
  }

  private static func isSoftDeleted(_ object: JSONObject) -> Bool {
    if let date = object["deletedDateTime"], !date.isNull, date.stringValue != "" { return true }
    guard let value = object["isSoftDeleted"] else { return false }
    return value.boolValue ?? (value.stringValue?.lowercased() == "true")
  }
}

extension [String] {
  /// The elements in order, each once.
  var withoutRepetition: [String] {
    var seen = Set<String>(minimumCapacity: count)
    return filter { seen.insert($0).inserted }
  }
}
