package import JSONTape

/// Collects the members of facts; what is nil, empty or false is left out.
package struct FactsWriter {
  package private(set) var object = JSONObject()

  package init() {}

  package mutating func set(_ name: String, _ value: JSONValue?) {
    if let value { object[name] = value }
  }

  package mutating func set(_ name: String, _ value: String?) {
    if let value { object[name] = .string(value) }
  }

  package mutating func set(_ name: String, _ value: Int?) {
    if let value { object[name] = .number(JSONNumber(value)) }
  }

  package mutating func set(_ name: String, time: Int64?) {
    if let time { object[name] = .number(JSONNumber(Int(clamping: time))) }
  }

  package mutating func set(_ name: String, flag: Bool) {
    if flag { object[name] = true }
  }

  package mutating func set(_ name: String, _ word: some RawRepresentable<String>) {
    object[name] = .string(word.rawValue)
  }

  package mutating func set(_ name: String, _ value: JSONObject?) {
    if let value { object[name] = .object(value) }
  }

  package mutating func set(_ name: String, _ strings: [String]) {
    if !strings.isEmpty { object[name] = .array(strings.map { .string($0) }) }
  }

  package mutating func set(_ name: String, _ objects: [JSONObject]) {
    if !objects.isEmpty { object[name] = .array(objects.map { .object($0) }) }
  }
}
