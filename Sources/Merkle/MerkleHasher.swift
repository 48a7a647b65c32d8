import Crypto

/// The three hashes a Merkle tree is made of (RFC 9162 §2.1.1, with SHA-256).
///
/// Leaves and nodes are hashed behind different prefix bytes, so that no node can pass for a record.
public enum MerkleHasher {
  /// The root of a tree without leaves: SHA-256 of nothing.
  public static let emptyRoot = MerkleHash(SHA256().finalize())

  // A copy of a hasher that has taken the prefix saves one update a hash.
  private static let leafPrefix = hasher(after: 0x00)
  private static let nodePrefix = hasher(after: 0x01)

  /// The hash of a record, `SHA-256(0x00 ‖ record)`, read from the array in place: the cheapest way.
  public static func leaf(_ record: [UInt8]) -> MerkleHash {
    var hasher = leafPrefix
    hasher.update(data: record)
    return MerkleHash(hasher.finalize())
  }

  /// The hash of a record, `SHA-256(0x00 ‖ record)`, read from the slice in place.
  public static func leaf(_ record: ArraySlice<UInt8>) -> MerkleHash {
    var hasher = leafPrefix
    hasher.update(data: record)
    return MerkleHash(hasher.finalize())
  }

  /// The hash of a record, `SHA-256(0x00 ‖ record)`.
  ///
  /// The record is copied once: the hash function has no safe way to read a span. Where the bytes are
  /// in an array already, pass the array.
  public static func leaf(_ record: Span<UInt8>) -> MerkleHash {
    leaf(
      [UInt8](capacity: record.count) { output in
        for index in record.indices { output.append(record[index]) }
      })
  }

  /// The hash of a node, `SHA-256(0x01 ‖ left ‖ right)`.
  public static func node(_ left: MerkleHash, _ right: MerkleHash) -> MerkleHash {
    var children: [UInt8] = []
    children.reserveCapacity(2 * MerkleHash.byteCount)
    left.append(to: &children)
    right.append(to: &children)
    var hasher = nodePrefix
    hasher.update(data: children)
    return MerkleHash(hasher.finalize())
  }

  private static func hasher(after prefix: UInt8) -> SHA256 {
    var hasher = SHA256()
    hasher.update(data: [prefix])
    return hasher
  }
}
