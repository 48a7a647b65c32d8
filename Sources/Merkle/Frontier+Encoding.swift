extension Frontier {
  /// The stored form: the size as eight big-endian bytes, then each hash, from left to right.
  public var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + hashes.count * MerkleHash.byteCount)
    bytes.append(addingCapacity: 8) { output in size.appendBigEndian(to: &output) }
    for hash in hashes { hash.append(to: &bytes) }
    return bytes
  }

  /// Reads the stored form.
  ///
  /// The result is `nil` unless there are exactly as many hashes as the size has one bits, and for
  /// sizes above `Int64.max`, so that appending can't overflow.
  public init?(encoded bytes: Span<UInt8>) {
    guard bytes.count >= 8 else { return nil }
    let size = UInt64(bigEndian: bytes, at: 0)
    let count = size.nonzeroBitCount
    guard size <= UInt64(Int64.max), bytes.count == 8 + count * MerkleHash.byteCount else { return nil }
    var hashes: [MerkleHash] = []
    hashes.reserveCapacity(count)
    for position in 0..<count {
      let start = 8 + position * MerkleHash.byteCount
      guard let hash = MerkleHash(bytes: bytes.extracting(start..<start + MerkleHash.byteCount))
      else { return nil }
      hashes.append(hash)
    }
    self.init(size: size, hashes: hashes)
  }

  /// Reads the stored form from an array.
  public init?(encoded bytes: [UInt8]) {
    self.init(encoded: bytes.span)
  }
}
