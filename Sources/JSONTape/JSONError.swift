/// Why bytes are not an acceptable JSON text, and where.
///
/// Nothing of the input is in the error or its description, so it may be logged and returned.
public struct JSONError: Error, Sendable, Equatable {
  public enum Code: Sendable, Hashable {
    /// The text ended inside a value.
    case unexpectedEnd
    /// No value starts with this byte.
    case expectedValue
    /// A member has to start with a string.
    case expectedName
    case expectedColon
    /// After an element: `,` or `]`.
    case expectedCommaOrArrayEnd
    /// After a member: `,` or `}`.
    case expectedCommaOrObjectEnd
    /// Something that starts like `true`, `false` or `null` and is not.
    case invalidLiteral
    /// A number outside the grammar of RFC 8259 §6.
    case invalidNumber
    /// A backslash sequence that RFC 8259 §7 does not know.
    case invalidEscape
    /// A `\u` escape of one half of a surrogate pair.
    case loneSurrogate
    /// A byte below 0x20 in a string.
    case controlCharacter
    /// Not UTF-8 (RFC 3629): stray, overlong, surrogate, beyond U+10FFFF, or cut short.
    case invalidUTF8
    case byteOrderMark
    /// Something other than whitespace after the value.
    case trailingBytes
    /// A name that the object already has, once escapes are resolved.
    case duplicateName
    case documentTooLarge(limit: Int)
    case tooDeep(limit: Int)
    case numberTooLong(limit: Int)
    case tooManyValues(limit: Int)
  }

  public var code: Code
  /// Bytes from the start of the document to what was wrong.
  public var offset: Int

  public init(code: Code, offset: Int) {
    self.code = code
    self.offset = offset
  }
}

extension JSONError: CustomStringConvertible {
  public var description: String {
    "invalid JSON at byte \(offset): \(code.explanation)"
  }
}

extension JSONError.Code {
  var explanation: String {
    switch self {
    case .unexpectedEnd: "the text ends before its value does"
    case .expectedValue: "expected an object, array, string, number, true, false or null"
    case .expectedName: "expected a member name in double quotes"
    case .expectedColon: "expected a colon after the member name"
    case .expectedCommaOrArrayEnd: "expected a comma or the end of the array"
    case .expectedCommaOrObjectEnd: "expected a comma or the end of the object"
    case .invalidLiteral: "expected exactly true, false or null, in lower case"
    case .invalidNumber:
      "expected a decimal number: no leading zeros, no plus sign, digits on both sides of the point"
    case .invalidEscape: #"expected one of \" \\ \/ \b \f \n \r \t or \u with four hexadecimal digits"#
    case .loneSurrogate: #"expected both halves of a surrogate pair, high then low, as \u escapes"#
    case .controlCharacter: #"control characters in strings must be escaped, as in \n or \u0000"#
    case .invalidUTF8: "the text is not valid UTF-8"
    case .byteOrderMark: "the text must not start with a byte order mark"
    case .trailingBytes: "expected nothing after the value"
    case .duplicateName: "the object already has a member of this name; names must be unique"
    case .documentTooLarge(let limit): "the document is larger than \(limit) bytes"
    case .tooDeep(let limit): "arrays and objects are nested deeper than \(limit) levels"
    case .numberTooLong(let limit): "the number is longer than \(limit) characters"
    case .tooManyValues(let limit): "the document has more than \(limit) values"
    }
  }
}
