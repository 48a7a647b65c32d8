import Glibc

/// What must hold of a data file before LMDB may map it.
///
/// LMDB believes what the file says, and a page past the end of the file is a SIGBUS. The layout is that of
/// LMDB's data version 1 on 64-bit little-endian machines: two meta pages, of which a commit overwrites the
/// older, then the pages of B+trees. Bits that flipped inside pages are not seen here; whoever stores
/// records stores a hash with each.
struct DataFile: ~Copyable {
  private let file: FileDescriptor

  private init(_ path: String) throws(LMDBError) {
    do {
      file = try FileDescriptor(opening: path, O_RDONLY)
    } catch let error where error.code == .system(ENOENT) {
      throw LMDBError(.notAnEnvironment, operation: "open", path: path, detail: "the file is missing")
    }
  }

  static func length(of path: String) throws(LMDBError) -> Int {
    Int(try FileDescriptor(opening: path, O_RDONLY).status().st_size)
  }

  /// Refuses a file that LMDB could not be trusted with.
  ///
  /// - Throws: ``LMDBError/Code/notAnEnvironment``, ``LMDBError/Code/versionMismatch``,
  ///   ``LMDBError/Code/truncated`` or ``LMDBError/Code/corrupted``.
  static func check(_ path: String) throws(LMDBError) {
    let data = try DataFile(path)
    var meta = try data.newestMeta()
    while true {
      do throws(LMDBError) {
        return try data.checkLength(meta)
      } catch {
        // Another process may be writing: what we read is judged only if no commit came in between.
        let newer = try data.newestMeta()
        guard newer.transactionID != meta.transactionID else { throw error }
        meta = newer
      }
    }
  }

  func failure(_ code: LMDBError.Code, _ detail: String) -> LMDBError {
    LMDBError(code, operation: "open", path: file.path, detail: detail)
  }

  func page(_ number: UInt64, size: Int) throws(LMDBError) -> [UInt8] {
    let (offset, isTooLarge) = Int(clamping: number).multipliedReportingOverflow(by: size)
    let bytes = isTooLarge ? [] : try file.bytes(at: offset, count: size)
    guard bytes.count == size else { throw failure(.truncated, "page \(number) is past the end") }
    return bytes
  }

  private func newestMeta() throws(LMDBError) -> Meta {
    let first = try meta(at: 0, number: 0)
    let second = try meta(at: first.pageSize, number: 1)
    guard first.pageSize == second.pageSize else {
      throw failure(.corrupted, "page sizes \(first.pageSize) and \(second.pageSize)")
    }
    let newest = second.transactionID > first.transactionID ? second : first
    // Commits alternate between the meta pages, and LMDB finds the one it needs by the id's lowest bit.
    let isInPlace = newest.transactionID & 1 == (second.transactionID > first.transactionID ? 1 : 0)
    guard isInPlace else {
      throw failure(.corrupted, "transaction \(newest.transactionID) on the wrong meta page")
    }
    // Of the older page no more is asked: a commit that failed leaves it half overwritten.
    for root in [newest.freeRoot, newest.mainRoot] where root != .max {
      guard root >= 2, root <= newest.lastPage else {
        throw failure(.corrupted, "root page \(root), last page \(newest.lastPage)")
      }
    }
    return newest
  }

  private func meta(at offset: Int, number: UInt64) throws(LMDBError) -> Meta {
    let bytes = try file.bytes(at: offset, count: Meta.length)
    guard bytes.count == Meta.length else {
      if offset == 0, bytes.count >= 20, bytes.integer(at: 16, as: UInt32.self) != Meta.magic {
        throw failure(.notAnEnvironment, "meta page \(number) lacks LMDB's magic number")
      }
      throw failure(.truncated, "\(offset &+ bytes.count) bytes end within meta page \(number)")
    }
    let meta = Meta(bytes)
    guard bytes.integer(at: 16, as: UInt32.self) == Meta.magic else {
      throw failure(.notAnEnvironment, "meta page \(number) lacks LMDB's magic number")
    }
    let version = bytes.integer(at: 20, as: UInt32.self)
    guard version == 1 else { throw failure(.versionMismatch, "data version \(version), not 1") }
    guard bytes.integer(at: 10, as: UInt16.self) & 0x08 != 0 else {
      throw failure(.notAnEnvironment, "page \(number) is not a meta page")
    }
    guard meta.pageSize.nonzeroBitCount == 1, (512...32768).contains(meta.pageSize) else {
      throw failure(.corrupted, "page size \(meta.pageSize)")
    }
    return meta
  }

  private func checkLength(_ meta: Meta) throws(LMDBError) {
    let length = Int(try file.status().st_size)
    let wholePages = UInt64(length / meta.pageSize)
    guard wholePages <= meta.lastPage else { return }
    // The file may end early if its last pages were taken and given back in one transaction, so that they
    // were never written. They are in the list of free pages then, and LMDB writes them before it reads them.
    let missing = meta.lastPage - wholePages &+ 1
    guard try freePages(from: wholePages, meta) == missing else {
      throw failure(
        .truncated, "\(length) bytes, where \(meta.lastPage) is the last page of \(meta.pageSize)")
    }
  }
}

extension DataFile {
  /// What is needed of a meta page.
  struct Meta {
    static let length = 152
    static let magic: UInt32 = 0xBEEF_C0DE

    let pageSize: Int
    /// Root of the tree of free pages; the largest number if there is none.
    let freeRoot: UInt64
    /// Root of the tree that holds the tables.
    let mainRoot: UInt64
    let lastPage: UInt64
    let transactionID: UInt64

    init(_ bytes: [UInt8]) {
      pageSize = Int(bytes.integer(at: 40, as: UInt32.self))
      freeRoot = bytes.integer(at: 80, as: UInt64.self)
      mainRoot = bytes.integer(at: 128, as: UInt64.self)
      lastPage = bytes.integer(at: 136, as: UInt64.self)
      transactionID = bytes.integer(at: 144, as: UInt64.self)
    }
  }
}

extension [UInt8] {
  /// The little-endian integer at an offset; bytes past the end count as zero.
  func integer<Value: FixedWidthInteger & UnsignedInteger>(at offset: Int, as: Value.Type) -> Value {
    var value: Value = 0
    for index in (0..<Value.bitWidth / 8).reversed() {
      let position = offset &+ index
      value = value << 8 | (indices.contains(position) ? Value(self[position]) : 0)
    }
    return value
  }
}
