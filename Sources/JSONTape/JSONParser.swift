/// Reads one JSON text (RFC 8259) onto a tape, checking everything on the way: what is on the tape needs no
/// further checks.
///
/// What is open around a value is remembered in the headers of the open containers, on the tape itself, so that
/// nesting costs neither the thread's stack nor memory of its own. Until a container is closed its first word has
/// the place of the container around it where its end will be, and its second word what is taken up again of that
/// one then: its count, and the bits of its names.
struct JSONParser: ~Escapable {
  let input: Span<UInt8>
  let limits: JSONLimits
  var position = 0
  /// Words on the tape.
  var used = 0
  private var valueCount = 0
  private var depth = 0
  /// The first word of the container that is being read; nothing is open where it is negative.
  var innermost = JSONParser.nothing
  var isInObject = false
  /// Elements or members of the innermost container so far.
  var count = 0
  /// Of the innermost object: a bit for each name that it has, which others may share. With a count, which has at
  /// most 28 bits, it fills a word.
  var seen: UInt64 = 0
  /// The open objects with many members, from the outside in.
  var largeObjects: [LargeObject] = []

  /// Words that a step of the parser writes at the most: a container's header and a name.
  private static let room = 4
  private static let nothing = -1
  static let nameBits: UInt64 = 36
  static let allNames: UInt64 = 1 << nameBits - 1

  @_lifetime(copy input)
  init(_ input: Span<UInt8>, limits: JSONLimits) {
    self.input = input
    self.limits = limits
  }

  /// Words that are enough for most texts of so many bytes.
  static func usualWords(for bytes: Int) -> Int { bytes / 8 + 20 }

  /// Reads the whole input.
  ///
  /// - Returns: Whether the tape was long enough; if not, what is on it counts for nothing.
  mutating func parse(onto tape: inout MutableSpan<UInt64>) throws(JSONError) -> Bool {
    guard input.count <= limits.bytes else {
      throw JSONError(code: .documentTooLarge(limit: limits.bytes), offset: limits.bytes)
    }
    if input.count >= 3, input[0] == 0xEF, input[1] == 0xBB, input[2] == 0xBF {
      throw JSONError(code: .byteOrderMark, offset: 0)
    }
    var isDone = false
    while !isDone {
      guard used &+ JSONParser.room <= tape.count else { return false }
      if try readValue(onto: &tape) { continue }
      isDone = try !advanceToNextValue(onto: &tape)
    }
    skipWhitespace()
    guard position == input.count else { throw failure(.trailingBytes) }
    return true
  }

