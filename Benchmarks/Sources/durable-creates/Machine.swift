import Foundation

/// What the figures were taken on.
struct Machine: Sendable {
  var processor: String
  var cores: Int
  var mount: Mount
  var system: String
  var kernel: String
  var swift: String
  var build: String

  init(_ mount: Mount) {
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
  var facts: [(name: String, value: String)] {
    [
      ("processor", "\(processor), \(cores) cores"),
      ("file system", "\(mount.type) on \(mount.device)"),
      ("system", "\(system), Linux \(kernel)"),
      ("versions", "Swift \(swift) (\(build) build), LMDB \(ReferenceRun.lmdbVersion)"),
    ]
  }
}
