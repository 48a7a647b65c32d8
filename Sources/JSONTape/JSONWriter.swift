/// Writes JSON text piece by piece, without whitespace; the commas and colons are the writer's.
///
///     var writer = JSONWriter()
///     writer.beginObject()
///     writer.name("totalResults")
///     writer.value(2)
///     writer.endObject()
///     writer.bytes  // {"totalResults":2}
///
/// Every `begin` needs its `end`, and in an object every value its name. The writer does not check: what is
/// forgotten is missing from the text.
public struct JSONWriter: Sendable {
  /// The text so far.
  public private(set) var bytes: [UInt8] = []
  private var needsComma = false

  public init() {}

  /// A writer with room for `capacity` bytes.
  public init(capacity: Int) {
    bytes.reserveCapacity(capacity)
  }

  public mutating func beginObject() { begin(UInt8(ascii: "{")) }
  public mutating func endObject() { end(UInt8(ascii: "}")) }
  public mutating func beginArray() { begin(UInt8(ascii: "[")) }
  public mutating func endArray() { end(UInt8(ascii: "]")) }

  /// The name of the member whose value comes next.
  public mutating func name(_ name: String) {
    separate()
    bytes.appendJSONString(name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// The same, for a name in which nothing needs an escape.
  package mutating func name(plain name: String) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: name.utf8)
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  public mutating func value(_ value: String) {
    separate()
    bytes.appendJSONString(value)
  }

  /// A string whose text is appended by `append`, and in which nothing needs an escape.
  package mutating func string(_ append: (inout [UInt8]) -> Void) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    append(&bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  public mutating func value(_ value: Int) {
    separate()
    bytes.append(contentsOf: String(value).utf8)
  }

  public mutating func value(_ value: Bool) {
    separate()
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  public mutating func value(_ value: JSONNumber) {
    separate()
    bytes.append(contentsOf: value.text.utf8)
  }

  public mutating func value(_ value: JSONValue) {
    separate()
    value.write(into: &bytes)
  }

  public mutating func value(_ value: JSONObject) {
    separate()
    value.write(into: &bytes)
  }

  /// Copies the value as it was written, whitespace included.
  public mutating func value(_ value: JSONNode) {
    separate()
    bytes.append(contentsOf: value.rawBytes)
  }

  public mutating func null() {
    separate()
    bytes.append(contentsOf: "null".utf8)
  }

  /// A comma unless the next piece is the first, or follows its name.
  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
  }

  private mutating func begin(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    needsComma = false
  }

  private mutating func end(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }
}
