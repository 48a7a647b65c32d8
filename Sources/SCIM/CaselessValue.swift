import Foundation

/// A value as it is compared where `caseExact` is false (RFC 7643 §2.2): lower case, and composed, so
/// that texts which Unicode holds to be the same are the same bytes.
public enum CaselessValue {
  public static func fold(_ value: String) -> String {
    value.utf8.allSatisfy { $0 < 0x80 }
      ? value.lowercased() : value.lowercased().precomposedStringWithCanonicalMapping
  }
}
