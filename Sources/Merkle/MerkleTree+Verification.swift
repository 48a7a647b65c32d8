extension MerkleTree {
  /// Whether `path` shows `leaf` to be leaf `index` under `root`, the root of `size` leaves
  /// (RFC 9162 §2.1.3.2).
  ///
  /// Index, leaf and path may come from anyone. Size and root must come together from a source that is
  /// trusted, such as a signed checkpoint: the proof doesn't bind the size by itself.
  public static func verifyInclusion(
    index: UInt64, size: UInt64, leaf: MerkleHash, path: [MerkleHash], root: MerkleHash
  ) -> Bool {
    guard index < size else { return false }
    var walk = Walk(index: index, last: size - 1)
    var hash = leaf
    for sibling in path {
      switch walk.step() {
      case .left: hash = MerkleHasher.node(sibling, hash)
      case .right: hash = MerkleHasher.node(hash, sibling)
      case nil: return false
      }
    }
    return walk.isAtRoot && hash == root
  }

  /// Whether `path` shows the tree of `first` leaves to be the beginning of the tree of `second`
  /// (RFC 9162 §2.1.4.2).
  ///
  /// Nothing follows from the empty tree, so a `first` of 0 is refused.
  public static func verifyConsistency(
    from first: UInt64, to second: UInt64, firstRoot: MerkleHash, secondRoot: MerkleHash,
    path: [MerkleHash]
  ) -> Bool {
    guard first > 0, first <= second else { return false }
    if first == second { return path.isEmpty && firstRoot == secondRoot }
    guard let seed = path.first else { return false }
    var walk = Walk(index: first - 1, last: second - 1)
    walk.skipCompleted()
    // A power of two is one perfect subtree, whose hash is the first root and isn't sent.
    let isSent = first.nonzeroBitCount != 1
    var earlier = isSent ? seed : firstRoot
    var later = earlier
    for sibling in path.dropFirst(isSent ? 1 : 0) {
      switch walk.step() {
      case .left:
        earlier = MerkleHasher.node(sibling, earlier)
        later = MerkleHasher.node(sibling, later)
      case .right: later = MerkleHasher.node(later, sibling)
      case nil: return false
      }
    }
    return walk.isAtRoot && earlier == firstRoot && later == secondRoot
  }

  /// The way from a node up to the root.
  private struct Walk {
    enum Side { case left, right }

    /// The position of the node on its level.
    var index: UInt64

    /// The position of the last node on that level.
    var last: UInt64

    var isAtRoot: Bool { last == 0 }

    /// Climbs to the next node with two children and tells on which side the sibling was; `nil` at the
    /// root.
    mutating func step() -> Side? {
      guard !isAtRoot else { return nil }
      defer { climb() }
      guard index & 1 == 1 || index == last else { return .right }
      // The last node of a level has no sibling until it is a right child.
      while index & 1 == 0, index != 0 { climb() }
      return .left
    }

    /// Climbs while the node is a right child: the earlier tree is complete up to there.
    mutating func skipCompleted() {
      while index & 1 == 1 { climb() }
    }

    private mutating func climb() {
      index >>= 1
      last >>= 1
    }
  }
}
