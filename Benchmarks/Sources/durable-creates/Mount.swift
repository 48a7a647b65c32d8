import Foundation

/// The file system that a directory is on, as the kernel lists it (proc_pid_mountinfo(5)).
struct Mount: Sendable {
  /// Such as `ext4`.
  var type: String
  /// Such as `/dev/sda1`.
  var device: String
  var point: String

  /// - Parameter path: Absolute, without symbolic links.
  init?(of path: String, mountInfo: String) {
    var found: Mount?
    for line in mountInfo.split(separator: "\n") {
      let fields = line.split(separator: " ").map(String.init)
      guard fields.count > 4, let separator = fields.firstIndex(of: "-"), fields.count > separator + 2
      else { continue }
      let point = fields[4]
      guard point == "/" || path == point || path.hasPrefix(point + "/") else { continue }
      // Of two mounted at one point, the later one hides the earlier.
      if let found, found.point.utf8.count > point.utf8.count { continue }
      found = Mount(type: fields[separator + 1], device: fields[separator + 2], point: point)
    }
    guard let found else { return nil }
    self = found
  }

  private init(type: String, device: String, point: String) {
    self.type = type
    self.device = device
    self.point = point
  }

  var isMemory: Bool { type == "tmpfs" || type == "ramfs" || type == "devtmpfs" }
}

/// A folder on a disk for the files of the runs.
struct Workplace {
  let path: String
  let mount: Mount

  /// Makes a new folder in `directory`.
  ///
  /// - Throws: `BenchmarkError.inMemory`: what is in memory only is fast, and not durable.
  init(in directory: String) throws {
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
    path = "\(wanted.path)/durable-creates-\(ProcessInfo.processInfo.processIdentifier)"
    try manager.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  /// Gives a directory that is removed afterwards.
  func withFreshDirectory<R>(_ body: (String) async throws -> R) async throws -> R {
    let directory = path + "/run"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    return try await body(directory)
  }

  func withFreshDirectory<R>(_ body: (String) throws -> R) throws -> R {
    let directory = path + "/run"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    return try body(directory)
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }
}
