// Inlinable, since other modules write their keys with it and would otherwise run it unspecialised.
extension FixedWidthInteger {
  @inlinable package var bigEndianBytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.bitWidth / 8)
    appendBigEndian(to: &bytes)
    return bytes
  }

  @inlinable package func appendBigEndian(to bytes: inout [UInt8]) {
    bytes.append(addingCapacity: Self.bitWidth / 8) { output in
      var shift = Self.bitWidth - 8
      while shift >= 0 {
        output.append(UInt8(truncatingIfNeeded: self >> Self(shift)))
        shift -= 8
      }
    }
  }

  /// Reads an integer whose bytes are known to lie inside `bytes`; the caller has checked the length.
  @inlinable package init(bigEndian bytes: Span<UInt8>, at offset: Int) {
    var value: Self = 0
    for index in offset..<(offset + Self.bitWidth / 8) {
      value = (value << 8) | Self(truncatingIfNeeded: bytes[index])
    }
    self = value
  }
}
