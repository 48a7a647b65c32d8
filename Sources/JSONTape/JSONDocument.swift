/// A JSON text that has been checked in full, and where each of its values is.
///
///     let document = try JSONDocument(parsing: body)
///     document.root["userName"]?.string
///
/// Nothing is decoded until it is asked for. A duplicate member name is an error: RFC 8259 §4 leaves its
/// meaning open, and two readers that choose differently would disagree about what was said.
public struct JSONDocument: Sendable {
  /// The bytes and the tape, shared by all nodes.
  final class Storage: Sendable {
    let bytes: [UInt8]
    let tape: [UInt64]

    init(bytes: [UInt8], tape: [UInt64]) {
      self.bytes = bytes
      self.tape = tape
    }

    func word(at index: Int) -> TapeWord {
      TapeWord(bits: tape[index])
    }

    /// The text of the string or name at `index`.
    func string(at index: Int) -> String {
      let word = word(at: index)
      if word.kind == .escapedString {
        let bytes = bytes
        return String(decoding: unescaped(bytes.span, word.range), as: UTF8.self)
      }
      return String(decoding: bytes[word.range], as: UTF8.self)
    }

    /// Whether the string or name at `index` is `text`, code unit by code unit.
    func string(at index: Int, equals text: String) -> Bool {
      let word = word(at: index)
      if word.kind == .escapedString { return string(at: index).hasSameUTF8(as: text) }
      return word.length == text.utf8.count && bytes[word.range].elementsEqual(text.utf8)
    }
  }

  let storage: Storage

  /// Reads `bytes` as one JSON text (RFC 8259), strictly and within `limits`.
  public init(parsing bytes: [UInt8], limits: JSONLimits = .default) throws(JSONError) {
    var words = JSONParser.usualWords(for: bytes.count)
    while true {
      var tape = [UInt64](repeating: 0, count: words)
      if try JSONDocument.parse(bytes, limits, onto: &tape) {
        storage = Storage(bytes: bytes, tape: tape)
        return
      }
      words *= 2
    }
  }

  private static func parse(
    _ bytes: [UInt8], _ limits: JSONLimits, onto tape: inout [UInt64]
  ) throws(JSONError) -> Bool {
    var parser = JSONParser(bytes.span, limits: limits)
    var span = tape.mutableSpan
    return try parser.parse(onto: &span)
  }

  /// The outermost value.
  public var root: JSONNode {
    JSONNode(storage: storage, index: 0)
  }
}
