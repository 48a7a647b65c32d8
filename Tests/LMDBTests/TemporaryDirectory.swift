import Glibc
import LMDB
import Synchronization

/// A directory of one test's own, removed with everything in it at the end of its life.
final class TemporaryDirectory: Sendable {
  let path: String

  private static let lastNumber = Atomic<Int>(0)

  init() throws {
    let number = Self.lastNumber.wrappingAdd(1, ordering: .relaxed).newValue
    path = "/tmp/lmdb-tests-\(getpid())-\(number)-\(UInt32.random(in: 0 ... .max))"
    guard unsafe mkdir(path, 0o700) == 0 else {
      throw LMDBError(.system(errno), operation: "mkdir", path: path)
    }
  }

  deinit { Self.remove(path) }

  /// A path within, of nothing yet.
  func path(_ name: String) -> String { "\(path)/\(name)" }

  /// The names in a directory, sorted.
  static func names(in path: String) -> [String] {
    guard let directory = unsafe opendir(path) else { return [] }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while let entry = unsafe readdir(directory) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        unsafe String(cString: UnsafeRawPointer(tuple).assumingMemoryBound(to: CChar.self))
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private static func remove(_ path: String) {
    for name in names(in: path) { remove("\(path)/\(name)") }
    if unsafe rmdir(path) != 0 { unsafe unlink(path) }
  }
}

/// Key and value bytes in one go.
extension [UInt8] {
  init(_ text: String) { self = Array(text.utf8) }

  /// Eight bytes, so that keys sort as their numbers do.
  init(position: Int) { self = (0..<8).reversed().map { UInt8(truncatingIfNeeded: position >> ($0 * 8)) } }
}

extension Environment {
  /// A small environment with the tables `a` and `b`, in a new directory.
  static func sample(
    in directory: TemporaryDirectory, options: Options = Options(mapSize: 64 << 20)
  ) throws -> Environment {
    let path = directory.path("environment")
    try create(at: path, options: options, tables: ["a", "b"])
    return try Environment(opening: path, options: options)
  }
}
