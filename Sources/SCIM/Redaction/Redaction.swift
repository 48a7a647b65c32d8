public import JSONTape

/// Takes passwords out of a request before it is logged or stored: an immutable log cannot forget.
///
/// It acts on what a name says, not on a schema, so that a request that is refused is covered too.
public enum Redaction {
  /// What stands in place of a secret.
  public static let placeholder = "[redacted]"

  /// The body without passwords, and whether there were any.
  ///
  /// Covered are members named `password` in any case, at any depth, also within a dotted or URN
  /// name; what a PATCH operation carries whose path names a password; filters that compare one; and
  /// all of these in a string that itself is JSON.
  public static func redact(_ body: JSONValue) -> (JSONValue, Bool) {
    guard let redacted = redacted(body) else { return (body, false) }
    return (redacted, true)
  }

  /// Whether a JSON text may hold a password; false is certain. Within a string another JSON text can have a name
  /// only behind a backslash.
  public static func mayHoldPassword(_ text: [UInt8]) -> Bool {
    let text = text.span
    var hasEscape = false
    for index in text.indices { hasEscape = text[index] == UInt8(ascii: "\\") || hasEscape }
    return hasEscape || text.mentionsPassword
  }

  /// Nil when there is nothing to redact.
  private static func redacted(_ value: JSONValue) -> JSONValue? {
    switch value {
    case .object(let object):
      return redacted(object).map { .object($0) }
    case .array(let elements):
      var result = elements
      var found = false
      for (index, element) in elements.enumerated() {
        guard let element = redacted(element) else { continue }
        result[index] = element
        found = true
      }
      return found ? .array(result) : nil
    case .string(let text):
      return redactedEmbedded(text).map { .string($0) }
    case .null, .bool, .number:
      return nil
    }
  }

  private static func redacted(_ object: JSONObject) -> JSONObject? {
    let aimsAtPassword = object.members.contains {
      $0.name.equalsIgnoringASCIICase("path") && mentionsPassword($0.value)
    }
    var result = object
    var found = false
    for member in object.members {
      let isSecret = namesPassword(member.name) || (aimsAtPassword && !isOperationMember(member.name))
      guard let value = isSecret ? .string(placeholder) : redacted(member) else { continue }
      result[member.name] = value
      found = true
    }
    return found ? result : nil
  }

  private static func redacted(_ member: JSONObject.Member) -> JSONValue? {
    guard case .string(let text) = member.value, isExpressionMember(member.name) else {
      return redacted(member.value)
    }
    let redacted = redactFilter(text)
    return redacted == text ? nil : .string(redacted)
  }

  /// JSON text in a string is redacted as JSON; text that looks like it and may name a password, but
  /// cannot be read, is replaced as a whole.
  private static func redactedEmbedded(_ text: String) -> String? {
    guard let first = text.utf8.first(where: { !$0.isJSONWhitespace }),
      first == UInt8(ascii: "{") || first == UInt8(ascii: "[") || first == UInt8(ascii: "\"")
    else { return nil }
    guard let value = try? JSONValue(parsing: Array(text.utf8)) else {
      return text.lowercased().contains("password") || text.contains("\\u") ? placeholder : nil
    }
    return redacted(value).map { String(decoding: $0.serialized(), as: UTF8.self) }
  }

  /// Whether one of a name's parts is `password`: `password`, `urn:…:User:password`,
  /// `password[type eq "x"].value`.
  static func namesPassword(_ name: some StringProtocol) -> Bool {
    // How much of the word the part so far is; nil once it is another.
    var matched: Int? = 0
    for byte in name.utf8 {
      if !byte.isNamePart {
        if matched == password.count { return true }
        matched = 0
      } else if let length = matched {
        matched = length < password.count && byte.asciiLowercased == password[length] ? length + 1 : nil
      }
    }
    return matched == password.count
  }

  private static let password = Array("password".utf8)

  private static func mentionsPassword(_ value: JSONValue) -> Bool {
    switch value {
    case .string(let text): namesPassword(text)
    case .array(let elements): elements.contains(where: mentionsPassword)
    case .object(let object):
      object.members.contains { namesPassword($0.name) || mentionsPassword($0.value) }
    case .null, .bool, .number: false
    }
  }

  private static func isOperationMember(_ name: String) -> Bool {
    ["op", "path", "schemas"].contains { name.equalsIgnoringASCIICase($0) }
  }

  private static func isExpressionMember(_ name: String) -> Bool {
    ["path", "filter"].contains { name.equalsIgnoringASCIICase($0) }
  }
}

extension UInt8 {
  /// A letter, digit, `-`, `_` or `$`, or a byte beyond ASCII.
  var isNamePart: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...0xFF: true
    case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "$"): true
    default: false
    }
  }

  fileprivate var isJSONWhitespace: Bool {
    switch self {
    case 0x20, 0x09, 0x0A, 0x0D: true
    default: false
    }
  }
}
