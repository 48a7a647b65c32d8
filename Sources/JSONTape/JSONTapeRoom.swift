/// The tape of one text after the other, in memory that is asked for once.
///
/// For work that goes through many small texts and keeps none of them: the texts are their owner's, and the tape
/// says where their values are.
package struct JSONTapeRoom {
  /// Of the text that was read last, in its first ``used`` words. Each is a ``TapeWord``.
  package internal(set) var tape: [UInt64] = []
  package internal(set) var used = 0

  package init() {}

  /// Reads `text` as one JSON text (RFC 8259), as ``JSONDocument`` does.
  package mutating func read(_ text: Span<UInt8>, limits: JSONLimits = .default) throws(JSONError) {
    let words = max(JSONParser.usualWords(for: text.count), tape.count)
    if tape.count < words { tape = [UInt64](repeating: 0, count: words) }
    while true {
      var parser = JSONParser(text, limits: limits)
      var span = tape.mutableSpan
      if try parser.parse(onto: &span) {
        used = parser.used
        return
      }
      tape = [UInt64](repeating: 0, count: tape.count * 2)
    }
  }

  /// The text of a string with its escapes resolved.
  package static func unescape(_ text: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    unescaped(text, range)
  }
}

extension [UInt8] {
  /// Appends `text` as a JSON string, with the escapes that it needs.
  package mutating func append(jsonString text: String) { appendJSONString(text) }
}
