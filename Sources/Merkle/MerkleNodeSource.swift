/// Where the hashes of a tree are kept.
///
/// A source may be noncopyable and may be a view that can't outlive a transaction.
public protocol MerkleNodeSource: ~Copyable, ~Escapable {
  /// The hash of the perfect subtree over the leaves `index << level ..< (index + 1) << level`.
  ///
  /// Level 0 is the leaf hashes; the levels above are what `Frontier.append` reports. Only subtrees that
  /// are complete at the size a proof is made for are asked for.
  ///
  /// - Throws: The source's own error when the node is missing or can't be read.
  func node(level: Int, index: UInt64) throws -> MerkleHash
}
