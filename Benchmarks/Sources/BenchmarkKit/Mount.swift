/// The file system that a directory is on, as the kernel lists it (proc_pid_mountinfo(5)).
package struct Mount: Sendable {
  /// Such as `ext4`.
  package var type: String
  /// Such as `/dev/sda1`.
  package var device: String
  package var point: String

  /// - Parameter path: Absolute, without symbolic links.
  package init?(of path: String, mountInfo: String) {
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

  package var isMemory: Bool { type == "tmpfs" || type == "ramfs" || type == "devtmpfs" }
}
