import JSONTape

/// Reads the bodies of creates that are as nearly all are: every name as the schema spells it, every value of its
/// type, nothing left out that must be there and nothing that may not, so that the body itself holds the resource.
///
/// Anything else is declined and is for ``ResourceReader``, which says what is wrong or what was tolerated. What is
/// accepted comes to the same as there, without a value or a text made for it.
package struct PlainReader: Sendable {
  /// The values of a resource that have an index.
  package enum IndexedText: UInt8, Sendable {
    case userName, externalID, displayName, email

    init?(_ attribute: Attribute) {
      switch attribute.name {
      case "userName" where attribute.type == .string && !attribute.multiValued: self = .userName
      case "externalId" where attribute.type == .string && !attribute.multiValued: self = .externalID
      case "displayName" where attribute.type == .string && !attribute.multiValued: self = .displayName
      case "emails" where attribute.type == .complex && attribute.multiValued: self = .email
      default: return nil
      }
    }
  }

  /// A text of the body, between its quotes.
  package struct Text: Sendable {
    package var range: Range<Int>
    /// Whether it has escapes.
    package var isEscaped: Bool
  }

  let form: PlainForm
  var room = JSONTapeRoom()
  /// The members of the core schema in their order, names and all.
  var core: [Range<Int>] = []
  /// Of each extension where its member stands; empty where it is not there.
  var extensions: [Range<Int>]
  /// The extensions that `schemas` names, one bit each, and whether it names the core schema.
  var named: UInt64 = 0
  var namesCore = false
  /// Whether `schemas` names just what is there, in the type's order, and stands first.
  var isSchemasCanonical = false
  var hasActive = false

  /// The body without white space.
  package internal(set) var body: [UInt8] = []
  /// Whether the resource is in use.
  package internal(set) var isActive = true
  package internal(set) var indexed: [(kind: IndexedText, text: Text)] = []

  package init(_ form: PlainForm) {
    self.form = form
    extensions = form.uris.dropFirst().map { _ in 0..<0 }
  }

  /// Reads one body.
  ///
  /// - Returns: False where it is declined; then nothing of what the reader holds counts.
  package mutating func read(_ text: [UInt8]) -> Bool {
    do throws(JSONError) {
      try room.read(text.span)
      if room.isCompact(text.span) {
        body = text
      } else {
        // Names and values as the package writes them.
        let written = try JSONValue(parsing: text).serialized()
        try room.read(written.span)
        body = written
      }
    } catch {
      return false
    }
    core.removeAll(keepingCapacity: true)
    indexed.removeAll(keepingCapacity: true)
    for index in extensions.indices { extensions[index] = 0..<0 }
    (named, namesCore, isSchemasCanonical, hasActive, isActive) = (0, false, false, false, true)
    return readResource()
  }

  private mutating func readResource() -> Bool {
    let tape = room.tape
    let root = TapeWord(bits: tape[0])
    guard root.isObject else { return false }
    var seen: UInt64 = 0
    var index = TapeWord.containerHeader
    while index < root.endIndex {
      let name = TapeWord(bits: tape[index])
      guard name.isPlainString, let place = form.tables[0].place(of: body.span.extracting(name.range))
      else {
        return false
      }
      seen |= 1 << UInt64(place)
      let member = form.tables[0].members[place]
      let value = TapeWord(bits: tape[index + 1])
      let end = Self.end(of: value, at: index + 1, tape)
      let range = (name.offset - 1)..<Self.byteEnd(of: value, at: index + 1, tape)
      switch member.kind {
      case .schemas:
        guard readSchemas(value, at: index + 1, tape) else { return false }
        isSchemasCanonical = index == TapeWord.containerHeader
      case .extension:
        guard value.isObject, readParts(of: index + 1, member.table, tape) else { return false }
        extensions[member.place] = range
      default:
        guard read(member, at: index + 1, tape) else { return false }
        if member.isActive {
          hasActive = true
          isActive = value.isTrue
        }
        core.append(range)
      }
      index = end
    }
    let required = form.tables[0].required
    guard seen & required == required, namesCore else { return false }
    // An extension that is there and not named is tolerated, and so not plain.
    for (place, range) in extensions.enumerated() where !range.isEmpty && named & (1 << UInt64(place)) == 0 {
      return false
    }
    return true
  }

  /// An attribute's value, one or several.
  private mutating func read(_ member: PlainForm.Member, at index: Int, _ tape: [UInt64]) -> Bool {
    let word = TapeWord(bits: tape[index])
    guard member.isMultiValued else {
      guard readOne(member, at: index, tape) else { return false }
      if let kind = member.indexed, kind != .email { note(kind, word) }
      return true
    }
    guard word.isArray else { return false }
    let count = TapeWord(bits: tape[index + 1]).count
    guard count > 0, count <= 8, count == 1 || member.kind == .complex else { return false }
    var element = index + TapeWord.containerHeader
    var primaries = 0
    var values: [Range<Int>] = []
    while element < word.endIndex {
      guard readOne(member, at: element, tape) else { return false }
      if member.kind == .complex {
        let value = part(form.tables[member.table].value, of: element, member.table, tape)
        let primary = part(form.tables[member.table].primary, of: element, member.table, tape)
        if let primary, primary.isTrue {
          primaries += 1
        }
        if count > 1 {
          // Two that are the same would be one; they are told apart by the value, where that is plain enough.
          guard let value, value.isPlainString, isASCII(value.range),
            !values.contains(where: { isSame($0, value.range) })
          else { return false }
          values.append(value.range)
        }
        if member.indexed == .email, let value { note(.email, value) }
      }
      element = Self.end(of: TapeWord(bits: tape[element]), at: element, tape)
    }
    return primaries <= 1
  }

  private mutating func readOne(_ member: PlainForm.Member, at index: Int, _ tape: [UInt64]) -> Bool {
    let word = TapeWord(bits: tape[index])
    switch member.kind {
    case .text: return isPlain(word)
    case .boolean: return word.isBoolean
    case .complex: return word.isObject && readParts(of: index, member.table, tape)
    case .schemas, .extension: return false
    }
  }

  /// The members of an object, of which there must be one.
  private mutating func readParts(of index: Int, _ table: Int, _ tape: [UInt64]) -> Bool {
    let word = TapeWord(bits: tape[index])
    var seen: UInt64 = 0
    var part = index + TapeWord.containerHeader
    guard part < word.endIndex else { return false }
    while part < word.endIndex {
      let name = TapeWord(bits: tape[part])
      guard name.isPlainString,
        let place = form.tables[table].place(of: body.span.extracting(name.range))
      else { return false }
      seen |= 1 << UInt64(place)
      let member = form.tables[table].members[place]
      guard read(member, at: part + 1, tape) else { return false }
      part = Self.end(of: TapeWord(bits: tape[part + 1]), at: part + 1, tape)
    }
    let required = form.tables[table].required
    return seen & required == required
  }

  private func part(
    _ place: Int?, of index: Int, _ table: Int, _ tape: [UInt64]
  ) -> TapeWord? {
    guard let place else { return nil }
    let word = TapeWord(bits: tape[index])
    var part = index + TapeWord.containerHeader
    while part < word.endIndex {
      let name = TapeWord(bits: tape[part])
      let value = TapeWord(bits: tape[part + 1])
      if form.tables[table].isName(place, body.span.extracting(name.range)) { return value }
      part = Self.end(of: value, at: part + 1, tape)
    }
    return nil
  }

  private mutating func readSchemas(_ value: TapeWord, at index: Int, _ tape: [UInt64]) -> Bool {
    guard value.isArray else { return false }
    var element = index + TapeWord.containerHeader
    while element < value.endIndex {
      let word = TapeWord(bits: tape[element])
      guard word.isPlainString,
        let place = form.uris.firstIndex(where: { isSame($0, word.range) })
      else { return false }
      if place == 0 { namesCore = true } else { named |= 1 << UInt64(place - 1) }
      element += 1
    }
    return true
  }

  private mutating func note(_ kind: IndexedText, _ word: TapeWord) {
    indexed.append((kind, Text(range: word.range, isEscaped: word.isEscapedString)))
  }

  /// A text that is not empty and may be no reference, and no JSON with a secret in it.
  private func isPlain(_ word: TapeWord) -> Bool {
    guard word.isPlainString || word.isEscapedString, word.length > 0 else { return false }
    switch body[word.offset] {
    case 0...0x20, UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\\"): return false
    case UInt8(ascii: "b"): return word.length < 7 || body[word.offset + 6] != UInt8(ascii: ":")
    default: return true
    }
  }

  private func isASCII(_ range: Range<Int>) -> Bool {
    for index in range where body[index] >= 0x80 { return false }
    return true
  }

  private func isSame(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
    guard left.count == right.count else { return false }
    for offset in 0..<left.count where body[left.lowerBound + offset] != body[right.lowerBound + offset] {
      return false
    }
    return true
  }

  private func isSame(_ text: [UInt8], _ range: Range<Int>) -> Bool {
    guard text.count == range.count else { return false }
    for offset in text.indices where text[offset] != body[range.lowerBound + offset] { return false }
    return true
  }

  /// Where the next value is on the tape.
  private static func end(of word: TapeWord, at index: Int, _ tape: [UInt64]) -> Int {
    word.isArray || word.isObject ? word.endIndex : index + 1
  }

  private static func byteEnd(of word: TapeWord, at index: Int, _ tape: [UInt64]) -> Int {
    if word.isArray || word.isObject { return TapeWord(bits: tape[index + 1]).offset }
    return word.offset + word.length + (word.isPlainString || word.isEscapedString ? 1 : 0)
  }
}
