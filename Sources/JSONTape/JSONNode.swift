/// A value in a document, decoded when asked. Keeps its document alive.
public struct JSONNode: Sendable {
  public enum Kind: Sendable, Hashable {
    case null, bool, number, string, array, object
  }

  let storage: JSONDocument.Storage
  /// Of the value's first word on the tape.
  let index: Int

  private var word: TapeWord { storage.word(at: index) }

  public var kind: Kind {
    switch word.kind {
    case .null: .null
    case .true, .false: .bool
    case .number: .number
    case .string, .escapedString: .string
    case .array: .array
    case .object: .object
    }
  }

  public var isNull: Bool { word.kind == .null }

  public var bool: Bool? {
    switch word.kind {
    case .true: true
    case .false: false
    default: nil
    }
  }

  public var number: JSONNumber? {
    let word = word
    guard word.kind == .number else { return nil }
    return JSONNumber(checked: String(decoding: storage.bytes[word.range], as: UTF8.self))
  }

  /// The string with its escapes resolved.
  public var string: String? {
    kind == .string ? storage.string(at: index) : nil
  }

  /// Whether this is the string `text`, without decoding it.
  public func isString(_ text: String) -> Bool {
    kind == .string && storage.string(at: index, equals: text)
  }

  /// How many elements or members there are; 0 for a scalar.
  public var count: Int {
    isContainer ? storage.word(at: index + 1).count : 0
  }

  /// Where the value stands in the document, in bytes, brackets and quotes included.
  public var byteRange: Range<Int> {
    let word = word
    if isContainer { return word.offset..<storage.word(at: index + 1).offset }
    return kind == .string ? (word.offset - 1)..<(word.offset + word.length + 1) : word.range
  }

  /// The value as written, a JSON text of its own.
  public var rawBytes: ArraySlice<UInt8> {
    storage.bytes[byteRange]
  }

  /// The value of the member with exactly this name; `nil` if there is none or this is no object.
  /// Goes through the members one by one.
  public subscript(name: String) -> JSONNode? {
    for member in members where member.hasName(name) { return member.value }
    return nil
  }

  var isContainer: Bool { word.isContainer }

  /// Where the next value or name is on the tape.
  var endIndex: Int { isContainer ? word.endIndex : index + 1 }

  /// Where the contents are on the tape; empty unless this is a container of the kind.
  func contents(of kind: Kind) -> Range<Int> {
    guard self.kind == kind, isContainer else { return index..<index }
    return (index + TapeWord.containerHeader)..<endIndex
  }
}
