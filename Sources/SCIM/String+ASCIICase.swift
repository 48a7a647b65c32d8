extension StringProtocol {
  /// Whether two names are equal when the case of ASCII letters is ignored.
  ///
  /// Attribute names, schema URIs and operators are ASCII; values are compared elsewhere.
  public func equalsIgnoringASCIICase(_ other: some StringProtocol) -> Bool {
    let left = utf8
    let right = other.utf8
    return left.count == right.count
      && zip(left, right).allSatisfy { $0.asciiLowercased == $1.asciiLowercased }
  }
}

extension String {
  /// The same for whole strings, which name lookups compare by the dozen for each request.
  public func equalsIgnoringASCIICase(_ other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    let (left, right) = (utf8Span.span, other.utf8Span.span)
    for index in left.indices where left[index].asciiLowercased != right[index].asciiLowercased {
      return false
    }
    return true
  }
}

extension UInt8 {
  var asciiLowercased: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }
}
