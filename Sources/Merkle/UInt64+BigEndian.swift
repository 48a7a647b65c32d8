extension UInt64 {
  /// Reads eight bytes from `offset`; the caller has checked that they are there.
  init(bigEndian bytes: Span<UInt8>, at offset: Int) {
    var value: UInt64 = 0
    for index in offset..<offset + 8 { value = value << 8 | UInt64(bytes[index]) }
    self = value
  }

  /// Reads the next eight bytes; bytes past the end count as zero.
  init(bigEndian bytes: inout some IteratorProtocol<UInt8>) {
    var value: UInt64 = 0
    for _ in 0..<8 { value = value << 8 | UInt64(bytes.next() ?? 0) }
    self = value
  }

  func appendBigEndian(to output: inout OutputSpan<UInt8>) {
    for shift in stride(from: 56, through: 0, by: -8) {
      output.append(UInt8(truncatingIfNeeded: self >> UInt64(shift)))
    }
  }
}
