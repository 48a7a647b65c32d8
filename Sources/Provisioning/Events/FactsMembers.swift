package import JSONTape

/// Takes the members of facts one after the other, each name once; what is nil, empty or false is left out.
///
/// Facts that come often say their members to this, so that they can be written as text without a tree of values
/// in between.
package protocol FactsMembers {
  mutating func set(_ name: String, _ value: JSONValue?)
  mutating func set(_ name: String, _ value: String?)
  mutating func set(_ name: String, _ value: Int?)
  mutating func set(_ name: String, flag: Bool)
  mutating func set(_ name: String, _ word: some RawRepresentable<String>)
  mutating func set(_ name: String, _ value: JSONObject?)
  mutating func set(_ name: String, _ strings: [String])
  mutating func set(_ name: String, _ objects: [JSONObject])
  /// An object, be it empty or not.
  mutating func set(_ name: String, members: (inout Self) -> Void)
  /// An object for each element.
  mutating func set<Elements: Collection>(
    _ name: String, each elements: Elements, _ members: (Elements.Element, inout Self) -> Void)
}

extension FactsWriter: FactsMembers {
  package mutating func set(_ name: String, members: (inout FactsWriter) -> Void) {
    var writer = FactsWriter(room: 2)
    members(&writer)
    set(name, writer.object)
  }

  package mutating func set<Elements: Collection>(
    _ name: String, each elements: Elements, _ members: (Elements.Element, inout FactsWriter) -> Void
  ) {
    set(
      name,
      elements.map { element in
        var writer = FactsWriter(room: 2)
        members(element, &writer)
        return writer.object
      })
  }
}

/// Writes the members of facts as JSON text.
struct FactsText: FactsMembers {
  private var bytes: [UInt8]
  private var isFirst = true

  /// Appends an object to text.
  static func write(into bytes: inout [UInt8], _ members: (inout FactsText) -> Void) {
    var text = FactsText(bytes: [])
    // Moved in and out, so that nothing is copied.
    swap(&text.bytes, &bytes)
    text.bytes.append(UInt8(ascii: "{"))
    members(&text)
    text.bytes.append(UInt8(ascii: "}"))
    swap(&text.bytes, &bytes)
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func begin(_ name: String) {
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    isFirst = false
    JSONValue.string(name).write(into: &bytes)
    bytes.append(UInt8(ascii: ":"))
  }

  mutating func set(_ name: String, _ value: JSONValue?) {
    guard let value else { return }
    begin(name)
    value.write(into: &bytes)
  }

  mutating func set(_ name: String, _ value: String?) {
    guard let value else { return }
    begin(name)
    JSONValue.string(value).write(into: &bytes)
  }

  mutating func set(_ name: String, _ value: Int?) {
    guard let value else { return }
    begin(name)
    bytes.append(contentsOf: String(value).utf8)
  }

  mutating func set(_ name: String, flag: Bool) {
    guard flag else { return }
    begin(name)
    bytes.append(contentsOf: "true".utf8)
  }

  mutating func set(_ name: String, _ word: some RawRepresentable<String>) { set(name, word.rawValue) }

  mutating func set(_ name: String, _ value: JSONObject?) {
    guard let value else { return }
    begin(name)
    value.write(into: &bytes)
  }

  mutating func set(_ name: String, _ strings: [String]) {
    guard !strings.isEmpty else { return }
    begin(name)
    list(strings) { string, text in JSONValue.string(string).write(into: &text.bytes) }
  }

  mutating func set(_ name: String, _ objects: [JSONObject]) {
    guard !objects.isEmpty else { return }
    begin(name)
    list(objects) { object, text in object.write(into: &text.bytes) }
  }

  mutating func set(_ name: String, members: (inout FactsText) -> Void) {
    begin(name)
    object(members)
  }

  mutating func set<Elements: Collection>(
    _ name: String, each elements: Elements, _ members: (Elements.Element, inout FactsText) -> Void
  ) {
    guard !elements.isEmpty else { return }
    begin(name)
    list(elements) { element, text in text.object { members(element, &$0) } }
  }

  private mutating func object(_ members: (inout FactsText) -> Void) {
    bytes.append(UInt8(ascii: "{"))
    isFirst = true
    members(&self)
    bytes.append(UInt8(ascii: "}"))
    isFirst = false
  }

  private mutating func list<Elements: Collection>(
    _ elements: Elements, _ write: (Elements.Element, inout FactsText) -> Void
  ) {
    var separator = UInt8(ascii: "[")
    for element in elements {
      bytes.append(separator)
      write(element, &self)
      separator = UInt8(ascii: ",")
    }
    bytes.append(UInt8(ascii: "]"))
  }
}
