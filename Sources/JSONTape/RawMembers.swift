/// The members of a JSON object without white space between them, as the writer of this package makes it: where
/// each name and value stands, and nothing else of them.
///
/// For text that has been checked before. Where it meets anything unexpected it ends and says so.
package struct RawMembers: ~Escapable {
  private let text: Span<UInt8>
  private var position = 0
  /// Whether the text is no such object, so that what was given of it counts for nothing.
  package private(set) var isUnreadable = false

  @_lifetime(copy text)
  package init(_ text: Span<UInt8>) { self.text = text }

  /// The next name, without its quotes and as it is written, and the next value; nil at the end.
  package mutating func next() -> (name: Range<Int>, value: Range<Int>)? {
    guard position < text.count else { return end(position > 0) }
    let opening = text[position]
    position += 1
    guard opening == (position == 1 ? UInt8(ascii: "{") : UInt8(ascii: ",")) else {
      return end(position > 1 && opening == UInt8(ascii: "}") && position == text.count)
    }
    if position == 1, position + 1 == text.count, text[position] == UInt8(ascii: "}") { return end(true) }
    guard let name = string(), take(UInt8(ascii: ":")), let value = value() else { return end(false) }
    return (name, value)
  }

  private mutating func end(_ isReadable: Bool) -> (name: Range<Int>, value: Range<Int>)? {
    if !isReadable { isUnreadable = true }
    position = text.count
    return nil
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < text.count, text[position] == byte else { return false }
    position += 1
    return true
  }

  /// Steps over a string and returns what is between its quotes.
  private mutating func string() -> Range<Int>? {
    guard take(UInt8(ascii: "\"")) else { return nil }
    let start = position
    while position < text.count {
      let byte = text[position]
      position += 1
      if byte == UInt8(ascii: "\"") { return start..<(position - 1) }
      if byte == UInt8(ascii: "\\") { position += 1 }
    }
    return nil
  }

  /// Steps over a value.
  private mutating func value() -> Range<Int>? {
    let start = position
    var depth = 0
    while position < text.count {
      switch text[position] {
      case UInt8(ascii: "\""):
        guard string() != nil else { return nil }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard depth > 0 else { return position > start ? start..<position : nil }
        depth -= 1
      case UInt8(ascii: ","):
        if depth == 0 { return position > start ? start..<position : nil }
      default: break
      }
      position += 1
    }
    return nil
  }
}
