/// The right edge of a growing tree: what is needed to append a leaf and to state the root.
///
/// It holds one hash for each perfect subtree, largest first, as many as there are one bits in `size`:
/// at most 2 KiB for any log. Appending costs one node hash on average.
public struct Frontier: Sendable, Hashable {
  /// The number of leaves.
  public private(set) var size: UInt64

  /// The roots of the perfect subtrees that make up the tree, from left to right.
  public private(set) var hashes: [MerkleHash]

  /// The frontier of the empty tree.
  public init() {
    size = 0
    hashes = []
  }

  // Only decoding calls this, with as many hashes as `size` has one bits.
  init(size: UInt64, hashes: [MerkleHash]) {
    self.size = size
    self.hashes = hashes
  }

  /// The root of the tree (RFC 9162 §2.1.1); `MerkleHasher.emptyRoot` without leaves.
  public var root: MerkleHash { MerkleHash(joining: hashes) }

  /// Appends a leaf hash and reports each perfect subtree it completes.
  ///
  /// `onNode` gets a node's level (1 is two leaves), its index among the nodes of that level, and its
  /// hash, lowest level first. The nodes reported are those a `MerkleNodeSource` is asked for later,
  /// beside the leaves. If `onNode` throws, the frontier is as it was.
  public mutating func append<Failure: Error>(
    _ leaf: MerkleHash,
    onNode: (_ level: Int, _ index: UInt64, _ hash: MerkleHash) throws(Failure) -> Void
  ) throws(Failure) {
    var hash = leaf
    var index = size
    var merged = 0
    // Each trailing one bit of the size is a perfect subtree that gets its right sibling now.
    while index & 1 == 1 {
      hash = MerkleHasher.node(hashes[hashes.count - 1 - merged], hash)
      merged += 1
      index >>= 1
      try onNode(merged, index, hash)
    }
    hashes.removeLast(merged)
    hashes.append(hash)
    size += 1
  }
}

extension MerkleHash {
  /// The root over neighbouring perfect subtrees, given from left to right and largest first.
  init(joining subtrees: [MerkleHash]) {
    guard var root = subtrees.last else {
      self = MerkleHasher.emptyRoot
      return
    }
    for left in subtrees.dropLast().reversed() { root = MerkleHasher.node(left, root) }
    self = root
  }
}
