import Crypto
import EventLog
import JSONTape
import SCIM

/// The ids here of what other resources of the file refer to.
///
/// Thirty-two bytes for each resource that has a name in the file; nothing for those without.
struct ImportReferences {
  private struct Name: Hashable {
    var high: UInt64
    var low: UInt64

    init(_ text: String) {
      (high, low) = (0, 0)
      for (index, byte) in SHA256.hash(data: Array(text.utf8)).prefix(16).enumerated() {
        if index < 8 { high = high << 8 | UInt64(byte) } else { low = low << 8 | UInt64(byte) }
      }
    }
  }

  private var ids: [Name: Identifier] = [:]

  /// The first that takes a name keeps it.
  mutating func note(_ name: String, _ id: Identifier) {
    let key = Name(name)
    if ids[key] == nil { ids[key] = id }
  }

  /// A resource with the ids of those it refers to.
  ///
  /// - Returns: The resource; which `bulkId:` references stay open, with their places; and whether a member or
  ///   manager is named that the file has not had so far, which may be one who is here already.
  func resolved(
    _ resource: JSONObject
  ) -> (resource: JSONObject, missing: [String: String], hasUnknown: Bool) {
    let places = BulkReferences.places(in: .object(resource), at: "")
    var known: [String: String] = [:]
    for name in places.keys { known[name] = ids[Name("bulkId:" + name)]?.description }
    let missing = places.filter { known[$0.key] == nil }
    var hasUnknown = false
    var result = resource
    if resource.contains(where: { Self.refers($0) }) {
      result = JSONObject(
        resource.map { member in
          (member.name, Self.refers(member) ? identified(member.value, &hasUnknown) : member.value)
        })
    }
    if !known.isEmpty {
      result = BulkReferences.resolved(.object(result), ids: known).objectValue ?? result
    }
    return (result, missing, hasUnknown)
  }

  private static func refers(_ member: JSONObject.Member) -> Bool {
    member.name.equalsIgnoringASCIICase("members")
      || member.name.equalsIgnoringASCIICase("manager")
      || (member.name.lowercased().hasPrefix("urn:")
        && member.value.objectValue?.firstIgnoringCase("manager") != nil)
  }

  private func identified(_ value: JSONValue, _ hasUnknown: inout Bool) -> JSONValue {
    if let values = value.arrayValue { return .array(values.map { identified($0, &hasUnknown) }) }
    guard let object = value.objectValue else { return value }
    var result: [(String, JSONValue)] = []
    for member in object {
      if member.name.equalsIgnoringASCIICase("manager") {
        result.append((member.name, identified(member.value, &hasUnknown)))
      } else if member.name.equalsIgnoringASCIICase("value"), let text = member.value.stringValue,
        !text.hasPrefix("bulkId:")
      {
        let id = ids[Name(text)]
        if id == nil { hasUnknown = true }
        result.append((member.name, .string(id?.description ?? text)))
      } else {
        result.append((member.name, member.value))
      }
    }
    // The place of what it was where it came from.
    return .object(JSONObject(result.filter { $0.0 != "$ref" }))
  }
}