  /// Reads a scalar or an empty container, or opens a container and goes on to its first value.
  ///
  /// - Returns: Whether a container was opened that has contents.
  @inline(__always)
  private mutating func readValue(onto tape: inout MutableSpan<UInt64>) throws(JSONError) -> Bool {
    skipWhitespace()
    guard position < input.count else { throw failure(.unexpectedEnd) }
    guard valueCount < limits.values else { throw failure(.tooManyValues(limit: limits.values)) }
    valueCount &+= 1
    switch input[position] {
    case UInt8(ascii: "\""):
      put(try readString(), onto: &tape)
    case UInt8(ascii: "{"):
      try open(isObject: true, onto: &tape)
      skipWhitespace()
      if take(UInt8(ascii: "}")) {
        close(onto: &tape)
      } else {
        try readName(onto: &tape)
        return true
      }
    case UInt8(ascii: "["):
      try open(isObject: false, onto: &tape)
      skipWhitespace()
      if take(UInt8(ascii: "]")) {
        close(onto: &tape)
      } else {
        count = 1
        return true
      }
    case UInt8(ascii: "t"): put(try readLiteral("true", .true), onto: &tape)
    case UInt8(ascii: "f"): put(try readLiteral("false", .false), onto: &tape)
    case UInt8(ascii: "n"): put(try readLiteral("null", .null), onto: &tape)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): put(try readNumber(), onto: &tape)
    default: throw failure(.expectedValue)
    }
    return false
  }

  /// After a value: closes what ends here and stands at the next value; `false` once the outermost one is done.
  @inline(__always)
  private mutating func advanceToNextValue(onto tape: inout MutableSpan<UInt64>) throws(JSONError) -> Bool {
    while innermost >= 0 {
      skipWhitespace()
      guard position < input.count else { throw failure(.unexpectedEnd) }
      let byte = input[position]
      if byte == UInt8(ascii: ",") {
        position &+= 1
        if isInObject {
          skipWhitespace()
          try readName(onto: &tape)
        } else {
          count &+= 1
        }
        return true
      }
      guard byte == (isInObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
        throw failure(isInObject ? .expectedCommaOrObjectEnd : .expectedCommaOrArrayEnd)
      }
      position &+= 1
      close(onto: &tape)
    }
    return false
  }

  @inline(__always)
  private mutating func put(_ word: TapeWord, onto tape: inout MutableSpan<UInt64>) {
    tape[used] = word.bits
    used &+= 1
  }

  @inline(__always)
  private mutating func open(isObject: Bool, onto tape: inout MutableSpan<UInt64>) throws(JSONError) {
    guard depth < limits.depth else { throw failure(.tooDeep(limit: limits.depth)) }
    depth &+= 1
    tape[used] = TapeWord(isObject ? .object : .array, offset: position, length: innermost &+ 1).bits
    tape[used &+ 1] = UInt64(truncatingIfNeeded: count) << JSONParser.nameBits | seen
    innermost = used
    isInObject = isObject
    (count, seen) = (0, 0)
    used &+= TapeWord.containerHeader
    position &+= 1
  }

  /// Fills in the header of the innermost container, whose closing bracket has been read.
  @inline(__always)
  private mutating func close(onto tape: inout MutableSpan<UInt64>) {
    let opened = TapeWord(bits: tape[innermost])
    let around = tape[innermost &+ 1]
    tape[innermost] = TapeWord(isInObject ? .object : .array, offset: opened.offset, length: used).bits
    tape[innermost &+ 1] = TapeWord(containerEnd: position, count: count).bits
    if largeObjects.last?.container == innermost { largeObjects.removeLast() }
    depth &-= 1
    innermost = opened.length &- 1
    guard innermost >= 0 else { return }
    isInObject = TapeWord(bits: tape[innermost]).isObject
    count = Int(truncatingIfNeeded: around >> JSONParser.nameBits)
    seen = around & JSONParser.allNames
  }

  /// Reads a name and its colon.
  @inline(__always)
  private mutating func readName(onto tape: inout MutableSpan<UInt64>) throws(JSONError) {
    guard position < input.count else { throw failure(.unexpectedEnd) }
    guard input[position] == UInt8(ascii: "\"") else { throw failure(.expectedName) }
    let start = position
    let word = try readString()
    guard insertName(word, on: tape) else { throw JSONError(code: .duplicateName, offset: start) }
    put(word, onto: &tape)
    skipWhitespace()
    guard position < input.count else { throw failure(.unexpectedEnd) }
    guard take(UInt8(ascii: ":")) else { throw failure(.expectedColon) }
  }

  private mutating func readLiteral(_ text: String, _ kind: TapeWord.Kind) throws(JSONError) -> TapeWord {
    let start = position
    for byte in text.utf8 {
      guard position < input.count else { throw failure(.unexpectedEnd) }
      guard input[position] == byte else { throw JSONError(code: .invalidLiteral, offset: start) }
      position &+= 1
    }
    return TapeWord(kind, offset: start, length: position - start)
  }

  @inline(__always)
  private mutating func skipWhitespace() {
    while position < input.count {
      let byte = input[position]
      guard byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { break }
      position &+= 1
    }
  }

  /// Steps over `byte` if it is next.
  @inline(__always)
  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < input.count, input[position] == byte else { return false }
    position &+= 1
    return true
  }

  func failure(_ code: JSONError.Code) -> JSONError {
    JSONError(code: code, offset: position)
  }
}
