/// Which way results are sorted (RFC 7644 §3.4.2.3).
public enum SortOrder: String, Sendable, Hashable {
  case ascending
  case descending

  /// Reads `sortOrder`, in any case; ascending where there is none.
  ///
  /// - Throws: `invalidValue` for any other word.
  public init(_ text: String?) throws(SCIMError) {
    guard let text, !text.isEmpty else {
      self = .ascending
      return
    }
    guard let order = SortOrder(rawValue: text.lowercased()) else {
      throw .invalidValue("sortOrder must be ascending or descending.")
    }
    self = order
  }
}
