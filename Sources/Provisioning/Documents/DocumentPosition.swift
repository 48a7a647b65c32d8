/// A place in a text file.
public struct DocumentPosition: Sendable, Hashable, CustomStringConvertible {
  /// From 1.
  public var line: Int
  /// From 1, in Unicode scalars.
  public var column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  public var description: String { "\(line):\(column)" }
}

/// Finds the line and column of byte offsets in one text.
struct DocumentLines {
  private let bytes: [UInt8]
  private let starts: [Int]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") { starts.append(offset + 1) }
    self.starts = starts
  }

  /// The position of an offset; an offset past the end has the end's.
  func position(at offset: Int) -> DocumentPosition {
    let offset = max(0, min(offset, bytes.count))
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    // A UTF-8 byte of the form 10xxxxxx goes on with a scalar that is counted already.
    let column = bytes[starts[low]..<offset].count { $0 & 0xC0 != 0x80 }
    return DocumentPosition(line: low + 1, column: column + 1)
  }
}
