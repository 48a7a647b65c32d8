/// Whether a reference of the source stands in the target.
public enum ReferenceState: UInt8, Sendable, CaseIterable {
  /// Not yet in the target.
  case wanted = 1
  case exported = 2
  /// Gone from the source and still to be removed from the target.
  case unwanted = 3
}

/// References of one attribute that came and went.
public struct ReferenceDelta: Sendable, Hashable {
  public var added: [String]
  public var removed: [String]

  public init(added: [String] = [], removed: [String] = []) {
    self.added = added
    self.removed = removed
  }

  public var isEmpty: Bool { added.isEmpty && removed.isEmpty }
}
