import Glibc

/// This process's claim on an environment's directory, given up at the end of its life.
///
/// LMDB's own locks are of the kind that closing *any* descriptor of the lock file gives up, so a process
/// must not open an environment twice; and two processes that write would wait for each other without a
/// word. Both are refused here.
final class OpenDirectory: Sendable {
  /// The directory itself, for its file system's free space.
  let descriptor: FileDescriptor
  private let identity: Identity
  private let writerLock: FileDescriptor?

  private struct Identity: Hashable {
    let device: UInt64
    let inode: UInt64
  }

  private static let claimed = Locked<Set<Identity>>([])

  init(_ path: String, access: Environment.Options.Access) throws(LMDBError) {
    let descriptor: FileDescriptor
    do {
      descriptor = try FileDescriptor(opening: path, O_RDONLY | O_DIRECTORY)
    } catch let error where error.code == .system(ENOENT) || error.code == .system(ENOTDIR) {
      throw LMDBError(.noSuchDirectory, operation: "open", path: path)
    }
    let status = try descriptor.status()
    let identity = Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    guard OpenDirectory.claimed.withLock({ $0.insert(identity).inserted }) else {
      throw LMDBError(.alreadyOpen, operation: "open", path: path)
    }
    do {
      writerLock = access == .readWrite ? try OpenDirectory.lockForWriting(path) : nil
    } catch {
      _ = OpenDirectory.claimed.withLock { $0.remove(identity) }
      throw error
    }
    self.descriptor = descriptor
    self.identity = identity
  }

  deinit {
    // Closing would not give the lock up while a child process, just forked, still holds the open file.
    writerLock?.unlock()
    _ = OpenDirectory.claimed.withLock { $0.remove(identity) }
  }

  /// Takes `writer.lock`, whose text is the process id of its last holder.
  private static func lockForWriting(_ path: String) throws(LMDBError) -> FileDescriptor {
    let file = try FileDescriptor(opening: path + "/writer.lock", O_RDWR | O_CREAT, mode: 0o600)
    guard try file.lock() else {
      let digits = try file.bytes(at: 0, count: 20).prefix { $0 >= 0x30 && $0 <= 0x39 }
      throw LMDBError(
        .lockedByAnotherProcess, operation: "open", path: path,
        detail: "process \(String(decoding: digits, as: UTF8.self))")
    }
    // The text only helps people: a full disk must not keep an environment from being opened.
    try? file.replaceContent(with: "\(getpid())\n")
    return file
  }

  /// Bytes an unprivileged process can still write on the directory's file system.
  func freeSpace() throws(LMDBError) -> Int {
    var status = statvfs()
    guard unsafe fstatvfs(descriptor.rawValue, &status) == 0 else {
      throw .last("fstatvfs", path: descriptor.path)
    }
    let (bytes, isTooLarge) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
    return isTooLarge ? .max : Int(clamping: bytes)
  }
}
