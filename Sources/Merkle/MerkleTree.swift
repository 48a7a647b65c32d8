/// Roots and proofs of the tree over the first `size` leaves of a log (RFC 9162 §2.1).
public enum MerkleTree {
  /// The root over the first `size` leaves; `MerkleHasher.emptyRoot` for none.
  public static func root<Source: MerkleNodeSource & ~Copyable & ~Escapable>(
    size: UInt64, from source: borrowing Source
  ) throws -> MerkleHash {
    try subroot(0, size, from: source)
  }

  /// The hashes that lead from leaf `index` to the root over `size` leaves, leaf's sibling first
  /// (RFC 9162 §2.1.3.1).
  ///
  /// - Throws: `MerkleProofError.indexOutOfRange`, or the source's error.
  public static func inclusionProof<Source: MerkleNodeSource & ~Copyable & ~Escapable>(
    index: UInt64, size: UInt64, from source: borrowing Source
  ) throws -> [MerkleHash] {
    guard index < size else { throw MerkleProofError.indexOutOfRange(index: index, size: size) }
    var path: [MerkleHash] = []
    var start: UInt64 = 0
    var end = size
    while end - start > 1 {
      let middle = split(start, end)
      if index < middle {
        path.append(try subroot(middle, end, from: source))
        end = middle
      } else {
        path.append(try subroot(start, middle, from: source))
        start = middle
      }
    }
    return path.reversed()
  }

  /// The hashes that show the tree of `first` leaves to be the beginning of the tree of `second`
  /// (RFC 9162 §2.1.4.1). Between equal sizes the proof is empty.
  ///
  /// - Throws: `MerkleProofError.sizesOutOfOrder`, or the source's error. Nothing is proved from size 0.
  public static func consistencyProof<Source: MerkleNodeSource & ~Copyable & ~Escapable>(
    from first: UInt64, to second: UInt64, from source: borrowing Source
  ) throws -> [MerkleHash] {
    guard first > 0, first <= second else {
      throw MerkleProofError.sizesOutOfOrder(first: first, second: second)
    }
    var path: [MerkleHash] = []
    var start: UInt64 = 0
    var end = second
    while end != first {
      let middle = split(start, end)
      if first <= middle {
        path.append(try subroot(middle, end, from: source))
        end = middle
      } else {
        path.append(try subroot(start, middle, from: source))
        start = middle
      }
    }
    // From the first leaf on, the subtree is the earlier tree itself, whose root the verifier has.
    if start > 0 { path.append(try subroot(start, end, from: source)) }
    return path.reversed()
  }

  /// The root over the leaves `start ..< end`, where `start` is a multiple of a power of two that is no
  /// less than `end - start`.
  private static func subroot<Source: MerkleNodeSource & ~Copyable & ~Escapable>(
    _ start: UInt64, _ end: UInt64, from source: borrowing Source
  ) throws -> MerkleHash {
    var subtrees: [MerkleHash] = []
    var start = start
    while start < end {
      let level = 63 - (end - start).leadingZeroBitCount
      subtrees.append(try source.node(level: level, index: start >> UInt64(level)))
      start += 1 << UInt64(level)
    }
    return MerkleHash(joining: subtrees)
  }

  /// `start` plus the largest power of two below `end - start`, which is at least 2.
  private static func split(_ start: UInt64, _ end: UInt64) -> UInt64 {
    start + 1 << UInt64(63 - (end - start - 1).leadingZeroBitCount)
  }
}
