import Merkle
import Testing

@Suite struct FrontierTests {
  @Test(arguments: 0...8)
  func `The first published records have their published root`(size: Int) throws {
    var frontier = Frontier()
    for record in PublishedVectors.records.prefix(size) {
      frontier.append(MerkleHasher.leaf(bytes(hex: record))) { _, _, _ in }
    }
    #expect(frontier.root.description == PublishedVectors.roots[size])
  }

  @Test func `Each root up to 300 leaves is the one the definition gives`() throws {
    let leaves = numberedLeaves(300)
    var tree = StoredTree()
    #expect(tree.frontier.root == MerkleHasher.emptyRoot)
    for (index, leaf) in leaves.enumerated() {
      tree.append(leaf)
      let size = index + 1
      let root = definedRoot(leaves[..<size])
      #expect(tree.frontier.size == UInt64(size))
      #expect(tree.frontier.hashes.count == size.nonzeroBitCount)
      #expect(tree.frontier.root == root)
      #expect(try MerkleTree.root(size: UInt64(size), from: tree) == root)
      #expect(tree.nodeCount == size - size.nonzeroBitCount)
    }
  }

  @Test func `Each completed subtree is reported once, lowest first, with its hash`() throws {
    let leaves = numberedLeaves(64)
    var frontier = Frontier()
    var reported: Set<[UInt64]> = []
    for (position, leaf) in leaves.enumerated() {
      var expectedLevel = 1
      frontier.append(leaf) { level, index, hash in
        #expect(level == expectedLevel)
        #expect(reported.insert([UInt64(level), index]).inserted)
        let end = (Int(index) + 1) << level
        #expect(end == position + 1)
        #expect(hash == definedRoot(leaves[Int(index) << level..<end]))
        expectedLevel += 1
      }
    }
    #expect(reported.count == 63)
  }

  @Test func `A frontier whose node can't be stored stays as it was`() throws {
    struct Full: Error {}
    var frontier = StoredTree(numberedLeaves(7)).frontier
    let before = frontier
    #expect(throws: Full.self) {
      try frontier.append(MerkleHasher.emptyRoot) { level, _, _ in if level == 3 { throw Full() } }
    }
    #expect(frontier == before)
  }

  @Test(arguments: [0, 1, 2, 3, 7, 8, 63, 64, 255, 300])
  func `A frontier survives being stored, and goes on as before`(size: Int) throws {
    var frontier = StoredTree(numberedLeaves(size)).frontier
    var restored = try #require(Frontier(encoded: frontier.encoded))
    #expect(restored == frontier)
    #expect(frontier.encoded.count == 8 + 32 * size.nonzeroBitCount)
    frontier.append(MerkleHasher.emptyRoot) { _, _, _ in }
    restored.append(MerkleHasher.emptyRoot) { _, _, _ in }
    #expect(restored == frontier)
  }

  @Test func `The stored form is the size, big-endian, then the hashes from the left`() throws {
    let leaves = numberedLeaves(3)
    let expected =
      [0, 0, 0, 0, 0, 0, 0, 3] + MerkleHasher.node(leaves[0], leaves[1]).bytes + leaves[2].bytes
    #expect(StoredTree(leaves).frontier.encoded == expected)
  }

  @Test func `Bytes that aren't a frontier are refused`() {
    let encoded = StoredTree(numberedLeaves(7)).frontier.encoded
    for length in 0..<encoded.count {
      #expect(Frontier(encoded: Array(encoded.prefix(length))) == nil)
    }
    #expect(Frontier(encoded: encoded + [0]) == nil)
    var otherSize = encoded
    otherSize[7] = 8
    #expect(Frontier(encoded: otherSize) == nil)
    let largest = [UInt8](repeating: 0xff, count: 8 + 64 * 32)
    #expect(Frontier(encoded: largest) == nil)
    #expect(Frontier(encoded: [0x80, 0, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 32)) == nil)
  }

  @Test func `The largest frontier that can be stored still takes a leaf`() throws {
    let bytes = [0x7f] + [UInt8](repeating: 0xff, count: 7 + 63 * 32)
    var frontier = try #require(Frontier(encoded: bytes))
    var levels: [Int] = []
    frontier.append(MerkleHasher.emptyRoot) { level, _, _ in levels.append(level) }
    #expect(levels == Array(1...63))
    #expect(frontier.size == 1 << 63)
    #expect(frontier.hashes.count == 1)
  }
}
