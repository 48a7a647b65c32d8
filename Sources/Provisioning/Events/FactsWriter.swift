package import JSONTape

/// Collects the members of facts; what is nil, empty or false is left out.
package struct FactsWriter {
  private var members: [(String, JSONValue)] = []

  package init() {}

  package var object: JSONObject { JSONObject(members) }

  package mutating func set(_ name: String, _ value: JSONValue?) {
    if let value { members.append((name, value)) }
  }

  package mutating func set(_ name: String, _ value: String?) {
    if let value { members.append((name, .string(value))) }
  }

  package mutating func set(_ name: String, _ value: Int?) {
    if let value { members.append((name, .number(JSONNumber(value)))) }
  }

  package mutating func set(_ name: String, time: Int64?) {
    if let time { members.append((name, .number(JSONNumber(Int(clamping: time))))) }
  }

  package mutating func set(_ name: String, flag: Bool) {
    if flag { members.append((name, true)) }
  }

  package mutating func set(_ name: String, _ word: some RawRepresentable<String>) {
    members.append((name, .string(word.rawValue)))
  }

  package mutating func set(_ name: String, _ value: JSONObject?) {
    if let value { members.append((name, .object(value))) }
  }

  package mutating func set(_ name: String, _ strings: [String]) {
    if !strings.isEmpty { members.append((name, .array(strings.map { .string($0) }))) }
  }

  package mutating func set(_ name: String, _ objects: [JSONObject]) {
    if !objects.isEmpty { members.append((name, .array(objects.map { .object($0) }))) }
  }
}
