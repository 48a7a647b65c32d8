import Foundation

/// What is on the disk.
package enum Disk {
  /// The bytes of all files in a directory.
  package static func bytes(in directory: String) -> Int {
    let manager = FileManager.default
    return (manager.subpaths(atPath: directory) ?? []).reduce(0) { sum, path in
      let attributes = try? manager.attributesOfItem(atPath: directory + "/" + path)
      guard attributes?[.type] as? FileAttributeType == .typeRegular else { return sum }
      return sum + ((attributes?[.size] as? NSNumber)?.intValue ?? 0)
    }
  }
}
