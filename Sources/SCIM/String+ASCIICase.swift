extension StringProtocol {
  /// Whether two names are equal when the case of ASCII letters is ignored.
  ///
  /// Attribute names, schema URIs and operators are ASCII; values are compared elsewhere.
  public func equalsIgnoringASCIICase(_ other: some StringProtocol) -> Bool {
    let left = utf8
    let right = other.utf8
    return left.count == right.count && zip(left, right).allSatisfy { $0.asciiLowercased == $1.asciiLowercased }
  }
}

extension UInt8 {
  var asciiLowercased: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }
}
