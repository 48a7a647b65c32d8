import Merkle
import Testing

@Suite struct MerkleHasherTests {
  @Test func `The empty root and leaves have their published hashes`() {
    #expect(
      MerkleHasher.emptyRoot.description
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      MerkleHasher.leaf([UInt8]()).description
        == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
    #expect(
      MerkleHasher.leaf(Array("L123456".utf8)).description
        == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56")
  }

  @Test(arguments: [0, 1, 31, 32, 55, 56, 64, 300, 70_000])
  func `A record has one leaf hash, given as array, slice or span`(count: Int) {
    let record = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    let padded = [0xff] + record + [0xff]
    #expect(MerkleHasher.leaf(record.span) == MerkleHasher.leaf(record))
    #expect(MerkleHasher.leaf(padded[1..<count + 1]) == MerkleHasher.leaf(record))
  }

  @Test func `A leaf made of two hashes isn't their node`() throws {
    let (left, right) = (MerkleHasher.leaf([1]), MerkleHasher.leaf([2]))
    #expect(MerkleHasher.leaf(left.bytes + right.bytes) != MerkleHasher.node(left, right))
    #expect(MerkleHasher.node(left, right) != MerkleHasher.node(right, left))
  }

  @Test func `A hash is read from exactly 32 bytes and gives them back`() throws {
    let bytes = (0..<32).map { UInt8($0 * 7 % 256) }
    let hash = try #require(MerkleHash(bytes: bytes))
    #expect(hash.bytes == bytes)
    #expect(hash.description == "00070e151c232a31383f464d545b626970777e858c939aa1a8afb6bdc4cbd2d9")
    var output: [UInt8] = [9]
    hash.append(to: &output)
    #expect(output == [9] + bytes)
    #expect(MerkleHash(bytes: []) == nil)
    #expect(MerkleHash(bytes: Array(bytes.dropLast())) == nil)
    #expect(MerkleHash(bytes: bytes + [0]) == nil)
  }

  @Test(arguments: 0..<256)
  func `Hashes that differ in any bit differ`(bit: Int) {
    let hash = MerkleHasher.emptyRoot
    #expect(hash.flipped(bit: bit) != hash)
    #expect(hash.flipped(bit: bit).flipped(bit: bit) == hash)
  }
}
