extension JSONValue: CustomStringConvertible {
  /// Room for the texts of most resources, so that they are written without growing; with the array's header
  /// still small enough for the allocator's fast path.
  fileprivate static let usualLength = 960

  /// The value as JSON text without whitespace: members in order, numbers as they were written.
  public func serialized() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(JSONValue.usualLength)
    write(into: &bytes)
    return bytes
  }

  /// Appends the value as JSON text without whitespace.
  public func write(into bytes: inout [UInt8]) {
    switch self {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
    case .number(let value): bytes.append(contentsOf: value.text.utf8)
    case .string(let value): bytes.appendJSONString(value)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      var isFirst = true
      for element in elements {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        element.write(into: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let object): object.write(into: &bytes)
    }
  }

  /// The value as JSON text without whitespace.
  public var description: String {
    String(decoding: serialized(), as: UTF8.self)
  }
}

extension JSONObject: CustomStringConvertible {
  /// The object as JSON text without whitespace: members in order, numbers as they were written.
  public func serialized() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(JSONValue.usualLength)
    write(into: &bytes)
    return bytes
  }

  /// Appends the object as JSON text without whitespace.
  public func write(into bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "{"))
    var isFirst = true
    for member in members {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      bytes.appendJSONString(member.name)
      bytes.append(UInt8(ascii: ":"))
      member.value.write(into: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  /// The object as JSON text without whitespace.
  public var description: String {
    String(decoding: serialized(), as: UTF8.self)
  }
}
