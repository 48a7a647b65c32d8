import Merkle

/// Leaf hashes and the nodes a frontier reported, as a log would keep them.
struct StoredTree: MerkleNodeSource {
  struct Missing: Error {}

  private(set) var frontier = Frontier()
  private var levels: [[MerkleHash]] = [[]]

  init(_ leaves: [MerkleHash] = []) {
    for leaf in leaves { append(leaf) }
  }

  var nodeCount: Int { levels.dropFirst().reduce(0) { $0 + $1.count } }

  mutating func append(_ leaf: MerkleHash) {
    levels[0].append(leaf)
    frontier.append(leaf) { level, index, hash in
      if levels.count == level { levels.append([]) }
      // A node out of order lands in the wrong place, and every proof over it fails.
      levels[level].append(hash)
      if levels[level].count != Int(index) + 1 { levels[level].removeAll() }
    }
  }

  func node(level: Int, index: UInt64) throws -> MerkleHash {
    guard level < levels.count, index < levels[level].count else { throw Missing() }
    return levels[level][Int(index)]
  }
}

/// Any number of leaves, all of the same hash: a node depends on its level alone.
struct UniformTree: MerkleNodeSource {
  private var levels = [MerkleHasher.leaf(Array("same".utf8))]

  init() {
    for _ in 1..<64 {
      let child = levels[levels.count - 1]
      levels.append(MerkleHasher.node(child, child))
    }
  }

  func node(level: Int, index: UInt64) -> MerkleHash { levels[level] }
}

/// The definition in RFC 9162 §2.1.1, word for word.
func definedRoot(_ leaves: ArraySlice<MerkleHash>) -> MerkleHash {
  guard let first = leaves.first else { return MerkleHasher.emptyRoot }
  guard leaves.count > 1 else { return first }
  var half = 1
  while half * 2 < leaves.count { half *= 2 }
  let middle = leaves.startIndex + half
  return MerkleHasher.node(definedRoot(leaves[..<middle]), definedRoot(leaves[middle...]))
}

func numberedLeaves(_ count: Int) -> [MerkleHash] {
  (0..<count).map { MerkleHasher.leaf(Array("record \($0)".utf8)) }
}

func bytes(hex: String) -> [UInt8] {
  let digits = hex.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

func hash(hex: String) throws -> MerkleHash {
  guard let hash = MerkleHash(bytes: bytes(hex: hex)) else { throw StoredTree.Missing() }
  return hash
}

extension MerkleHash {
  /// This hash with one bit turned.
  func flipped(bit: Int) -> MerkleHash {
    var bytes = bytes
    bytes[bit / 8] ^= 1 << (bit % 8)
    return MerkleHash(bytes: bytes) ?? self
  }
}

/// The path with something wrong with it: each way a proof can be damaged.
func damaged(_ path: [MerkleHash]) -> [[MerkleHash]] {
  let extra = MerkleHasher.emptyRoot
  var paths = [path + [extra], [extra] + path]
  for position in path.indices {
    var changed = path
    changed[position] = path[position].flipped(bit: position * 37 % 256)
    paths.append(changed)
    var shortened = path
    shortened.remove(at: position)
    paths.append(shortened)
    if position > 0 {
      var swapped = path
      swapped.swapAt(position - 1, position)
      paths.append(swapped)
    }
  }
  return paths
}
