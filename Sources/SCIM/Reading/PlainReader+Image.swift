extension PlainReader {
  /// Whether the body is the resource's image byte for byte.
  package var isImage: Bool {
    guard isSchemasCanonical, hasActive || !form.fillsActive else { return false }
    var last = 0
    var present = 0
    for range in core {
      guard range.lowerBound > last else { return false }
      last = range.lowerBound
    }
    for range in extensions where !range.isEmpty {
      guard range.lowerBound > last else { return false }
      last = range.lowerBound
      present += 1
    }
    return body.span.extracting(1..<body.count).begins(with: schemasMember)
  }

  /// `"schemas":[…]` as the image has it.
  private var schemasMember: [UInt8] {
    var member = Array(#""schemas":[""#.utf8)
    member += form.uris[0]
    member.append(UInt8(ascii: "\""))
    for (place, range) in extensions.enumerated() where !range.isEmpty {
      member += Array(#",""#.utf8)
      member += form.uris[place + 1]
      member.append(UInt8(ascii: "\""))
    }
    member.append(UInt8(ascii: "]"))
    return member
  }

  /// Appends the image: `schemas`, the core schema's members as they came, then the extensions.
  package func appendImage(to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "{"))
    bytes += schemasMember
    for range in core {
      bytes.append(UInt8(ascii: ","))
      bytes += body[range]
    }
    if form.fillsActive, !hasActive { bytes += Array(#","active":true"#.utf8) }
    for range in extensions where !range.isEmpty {
      bytes.append(UInt8(ascii: ","))
      bytes += body[range]
    }
    bytes.append(UInt8(ascii: "}"))
  }
}

extension Span<UInt8> {
  /// Whether these bytes start with others and a comma or a closing brace follows.
  fileprivate func begins(with prefix: [UInt8]) -> Bool {
    guard count > prefix.count else { return false }
    for index in prefix.indices where self[index] != prefix[index] { return false }
    return self[prefix.count] == UInt8(ascii: ",") || self[prefix.count] == UInt8(ascii: "}")
  }
}
