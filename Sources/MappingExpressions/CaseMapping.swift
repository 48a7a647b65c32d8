extension Unicode.Scalar {
  /// The small letter, where it is one scalar: .NET's invariant culture, which leaves İ and ı alone.
  var simpleLowercase: Unicode.Scalar {
    if isASCII { return ("A"..."Z").contains(self) ? Self(value + 32) ?? self : self }
    return self == "İ" ? self : Self.single(properties.lowercaseMapping) ?? self
  }

  /// The capital, where it is one scalar: `ß` stays `ß`.
  var simpleUppercase: Unicode.Scalar {
    if isASCII { return ("a"..."z").contains(self) ? Self(value - 32) ?? self : self }
    return self == "ı" ? self : Self.single(properties.uppercaseMapping) ?? self
  }

  private static func single(_ text: String) -> Unicode.Scalar? {
    let scalars = text.unicodeScalars
    return scalars.count == 1 ? scalars.first : nil
  }
}

/// The rules of a culture for capitals and small letters. Turkish and Azeri have an i of their own; all other
/// cultures agree with the invariant one.
struct CaseMapping {
  let isTurkic: Bool

  /// `culture` is a name such as `tr-TR`; `nil` and "" are the invariant culture.
  init(culture: String? = nil) {
    let language = culture?.prefix { $0 != "-" && $0 != "_" }.lowercased()
    isTurkic = language == "tr" || language == "az"
  }

  func lowercase(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if isTurkic, scalar == "I" { return "ı" }
    if isTurkic, scalar == "İ" { return "i" }
    return scalar.simpleLowercase
  }

  func uppercase(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if isTurkic, scalar == "i" { return "İ" }
    if isTurkic, scalar == "ı" { return "I" }
    return scalar.simpleUppercase
  }

  func lowercased(_ text: String) -> String {
    if !isTurkic, text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
    return text.mappingScalars(lowercase)
  }

  func uppercased(_ text: String) -> String {
    if !isTurkic, text.utf8.allSatisfy({ $0 < 0x80 }) { return text.uppercased() }
    return text.mappingScalars(uppercase)
  }
}

extension String {
  func mappingScalars(_ transform: (Unicode.Scalar) -> Unicode.Scalar) -> String {
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars { result.append(transform(scalar)) }
    return String(result)
  }
}
