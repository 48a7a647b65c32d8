import Merkle
import Testing

@Suite struct MerkleProofTests {
  private static let leaves = numberedLeaves(64)
  private static let tree = StoredTree(leaves)

  private static func root(_ size: Int) throws -> MerkleHash {
    try MerkleTree.root(size: UInt64(size), from: tree)
  }

  private static func publishedTree() -> StoredTree {
    StoredTree(PublishedVectors.records.map { MerkleHasher.leaf(bytes(hex: $0)) })
  }

  @Test func `The published inclusion proof is made and verified`() throws {
    let tree = Self.publishedTree()
    let path = try MerkleTree.inclusionProof(index: 5, size: 8, from: tree)
    #expect(path.map(\.description) == PublishedVectors.sixthLeafPath)
    #expect(
      MerkleTree.verifyInclusion(
        index: 5, size: 8, leaf: try hash(hex: PublishedVectors.sixthLeaf), path: path,
        root: try hash(hex: PublishedVectors.roots[8])))
  }

  @Test(arguments: PublishedVectors.consistency)
  func `Published consistency proofs are made and verified`(_ vector: PublishedVectors.Consistency) throws {
    let tree = Self.publishedTree()
    let path = try MerkleTree.consistencyProof(from: vector.first, to: vector.second, from: tree)
    #expect(path.map(\.description) == vector.path)
    #expect(
      MerkleTree.verifyConsistency(
        from: vector.first, to: vector.second,
        firstRoot: try hash(hex: PublishedVectors.roots[Int(vector.first)]),
        secondRoot: try hash(hex: PublishedVectors.roots[Int(vector.second)]), path: path))
  }

  @Test(arguments: 1...64)
  func `Every leaf's inclusion is proved, and no damaged proof passes`(size: Int) throws {
    let root = try Self.root(size)
    for index in 0..<size {
      let leaf = Self.leaves[index]
      let path = try MerkleTree.inclusionProof(index: UInt64(index), size: UInt64(size), from: Self.tree)
      func verify(
        index: Int = index, size: Int = size, leaf: MerkleHash = leaf, path: [MerkleHash] = path,
        root: MerkleHash = root
      ) -> Bool {
        MerkleTree.verifyInclusion(
          index: UInt64(index), size: UInt64(size), leaf: leaf, path: path, root: root)
      }
      var passed = 0
      for changed in damaged(path) where verify(path: changed) { passed += 1 }
      for other in 0..<size + 2 where other != index && verify(index: other) { passed += 1 }
      if verify(leaf: leaf.flipped(bit: index)) { passed += 1 }
      if verify(root: root.flipped(bit: index)) { passed += 1 }
      if verify(size: 0) { passed += 1 }
      #expect(verify(), "leaf \(index) of \(size)")
      #expect(passed == 0, "leaf \(index) of \(size)")
    }
  }

  @Test(arguments: 1...64)
  func `Every earlier tree's consistency is proved, and no damaged proof passes`(second: Int) throws {
    let secondRoot = try Self.root(second)
    for first in 1...second {
      let firstRoot = try Self.root(first)
      let path = try MerkleTree.consistencyProof(
        from: UInt64(first), to: UInt64(second), from: Self.tree)
      func verify(
        first: Int = first, firstRoot: MerkleHash = firstRoot, secondRoot: MerkleHash = secondRoot,
        path: [MerkleHash] = path
      ) -> Bool {
        MerkleTree.verifyConsistency(
          from: UInt64(first), to: UInt64(second), firstRoot: firstRoot, secondRoot: secondRoot,
          path: path)
      }
      var passed = 0
      for changed in damaged(path) where verify(path: changed) { passed += 1 }
      if verify(firstRoot: firstRoot.flipped(bit: first)) { passed += 1 }
      if verify(secondRoot: secondRoot.flipped(bit: first)) { passed += 1 }
      if first < second, verify(firstRoot: secondRoot, secondRoot: firstRoot) { passed += 1 }
      if verify(first: 0) { passed += 1 }
      if verify(first: second + 1) { passed += 1 }
      #expect(verify(), "from \(first) to \(second)")
      #expect(passed == 0, "from \(first) to \(second)")
      if first == second { #expect(path.isEmpty) }
    }
  }

  @Test func `A rewritten history isn't consistent with the one before`() throws {
    var leaves = Self.leaves
    let before = try Self.root(40)
    leaves[17] = MerkleHasher.leaf(Array("another record".utf8))
    let rewritten = StoredTree(leaves)
    let path = try MerkleTree.consistencyProof(from: 40, to: 64, from: rewritten)
    #expect(
      !MerkleTree.verifyConsistency(
        from: 40, to: 64, firstRoot: before, secondRoot: rewritten.frontier.root, path: path))
  }

  private static let largestSizes: [UInt64] = [.max, .max - 1, 1 << 63, 1 << 63 + 1, 1 << 63 - 1]

  @Test(arguments: largestSizes)
  func `The largest sizes are proved like the small ones`(size: UInt64) throws {
    let tree = UniformTree()
    let root = try MerkleTree.root(size: size, from: tree)
    for index in [0, 1, size / 3, size - 2, size - 1] {
      let path = try MerkleTree.inclusionProof(index: index, size: size, from: tree)
      #expect(
        MerkleTree.verifyInclusion(
          index: index, size: size, leaf: tree.node(level: 0, index: index), path: path, root: root))
    }
    for first in [1, 2, size / 3, size - 1, size] {
      let path = try MerkleTree.consistencyProof(from: first, to: size, from: tree)
      let firstRoot = try MerkleTree.root(size: first, from: tree)
      #expect(
        MerkleTree.verifyConsistency(
          from: first, to: size, firstRoot: firstRoot, secondRoot: root, path: path))
    }
  }

  @Test func `Proofs no tree can give are refused with the reason`() throws {
    #expect(throws: MerkleProofError.indexOutOfRange(index: 8, size: 8)) {
      try MerkleTree.inclusionProof(index: 8, size: 8, from: Self.tree)
    }
    #expect(throws: MerkleProofError.indexOutOfRange(index: 0, size: 0)) {
      try MerkleTree.inclusionProof(index: 0, size: 0, from: Self.tree)
    }
    #expect(throws: MerkleProofError.sizesOutOfOrder(first: 0, second: 8)) {
      try MerkleTree.consistencyProof(from: 0, to: 8, from: Self.tree)
    }
    #expect(throws: MerkleProofError.sizesOutOfOrder(first: 9, second: 8)) {
      try MerkleTree.consistencyProof(from: 9, to: 8, from: Self.tree)
    }
    #expect(MerkleProofError.indexOutOfRange(index: 8, size: 8).description.contains("below the size"))
  }

  @Test func `A node the source lacks fails the proof with the source's error`() throws {
    #expect(throws: StoredTree.Missing.self) {
      try MerkleTree.inclusionProof(index: 1, size: 65, from: Self.tree)
    }
    #expect(throws: StoredTree.Missing.self) { try MerkleTree.root(size: 65, from: Self.tree) }
    #expect(try MerkleTree.root(size: 0, from: StoredTree()) == MerkleHasher.emptyRoot)
  }

  @Test func `A source may be noncopyable`() throws {
    struct Borrowed: ~Copyable, MerkleNodeSource {
      let tree: StoredTree
      func node(level: Int, index: UInt64) throws -> MerkleHash { try tree.node(level: level, index: index) }
    }
    let source = Borrowed(tree: Self.tree)
    #expect(try MerkleTree.root(size: 64, from: source) == Self.root(64))
  }
}
