package import Foundation

extension People {
  /// Writes the first people as JSON Lines, a megabyte at a time.
  ///
  /// - Returns: How many bytes they are.
  @discardableResult
  package func write(_ count: Int, to output: FileHandle) throws -> Int {
    let most = 1 << 20
    var bytes: [UInt8] = []
    bytes.reserveCapacity(most + 4096)
    var written = 0
    for index in 0..<count {
      append(index, to: &bytes)
      bytes.append(UInt8(ascii: "\n"))
      if bytes.count >= most || index == count - 1 {
        try output.write(contentsOf: Data(bytes))
        written += bytes.count
        bytes.removeAll(keepingCapacity: true)
      }
    }
    return written
  }

  /// Writes the first people into a new file.
  ///
  /// - Returns: How many bytes they are.
  @discardableResult
  package func write(_ count: Int, to path: String) throws -> Int {
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let output = FileHandle(forWritingAtPath: path)
    else { throw BenchmarkError.notWritable(path: path) }
    let written = try write(count, to: output)
    try output.close()
    return written
  }
}
