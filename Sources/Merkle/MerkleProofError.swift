/// A proof was asked for that no tree can give.
public enum MerkleProofError: Error, Sendable, Hashable {
  /// The leaf's index isn't below the size of the tree.
  case indexOutOfRange(index: UInt64, size: UInt64)

  /// The earlier size isn't between 1 and the later size.
  case sizesOutOfOrder(first: UInt64, second: UInt64)
}

extension MerkleProofError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .indexOutOfRange(let index, let size):
      "No leaf \(index) in a tree of \(size): the index must be below the size."
    case .sizesOutOfOrder(let first, let second):
      "No consistency proof from size \(first) to size \(second): "
        + "the first must be at least 1 and at most the second."
    }
  }
}
