package import JSONTape
import SCIM

/// The values by which deciding looks for a resource, as numbers of this process: a type, an attribute and a value
/// always give the same one, and others hardly ever do.
package struct ValueDigests: Sendable {
  /// Zero where there is none.
  private var first: UInt64 = 0
  private var second: UInt64 = 0
  private var others: [UInt64] = []

  package init() {}

  package init(_ image: JSONObject, type: String) {
    for (attribute, value) in IndexedValues(image, type: type).values
    where ValueDigests.has(attribute, type: type) {
      add(ValueDigests.digest(attribute, type: type, value.utf8Span.span))
    }
  }

  /// Whether resources of a type are found by an attribute here.
  package static func has(_ attribute: IndexedAttribute, type: String) -> Bool {
    switch attribute {
    case .externalID: true
    case .userName: type == "User"
    case .displayName: type == "Group"
    case .named: type != "User" && type != "Group"
    case .email: false
    }
  }

  /// - Parameter compared: The value as an index has it.
  package static func digest(
    _ attribute: IndexedAttribute, type: String, _ compared: Span<UInt8>
  ) -> UInt64 {
    var hasher = Hasher()
    hasher.combine(attribute.rawValue)
    hasher.combine(type)
    var word: UInt64 = 0
    for index in compared.indices {
      word = word << 8 | UInt64(compared[index])
      if index & 7 == 7 {
        hasher.combine(word)
        word = 0
      }
    }
    hasher.combine(word)
    hasher.combine(compared.count)
    return UInt64(bitPattern: Int64(hasher.finalize())) | 1
  }

  package func contains(_ digest: UInt64) -> Bool {
    first == digest || second == digest || others.contains(digest)
  }

  package func forEach(_ body: (UInt64) -> Void) {
    if first != 0 { body(first) }
    if second != 0 { body(second) }
    for digest in others { body(digest) }
  }

  private mutating func add(_ digest: UInt64) {
    if contains(digest) { return }
    if first == 0 {
      first = digest
    } else if second == 0 {
      second = digest
    } else {
      others.append(digest)
    }
  }

  /// Reads an image as this package writes it.
  ///
  /// - Returns: False where it has to be read otherwise.
  mutating func read(_ image: [UInt8], type: String) -> Bool {
    let key: (name: String, attribute: IndexedAttribute)
    switch type {
    case "User": key = ("userName", .userName)
    case "Group": key = ("displayName", .displayName)
    default: return false
    }
    let text = image.span
    var members = RawMembers(text)
    while let (name, value) = members.next() {
      let attribute: IndexedAttribute
      if text.spells(key.name, at: name) {
        attribute = key.attribute
      } else if text.spells("externalId", at: name) {
        attribute = .externalID
      } else {
        continue
      }
      guard let plain = text.plainText(at: value) else { return false }
      let bytes = text.extracting(plain)
      if attribute.caseExact || bytes.isFoldedASCII {
        add(ValueDigests.digest(attribute, type: type, bytes))
      } else {
        guard let string = text.plainString(at: value) else { return false }
        let folded = CaselessValue.fold(string)
        add(ValueDigests.digest(attribute, type: type, folded.utf8Span.span))
      }
    }
    return !members.isUnreadable
  }
}

extension Span<UInt8> {
  /// Whether folding letter case leaves it as it is.
  fileprivate var isFoldedASCII: Bool {
    var isOther = false
    for index in indices {
      isOther = self[index] >= 0x80 || self[index] &- UInt8(ascii: "A") < 26 || isOther
    }
    return !isOther
  }
}
