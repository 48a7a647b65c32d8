/// Reads one JSON text (RFC 8259) into a tape, checking everything on the way: what is on the tape needs no
/// further checks.
///
/// Open containers are on a stack of its own, so that nesting never costs the thread's stack.
struct JSONParser: ~Escapable {
  /// A container whose end has not come yet.
  struct Container {
    let isObject: Bool
    /// Of the container's first word.
    let tapeIndex: Int
    let offset: Int
    /// Elements or members so far.
    var count = 0
    /// Of an object: where its names start in `names`.
    let firstName: Int
    /// Of an object with many members: a word of each name by its hash.
    var nameWords: [Int: TapeWord]?
  }

  let input: Span<UInt8>
  let limits: JSONLimits
  var position = 0
  var tape: [UInt64] = []
  private var valueCount = 0
  /// The containers around the innermost one.
  private var outer: [Container] = []
  var innermost: Container?
  /// Names that are open at a time in most texts.
  private static let usualNames = 24
  /// The names of the open objects, and a fingerprint of each.
  var names: [TapeWord] = []
  var fingerprints: [UInt32] = []

  @_lifetime(copy input)
  init(_ input: Span<UInt8>, limits: JSONLimits) {
    self.input = input
    self.limits = limits
  }

  /// The same with room that an earlier text has left.
  @_lifetime(copy input)
  init(_ input: Span<UInt8>, limits: JSONLimits, reusing room: inout JSONTapeRoom) {
    self.init(input, limits: limits)
    swap(&tape, &room.tape)
    swap(&names, &room.names)
    swap(&fingerprints, &room.fingerprints)
    tape.removeAll(keepingCapacity: true)
    names.removeAll(keepingCapacity: true)
    fingerprints.removeAll(keepingCapacity: true)
  }

  /// Gives the room back, with the tape in it.
  mutating func leave(_ room: inout JSONTapeRoom) {
    swap(&tape, &room.tape)
    swap(&names, &room.names)
    swap(&fingerprints, &room.fingerprints)
  }

  /// Reads the whole input.
  mutating func parse() throws(JSONError) {
    guard input.count <= limits.bytes else {
      throw JSONError(code: .documentTooLarge(limit: limits.bytes), offset: limits.bytes)
    }
    if input.count >= 3, input[0] == 0xEF, input[1] == 0xBB, input[2] == 0xBF {
      throw JSONError(code: .byteOrderMark, offset: 0)
    }
    // As many words as most texts take, so that the arrays need not grow.
    tape.reserveCapacity(input.count / 8 + 16)
    names.reserveCapacity(JSONParser.usualNames)
    fingerprints.reserveCapacity(JSONParser.usualNames)
    repeat {
      try readValue()
    } while try advanceToNextValue()
    skipWhitespace()
    guard position == input.count else { throw failure(.trailingBytes) }
  }

  /// Reads a scalar or an empty container, or opens a container and goes on to its first value.
  private mutating func readValue() throws(JSONError) {
    while true {
      skipWhitespace()
      guard position < input.count else { throw failure(.unexpectedEnd) }
      guard valueCount < limits.values else { throw failure(.tooManyValues(limit: limits.values)) }
      valueCount += 1
      switch input[position] {
      case UInt8(ascii: "\""):
        tape.append(try readString().bits)
        return
      case UInt8(ascii: "{"):
        try open(isObject: true)
        skipWhitespace()
        if take(UInt8(ascii: "}")) {
          close()
          return
        }
        try readName()
      case UInt8(ascii: "["):
        try open(isObject: false)
        skipWhitespace()
        if take(UInt8(ascii: "]")) {
          close()
          return
        }
        innermost?.count = 1
      case UInt8(ascii: "t"):
        try readLiteral("true", .true)
        return
      case UInt8(ascii: "f"):
        try readLiteral("false", .false)
        return
      case UInt8(ascii: "n"):
        try readLiteral("null", .null)
        return
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        try readNumber()
        return
      default:
        throw failure(.expectedValue)
      }
    }
  }

  /// After a value: closes what ends here and stands at the next value; `false` once the outermost one is
  /// done.
  private mutating func advanceToNextValue() throws(JSONError) -> Bool {
    // A copy of the container would make its hash table be copied on the next name.
    while let isObject = innermost?.isObject {
      skipWhitespace()
      guard position < input.count else { throw failure(.unexpectedEnd) }
      if take(UInt8(ascii: ",")) {
        if isObject {
          skipWhitespace()
          try readName()
        } else {
          innermost?.count += 1
        }
        return true
      }
      guard take(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
        throw failure(isObject ? .expectedCommaOrObjectEnd : .expectedCommaOrArrayEnd)
      }
      close()
    }
    return false
  }

  private mutating func open(isObject: Bool) throws(JSONError) {
    if let innermost {
      guard outer.count + 1 < limits.depth else { throw failure(.tooDeep(limit: limits.depth)) }
      outer.append(innermost)
    } else if limits.depth < 1 {
      throw failure(.tooDeep(limit: limits.depth))
    }
    innermost = Container(
      isObject: isObject, tapeIndex: tape.count, offset: position, firstName: names.count)
    for _ in 0..<TapeWord.containerHeader { tape.append(0) }
    position += 1
  }

  /// Fills in the header of the innermost container, whose closing bracket has been read.
  private mutating func close() {
    guard let closed = innermost else { return }
    let kind: TapeWord.Kind = closed.isObject ? .object : .array
    tape[closed.tapeIndex] = TapeWord(kind, offset: closed.offset, length: tape.count).bits
    tape[closed.tapeIndex + 1] = TapeWord(containerEnd: position, count: closed.count).bits
    if closed.isObject {
      names.removeLast(names.count - closed.firstName)
      fingerprints.removeLast(fingerprints.count - closed.firstName)
    }
    innermost = outer.popLast()
  }

  /// Reads a name and its colon.
  private mutating func readName() throws(JSONError) {
    guard position < input.count else { throw failure(.unexpectedEnd) }
    guard input[position] == UInt8(ascii: "\"") else { throw failure(.expectedName) }
    let start = position
    let word = try readString()
    guard insertName(word) else { throw JSONError(code: .duplicateName, offset: start) }
    tape.append(word.bits)
    skipWhitespace()
    guard position < input.count else { throw failure(.unexpectedEnd) }
    guard take(UInt8(ascii: ":")) else { throw failure(.expectedColon) }
  }

  private mutating func readLiteral(_ text: String, _ kind: TapeWord.Kind) throws(JSONError) {
    let start = position
    for byte in text.utf8 {
      guard position < input.count else { throw failure(.unexpectedEnd) }
      guard input[position] == byte else { throw JSONError(code: .invalidLiteral, offset: start) }
      position += 1
    }
    tape.append(TapeWord(kind, offset: start, length: position - start).bits)
  }

  private mutating func skipWhitespace() {
    var index = position
    while index < input.count {
      let byte = input[index]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { break }
      index += 1
    }
    position = index
  }

  /// Steps over `byte` if it is next.
  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < input.count, input[position] == byte else { return false }
    position += 1
    return true
  }

  func failure(_ code: JSONError.Code) -> JSONError {
    JSONError(code: code, offset: position)
  }
}
