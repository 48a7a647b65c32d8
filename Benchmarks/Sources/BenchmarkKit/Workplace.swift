import Foundation

/// A folder on a disk for the files of the runs.
package struct Workplace {
  package let path: String
  package let mount: Mount

  /// Makes a new folder in `directory`.
  ///
  /// - Parameter name: What the folder's name begins with.
  /// - Throws: `BenchmarkError.inMemory`: what is in memory only is fast, and not durable.
  package init(in directory: String, name: String) throws {
    let manager = FileManager.default
    // What is there of the path tells the file system before anything is made.
    let wanted = URL(filePath: directory).standardizedFileURL
    var present = wanted
    while !manager.fileExists(atPath: present.path), present.path != "/" { present.deleteLastPathComponent() }
    let resolved = present.resolvingSymlinksInPath().path
    let mountInfo = try String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)
    guard let mount = Mount(of: resolved, mountInfo: mountInfo), !mount.isMemory,
      resolved != "/dev/shm", !resolved.hasPrefix("/dev/shm/")
    else {
      let type = Mount(of: resolved, mountInfo: mountInfo)?.type ?? "no known file system"
      throw BenchmarkError.inMemory(directory: resolved, type: type)
    }
    self.mount = mount
    path = "\(wanted.path)/\(name)-\(ProcessInfo.processInfo.processIdentifier)"
    try manager.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  /// Gives a directory that is removed afterwards.
  package func withFreshDirectory<R>(_ body: (String) async throws -> R) async throws -> R {
    let directory = path + "/run"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    return try await body(directory)
  }

  package func withFreshDirectory<R>(_ body: (String) throws -> R) throws -> R {
    let directory = path + "/run"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    return try body(directory)
  }

  package func remove() { try? FileManager.default.removeItem(atPath: path) }
}
