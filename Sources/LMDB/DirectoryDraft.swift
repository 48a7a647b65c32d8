import Glibc
import Synchronization

/// A directory being filled under a hidden name beside the place it will have, so that the place holds
/// either nothing or the whole.
///
/// If we crash before the rename, the draft stays behind; its lock is free then, and the next draft for the
/// same place removes it.
struct DirectoryDraft: ~Copyable {
  /// Where to fill it.
  let path: String
  private let destination: String
  private let parent: String
  private let descriptor: FileDescriptor

  private static let lastNumber = Atomic<UInt64>(0)

  init(for destination: String) throws(LMDBError) {
    let trimmed = Self.withoutTrailingSlashes(destination)
    let separator = trimmed.lastIndex(of: "/")
    let name = String(separator.map { trimmed[trimmed.index(after: $0)...] } ?? trimmed[...])
    guard !name.isEmpty, name != ".", name != ".." else {
      throw LMDBError(
        .system(EINVAL), operation: "create", path: destination, detail: "the path must end in a new name")
    }
    // A path without a separator is in the working directory; one whose only separator is first, in the root.
    let parent = separator.map { $0 == trimmed.startIndex ? "/" : String(trimmed[..<$0]) } ?? "."
    try Self.checkAbsent(trimmed)
    let prefix = ".\(name).draft-"
    Self.removeStale(prefix, in: parent)

    let number = Self.lastNumber.wrappingAdd(1, ordering: .relaxed).newValue
    let path = "\(parent)/\(prefix)\(getpid())-\(number)"
    guard unsafe mkdir(path, 0o700) == 0 else {
      throw errno == ENOENT
        ? LMDBError(.noSuchDirectory, operation: "mkdir", path: parent) : .last("mkdir", path: path)
    }
    let descriptor = try FileDescriptor(opening: path, O_RDONLY | O_DIRECTORY)
    guard try descriptor.lock() else {
      throw LMDBError(.busy, operation: "flock", path: path)
    }
    self.descriptor = descriptor
    self.path = path
    self.destination = trimmed
    self.parent = parent
  }

  /// Puts the filled directory in its place.
  ///
  /// - Throws: ``LMDBError/Code/alreadyExists`` if something has appeared there; the draft is removed then.
  consuming func publish() throws(LMDBError) {
    do throws(LMDBError) {
      try FileDescriptor(opening: path + "/data.mdb", O_RDONLY).synchronize()
      // The lock table is rebuilt at the next open; this one speaks of the process that filled the draft.
      unsafe unlink(path + "/lock.mdb")
      try descriptor.synchronize()
      try rename()
      // If we crash here the rename may be undone: nothing is in its place, and a draft is left.
      try FileDescriptor(opening: parent, O_RDONLY | O_DIRECTORY).synchronize()
    } catch {
      discard()
      throw error
    }
  }

  /// Removes what was written.
  func discard() { Self.remove(path) }

  private func rename() throws(LMDBError) {
    try Self.checkAbsent(destination)
    // Should something appear just now, a rename replaces an empty directory at most, which loses nothing.
    if unsafe Glibc.rename(path, destination) == 0 { return }
    guard errno == ENOTEMPTY || errno == ENOTDIR else { throw .last("rename", path: destination) }
    throw LMDBError(.alreadyExists, operation: "rename", path: destination)
  }

  private static func checkAbsent(_ path: String) throws(LMDBError) {
    var status = stat()
    if unsafe lstat(path, &status) == 0 {
      throw LMDBError(.alreadyExists, operation: "create", path: path)
    }
    guard errno == ENOENT else { throw .last("lstat", path: path) }
  }

  private static func withoutTrailingSlashes(_ path: String) -> String {
    var path = path
    while path.hasSuffix("/") { path.removeLast() }
    return path
  }

  /// Removes the drafts that nobody fills any more. What can't be removed does no harm.
  private static func removeStale(_ prefix: String, in parent: String) {
    guard let directory = unsafe opendir(parent) else { return }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while let entry = unsafe readdir(directory) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        // `d_name` is an array that C ends with a zero byte, imported as a tuple.
        unsafe String(cString: UnsafeRawPointer(tuple).assumingMemoryBound(to: CChar.self))
      }
      if name.hasPrefix(prefix) { names.append(name) }
    }
    for name in names {
      let path = "\(parent)/\(name)"
      guard let draft = try? FileDescriptor(opening: path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW) else {
        continue
      }
      if (try? draft.lock()) == true { remove(path) }
    }
  }

  private static func remove(_ path: String) {
    for name in ["data.mdb", "lock.mdb", "writer.lock"] { unsafe unlink("\(path)/\(name)") }
    unsafe rmdir(path)
  }
}
