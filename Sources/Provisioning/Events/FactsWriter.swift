package import JSONTape

/// Collects the members of facts, each name once; what is nil, empty or false is left out.
package struct FactsWriter {
  package private(set) var object = JSONObject()

  /// - Parameter count: How many members there may be; more are taken, too.
  package init(room count: Int = 8) { object.reserveCapacity(count) }

  package mutating func set(_ name: String, _ value: JSONValue?) {
    if let value { object.append(unique: name, value) }
  }

  package mutating func set(_ name: String, _ value: String?) {
    if let value { object.append(unique: name, .string(value)) }
  }

  package mutating func set(_ name: String, _ value: Int?) {
    if let value { object.append(unique: name, .number(JSONNumber(value))) }
  }

  package mutating func set(_ name: String, time: Int64?) {
    if let time { object.append(unique: name, .number(JSONNumber(Int(clamping: time)))) }
  }

  package mutating func set(_ name: String, flag: Bool) {
    if flag { object.append(unique: name, true) }
  }

  package mutating func set(_ name: String, _ word: some RawRepresentable<String>) {
    object.append(unique: name, .string(word.rawValue))
  }

  package mutating func set(_ name: String, _ value: JSONObject?) {
    if let value { object.append(unique: name, .object(value)) }
  }

  package mutating func set(_ name: String, _ strings: [String]) {
    if !strings.isEmpty { object.append(unique: name, .array(strings.map { .string($0) })) }
  }

  package mutating func set(_ name: String, _ objects: [JSONObject]) {
    if !objects.isEmpty { object.append(unique: name, .array(objects.map { .object($0) })) }
  }
}
