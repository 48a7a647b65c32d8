import Glibc

@testable import LMDB

/// Whole files.
enum Bytes {
  static func read(_ path: String) throws -> [UInt8] {
    let file = try FileDescriptor(opening: path, O_RDONLY)
    return try file.bytes(at: 0, count: Int(file.status().st_size))
  }

  static func write(_ bytes: ArraySlice<UInt8>, to path: String) throws {
    let file = try FileDescriptor(opening: path, O_WRONLY | O_CREAT | O_TRUNC, mode: 0o600)
    try unsafe Array(bytes).withUnsafeBytes { buffer in
      guard unsafe pwrite(file.rawValue, buffer.baseAddress, buffer.count, 0) == buffer.count else {
        throw LMDBError.last("pwrite", path: path)
      }
    }
  }
}

enum DataFileCheck {
  /// The check alone, without LMDB after it.
  static func run(_ path: String) throws { try DataFile.check(path) }
}
