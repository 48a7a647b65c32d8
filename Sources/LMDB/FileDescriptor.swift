import Glibc

/// An open file or directory, closed at the end of its life.
struct FileDescriptor: ~Copyable {
  let rawValue: Int32
  let path: String

  init(opening path: String, _ flags: Int32, mode: mode_t = 0) throws(LMDBError) {
    var descriptor: Int32
    repeat {
      descriptor = unsafe open(path, flags | O_CLOEXEC, mode)
    } while descriptor < 0 && errno == EINTR
    guard descriptor >= 0 else { throw .last("open", path: path) }
    self.rawValue = descriptor
    self.path = path
  }

  deinit { close(rawValue) }

  /// Waits until the content and the length, or a directory's entries, are on the device.
  func synchronize() throws(LMDBError) {
    guard fsync(rawValue) == 0 else { throw .last("fsync", path: path) }
  }

  func status() throws(LMDBError) -> stat {
    var status = stat()
    guard unsafe fstat(rawValue, &status) == 0 else { throw .last("fstat", path: path) }
    return status
  }

  /// Bytes of the file from an offset: as many as asked for, or fewer where the file ends.
  func bytes(at offset: Int, count: Int) throws(LMDBError) -> [UInt8] {
    var failure: LMDBError?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: max(count, 0)) { buffer, filled in
      while filled < buffer.count {
        // `filled` is below the buffer's count, so the address stays inside it.
        let got = unsafe pread(
          rawValue, buffer.baseAddress.map { unsafe $0 + filled }, buffer.count - filled, offset &+ filled)
        if got < 0, errno == EINTR { continue }
        if got < 0 { failure = .last("pread", path: path) }
        if got <= 0 { break }
        filled += got
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Makes these bytes the whole content.
  func replaceContent(with text: String) throws(LMDBError) {
    guard ftruncate(rawValue, 0) == 0 else { throw .last("ftruncate", path: path) }
    let bytes = [UInt8](text.utf8)
    let written = unsafe bytes.withUnsafeBytes { unsafe pwrite(rawValue, $0.baseAddress, $0.count, 0) }
    guard written == bytes.count else { throw .last("pwrite", path: path) }
  }

  /// Takes the advisory lock of the open file without waiting; it lasts until ``unlock()``, or until the
  /// descriptor and what child processes inherited of it are closed.
  ///
  /// - Returns: False if another open file has it.
  func lock() throws(LMDBError) -> Bool {
    if flock(rawValue, LOCK_EX | LOCK_NB) == 0 { return true }
    if errno == EWOULDBLOCK { return false }
    throw .last("flock", path: path)
  }

  /// Gives the lock up, whoever else has inherited the open file.
  func unlock() { _ = flock(rawValue, LOCK_UN) }
}
