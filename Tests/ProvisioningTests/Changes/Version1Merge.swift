import JSONTape
import SCIM

/// A server of SCIM 1.1 as its specification has it: merges a partial resource (protocol §3.3.2).
enum Version1Merge {
  static func applying(_ partial: JSONObject, to resource: JSONObject) -> JSONObject {
    var result = resource
    for name in partial["meta"]?.objectValue?["attributes"]?.arrayValue ?? [] {
      if let name = name.stringValue { remove(name, from: &result) }
    }
    for member in partial where member.name != "schemas" && member.name != "meta" {
      result[member.name] = merged(member.value, into: result[member.name])
    }
    return result
  }

  private static func remove(_ name: String, from resource: inout JSONObject) {
    let prefix = "\(version1Enterprise):"
    if name.hasPrefix(prefix), var object = resource[version1Enterprise]?.objectValue {
      remove(String(name.dropFirst(prefix.count)), from: &object)
      resource[version1Enterprise] = .object(object)
      return
    }
    let parts = name.split(separator: ".").map { String($0) }
    guard parts.count == 2, let first = parts.first, let last = parts.last else {
      resource[name] = nil
      return
    }
    guard var object = resource[first]?.objectValue else { return }
    object[last] = nil
    resource[first] = .object(object)
  }

  private static func merged(_ value: JSONValue, into present: JSONValue?) -> JSONValue {
    switch (value, present) {
    case (.object(let given), .object(var object)?):
      for member in given { object[member.name] = merged(member.value, into: object[member.name]) }
      return .object(object)
    case (.array(let given), .array(var elements)?):
      for element in given {
        let main = element.objectValue?["value"]
        if let main, let position = elements.firstIndex(where: { $0.objectValue?["value"] == main }) {
          elements[position] = merged(element, into: elements[position])
        } else {
          elements.append(element)
        }
      }
      return .array(elements)
    default: return value
    }
  }
}
