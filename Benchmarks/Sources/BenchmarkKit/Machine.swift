import CReference
import Foundation

/// What the figures were taken on.
package struct Machine: Sendable {
  package var processor: String
  package var cores: Int
  package var mount: Mount
  package var system: String
  package var kernel: String
  package var swift: String
  package var build: String

  package init(_ mount: Mount) {
    self.mount = mount
    cores = ProcessInfo.processInfo.activeProcessorCount
    processor = Machine.value(of: "model name", in: "/proc/cpuinfo", separator: ":") ?? "unknown processor"
    system = Machine.value(of: "PRETTY_NAME", in: "/etc/os-release", separator: "=") ?? "Linux"
    kernel = Machine.text(of: "/proc/sys/kernel/osrelease") ?? "unknown"
    #if compiler(>=6.4)
      swift = "6.4 or later"
    #else
      swift = "6.3"
    #endif
    #if DEBUG
      build = "debug"
    #else
      build = "release"
    #endif
  }

  /// LMDB's version, such as `0.9.24`.
  private static var lmdbVersion: String {
    let version = reference_lmdb_version()
    return "\(version >> 16).\(version >> 8 & 0xFF).\(version & 0xFF)"
  }

  private static func text(of path: String) -> String? {
    (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private static func value(of name: String, in path: String, separator: Character) -> String? {
    for line in text(of: path)?.split(separator: "\n") ?? [] {
      let parts = line.split(separator: separator, maxSplits: 1)
      guard parts.count == 2, parts[0].trimmingCharacters(in: .whitespaces) == name else { continue }
      return parts[1].trimmingCharacters(in: CharacterSet(charactersIn: " \"\t"))
    }
    return nil
  }

  /// The facts by name, in the order in which they are shown.
  package var facts: [(name: String, value: String)] {
    [
      ("processor", "\(processor), \(cores) cores"),
      ("file system", "\(mount.type) on \(mount.device)"),
      ("system", "\(system), Linux \(kernel)"),
      ("versions", "Swift \(swift) (\(build) build), LMDB \(Machine.lmdbVersion)"),
    ]
  }
}
